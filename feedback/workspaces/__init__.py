"""Voices worked off: all of them, complaints and praise each in a place of their own, a voice with what came of it."""
