"""The inventory in and out: tables read in, files written, templates to begin with, the printed list."""
