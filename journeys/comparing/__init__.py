"""One way held against another, and the snapshots that keep how it was."""
