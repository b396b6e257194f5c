"""The JSON API: touchpoints and actions of one team, read and written with a personal token.

It stands on the top floor because it sees all apps. `door` says who comes in, `problems` how a refusal sounds,
`document` describes it all; each resource has an `…_operations` and an `…_shapes` module. What the forms demand is
demanded here by the same forms, so that every rule and its sentence are the same.
"""
