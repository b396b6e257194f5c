"""The plans as managers look at them: in groups, on a board, in a calendar, and by filters that they keep."""
