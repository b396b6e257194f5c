"""Pushes a round's shared state to every open screen after each stored change: state, not events.

`hub` keeps what each stream has still to send, `stream` writes it out, `presence` knows who may stay and who is here,
`bus` tells the other web processes, `tokens` let a page in.
"""

from meetings.live.hub import announce

__all__ = ["announce"]
