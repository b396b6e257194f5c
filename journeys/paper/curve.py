"""The emotion curve on paper: the one of the screen, in colours of its own and in pieces that go on over the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property

from journeys.feeling import Origin
from journeys.map.curve import HEIGHT, WIDTH, Point, height_of, lines_of, points_of
from journeys.mapping import MapStep
from journeys.wording import MOODS, signed

COLOURS = {"good": "#2f6b2f", "even": "#a85b00", "bad": "#b3261e"}


@dataclass(frozen=True)
class Dot:
    """A known emotion as it is printed."""

    point: Point

    @property
    def colour(self) -> str:
        """By its sense; the number beside it says the same."""
        return COLOURS[self.point.sense]

    @property
    def is_measured(self) -> bool:
        """Asked of customers, not judged at the step."""
        return self.point.felt.origin == Origin.READINGS

    @property
    def is_heard(self) -> bool:
        """Out of customers' voices."""
        return self.point.felt.origin == Origin.VOICES

    @property
    def labels(self) -> list[tuple[str, float]]:
        """Its lines of words, each with its base."""
        return [(words, round(self.point.y + below, 1)) for words, below in self.point.labels]

    @property
    def words(self) -> str:
        """The same in one line, for ears."""
        return " · ".join(words for words, _below in self.point.labels)


@dataclass(frozen=True)
class Curve:
    """The piece over the columns from `first` up to, but without, `last`, in the units of the whole drawing."""

    columns: Sequence[MapStep | None]
    first: int
    last: int

    @property
    def left(self) -> int:
        """Where the piece begins."""
        return WIDTH * self.first

    @property
    def right(self) -> int:
        """Where it ends."""
        return WIDTH * self.last

    @property
    def view_box(self) -> str:
        """The part of the drawing that is seen: the line enters and leaves at its borders."""
        return f"{self.left} 0 {self.right - self.left} {HEIGHT}"

    @cached_property
    def points(self) -> list[Point]:
        """Those of the piece and, for the line, one beyond each border."""
        return [point for point in points_of(self.columns) if self.first - 1 <= point.column <= self.last]

    @property
    def lines(self) -> list[str]:
        """As paths."""
        return list(lines_of(self.points))

    @property
    def dots(self) -> list[Dot]:
        """Those of the piece."""
        return [Dot(point) for point in self.points if self.first <= point.column < self.last]

    @property
    def levels(self) -> list[tuple[float, str]]:
        """The levels of the scale, the best on top: their height and name."""
        return [(height_of(value), f"{signed(value)} {word}") for value, word in MOODS.items()]
