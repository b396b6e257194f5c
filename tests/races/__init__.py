"""Races, tried with real connections on whichever database the run has."""
