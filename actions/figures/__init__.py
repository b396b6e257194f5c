"""How much of what was decided gets done, and what it costs: for one's own team, never as a ranking of people."""
