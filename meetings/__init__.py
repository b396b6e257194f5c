"""The round: thirty minutes on one touchpoint, from invitation to printed minutes.

Rules live in modules named after the deed (`phases`, `cards`, `voting`, `closing`); `models/` holds the rows,
`live/` pushes the room's shared state to every open screen.
"""
