"""Customer profiles and journeys: the inventory seen along a customer's way, so that a map is never out of date.

The doors of a journey's rows are `making` (journeys), `placing` (phases, steps and their order) and `writing` (words);
each holds the journey's row. Whatever draws, prints, compares or gives out a journey reads the plain map of `mapping`,
made of the rows or, by `document`, of a snapshot. `feeling` says what customers feel and how that is known.

The packages are what people do: `personas` and `building` make, `map` and `insight` show, `comparing` keeps and
compares, `paper`, `sharing` and `exchange` bring it to others, `ready_made` has ways to begin with.
"""
