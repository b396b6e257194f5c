"""The emotion curves of two ways over one axis, as numbers for an SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journeys.comparing.wording import Source, source_of
from journeys.map.telling import in_words
from journeys.mapping import MapStep
from journeys.models.step import HIGHEST, LOWEST
from journeys.wording import MOODS, mood, signed

LEFT, RIGHT, TOP, HEIGHT = 124, 16, 22, 200
"""Around the curves, in the drawing's units, and how high they are."""

WIDTH = 1120
"""Of a drawing whose columns have room enough."""

NARROWEST, WIDEST, ASIDE = 40, 150, 6
"""Of a column, and half of what lies between the marks of two sides."""

FOR_WORDS = 92
"""From this width on a column has its title below, otherwise its number alone."""

CHARACTER, MOST_LINES, LINE = 6.6, 3, 14
"""How wide a sign of a title is, how many lines it may take, and how far these lie apart."""


@dataclass(frozen=True)
class Mark:
    """The emotion of one step."""

    x: float
    y: float
    words: str
    source: Source


@dataclass(frozen=True)
class Curve:
    """The way of one side, "left" or "right". Its line has a gap at a step of whose emotion nothing is known."""

    side: str
    stretches: list[list[Mark]]

    @property
    def marks(self) -> list[Mark]:
        """All known emotions in order."""
        return [mark for stretch in self.stretches for mark in stretch]

    @property
    def lines(self) -> list[str]:
        """The lines between the marks, as SVG has them."""
        return [" ".join(f"{mark.x},{mark.y}" for mark in stretch) for stretch in self.stretches if len(stretch) > 1]


@dataclass(frozen=True)
class Column:
    """What stands below one place of the way: the number of the step among those compared, and its title."""

    x: float
    number: int
    lines: list[str]


@dataclass(frozen=True)
class Picture:
    """The curves with their axes; all numbers in the drawing's units."""

    width: float
    height: float
    curves: list[Curve]
    columns: list[Column]
    ticks: list[tuple[float, str, str]]

    left, top, bottom = LEFT, TOP, TOP + HEIGHT

    @property
    def right(self) -> float:
        """Where the grid ends."""
        return self.width - RIGHT

    @property
    def is_empty(self) -> bool:
        """No emotion is known."""
        return not any(curve.marks for curve in self.curves)


@dataclass(frozen=True)
class Place:
    """One place along the way: its number, and the step of each side that is drawn; None where one has none."""

    number: int
    steps: tuple[MapStep | None, ...]


def drawn(places: Sequence[Place], sides: Sequence[str], *, width: int = WIDTH) -> Picture:
    """Draw these sides over each other, as wide as the way needs and at least readable."""
    column = min(max((width - LEFT - RIGHT) / max(len(places), 1), NARROWEST), WIDEST)
    xs = [round(LEFT + column * (place + 0.5), 1) for place in range(len(places))]
    columns = [Column(x, place.number, _title(place, column)) for x, place in zip(xs, places, strict=True)]
    return Picture(
        width=round(LEFT + RIGHT + column * len(places), 1),
        height=TOP + HEIGHT + LINE * (2 + max((len(each.lines) for each in columns), default=0)),
        curves=[
            Curve(side, _stretches([x + _aside(number, sides) for x in xs], [place.steps[number] for place in places]))
            for number, side in enumerate(sides)
        ],
        columns=columns,
        ticks=[(_y(value), signed(value), mood(value)) for value in MOODS],
    )


def _aside(number: int, sides: Sequence[str]) -> int:
    """How far a side's marks stand from the middle of their column, so that none covers another."""
    return (2 * number + 1 - len(sides)) * ASIDE


def _stretches(xs: Iterable[float], steps: Iterable[MapStep | None]) -> list[list[Mark]]:
    stretches: list[list[Mark]] = [[]]
    for x, step in zip(xs, steps, strict=True):
        if step and step.felt:
            told = f"{step.title}: {in_words(step.felt)}"
            stretches[-1].append(Mark(x, _y(step.felt.value), told, source_of(step.felt)))
        elif step:
            stretches.append([])
    return stretches


def _y(value: float) -> float:
    return round(TOP + HEIGHT * (HIGHEST - value) / (HIGHEST - LOWEST), 1)


def _title(place: Place, column: float) -> list[str]:
    step = next(filter(None, place.steps), None)
    if step is None or column < FOR_WORDS:
        return []
    return textwrap.wrap(step.title, int(column / CHARACTER), max_lines=MOST_LINES, placeholder=" …")
