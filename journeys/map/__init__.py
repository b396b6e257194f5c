"""The map on the screen: the grid that is written in, and the same step by step."""
