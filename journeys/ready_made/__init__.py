"""Journeys that are ready to begin with."""
