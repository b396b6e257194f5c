"""Pushes a round's shared state to every open screen after each stored change: state, not events."""

from meetings.live.hub import announce

__all__ = ["announce"]
