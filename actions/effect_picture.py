"""Where the two values of an effect stand in their small picture."""

from __future__ import annotations

from dataclasses import dataclass

from actions.effect import Effect, Side

LEFT, RIGHT = 78, 312
"""The stretch of the drawing that the scale runs along; the words stand to its left."""


@dataclass(frozen=True)
class Line:
    """One value, in the units of the drawing: a dot at `x`, its interval from `start` to `end`."""

    name: str
    x: int
    start: int
    end: int


def drawn(effect: Effect) -> list[Line]:
    """Before and after, on a scale from the lowest to the highest of their bounds; empty unless both are known."""
    if len(effect.sides) < 2:
        return []
    ends = [bound for _name, side in effect.sides for bound in _bounds(side)]
    lowest, span = min(ends), max(ends) - min(ends)

    def place(value: float) -> int:
        share = (value - lowest) / span if span else 0.5
        return round(LEFT + share * (RIGHT - LEFT))

    return [Line(name, place(side.figure.value), *map(place, _bounds(side))) for name, side in effect.sides]


def _bounds(side: Side) -> tuple[float, float]:
    """Where the interval ends; a value without one is its own bounds."""
    figure = side.figure
    return (
        figure.value if figure.low is None else min(figure.low, figure.value),
        figure.value if figure.high is None else max(figure.high, figure.value),
    )
