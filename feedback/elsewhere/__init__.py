"""Voices where others look for them: at a touchpoint, on a desk of a round, beside an action and in its form."""
