"""A matrix as a picture: where each touchpoint's mark stands, which stand together, and whose name is written.

Lengths are in the units of the drawing, which is WIDTH × HEIGHT; y runs downwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import cos, floor, hypot, pi, sin
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchpoints.priorities.candidates import Candidate
from touchpoints.priorities.labels import Box, Label, labels_for
from touchpoints.priorities.perspectives import Axes
from touchpoints.priorities.scores import Bet, Point, Quadrant, field_of
from touchpoints.priorities.wording import written

WIDTH, HEIGHT = 480, 480
LEFT, TOP, RIGHT, BOTTOM = 42, 22, 460, 436
ASIDE, ABOVE = 26, 44
"""Room between the ends of a scale and the frame: for what is spread there, and for the names of the fields."""

MOST = 200
"""Marks in one picture; more could neither be told apart nor reached by keyboard in good time."""
TOGETHER = 7
"""Marks that one place holds: one in the middle and six around it."""
APART, AROUND = 13, 19
"""Between the middles of two neighbours; from the middle of a heap to those around it."""
RADIUS, HEAP = 6, 12
FRAME = (LEFT, TOP + ABOVE / 2, RIGHT, BOTTOM - ABOVE / 2)
"""Where names may stand: between the names of the upper and the lower fields."""

type Cell = tuple[int, int]


class Dot(NamedTuple):
    """A touchpoint at its place: in the scale's units, and in the drawing."""

    candidate: Candidate
    point: Point
    x: float
    y: float


class Mark(NamedTuple):
    """What is drawn: one touchpoint, or a heap of `size` that share a place."""

    x: int
    y: int
    cell: str = ""
    words: str = ""
    candidate: Candidate | None = None
    size: int = 1
    is_quick_win: bool = False

    @property
    def box(self) -> Box:
        """The room that it takes."""
        reach = RADIUS if self.candidate else HEAP
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach

    @property
    def diamond(self) -> str:
        """The path of an indirect touchpoint's mark around its middle."""
        reach = RADIUS + 1
        return f"M{self.x} {self.y - reach}l{reach} {reach}-{reach} {reach}-{reach}-{reach}z"


class Tick(NamedTuple):
    """A step of the scales: its number and where it stands on either axis."""

    number: int
    x: int
    y: int


@dataclass(frozen=True)
class Matrix:
    """The picture of all candidates that have a point on these axes; `start` is whose name is written first."""

    axes: Axes
    candidates: list[Candidate]
    start: int | None = None

    @cached_property
    def crosshair(self) -> Point:
        """Where high begins, in the scale's units."""
        return self.axes.crosshair(self.candidates) or Point(self.axes.top / 2, self.axes.top / 2)

    @cached_property
    def cross(self) -> Mark:
        """Where the lines of the crosshair stand."""
        return Mark(round(self._x(self.crosshair.x)), round(self._y(self.crosshair.y)))

    def field(self, candidate: Candidate) -> Quadrant | Bet | None:
        """Which of the four fields a touchpoint lies in."""
        point = self.axes.point(candidate)
        return point and field_of(self.axes.fields, point, self.crosshair)

    @property
    def corners(self) -> list[Label]:
        """The names of the four fields."""
        sides = ((LEFT + 8, "start"), (RIGHT - 8, "end"))
        places = [(x, y, anchor) for y in (TOP + 17, BOTTOM - 9) for x, anchor in sides]
        return [Label(*place, str(field.label)) for place, field in zip(places, self.axes.fields, strict=True)]

    @property
    def frame(self) -> dict[str, int]:
        """The frame, and the size of the field at its top left."""
        return {
            "x": LEFT,
            "y": TOP,
            "width": RIGHT - LEFT,
            "height": BOTTOM - TOP,
            "right": RIGHT,
            "bottom": BOTTOM,
            "start_width": self.cross.x - LEFT,
            "start_height": self.cross.y - TOP,
        }

    @property
    def ticks(self) -> list[Tick]:
        """The steps of both scales."""
        return [Tick(each, round(self._x(each)), round(self._y(each))) for each in range(1, self.axes.top + 1)]

    @cached_property
    def marks(self) -> list[Mark]:
        """At most 200, those first that matter most: key touchpoints, then what lies farthest from the crosshair."""
        singly = self._singly()
        return [mark for cell, dots in self.cells.items() for mark in self._spread(cell, dots, singly)]

    @cached_property
    def cells(self) -> dict[Cell, list[Dot]]:
        """Who shares a place, each in the order of weight: a tenth of the scale, a fifth where there are very many."""
        step, cells = self.axes.top / (10 if len(self._dots) <= MOST else 5), defaultdict(list)
        for dot in self._dots:
            cells[floor(dot.point.x / step + 0.5), floor(dot.point.y / step + 0.5)].append(dot)
        return dict(cells)

    @property
    def heaped(self) -> int:
        """How many have no mark of their own."""
        return sum(mark.size for mark in self.marks if mark.candidate is None)

    @cached_property
    def labels(self) -> list[Label]:
        """Names of the few that matter, where there is room for them."""
        named = [(mark.x, mark.y, mark.candidate.name) for mark in self._by_weight() if mark.candidate]
        return labels_for(named, [mark.box for mark in self.marks], FRAME)

    def _by_weight(self) -> list[Mark]:
        """The marks of single touchpoints, the one to start with first."""
        single = {mark.candidate.pk: mark for mark in self.marks if mark.candidate}
        order = [self.start, *(dot.candidate.pk for dot in self._dots if dot.candidate.pk != self.start)]
        return [single[pk] for pk in order if pk in single]

    @cached_property
    def _dots(self) -> list[Dot]:
        dots = [
            Dot(each, point, self._x(point.x), self._y(point.y))
            for each in self.candidates
            if (point := self.axes.point(each))
        ]
        return sorted(dots, key=self._weight)

    def _weight(self, dot: Dot) -> tuple[bool, float, str, int]:
        """Key touchpoints come first, then what lies farthest from the crosshair."""
        far = hypot(dot.point.x - self.crosshair.x, dot.point.y - self.crosshair.y)
        return not dot.candidate.is_key, -far, dot.candidate.name, dot.candidate.pk

    def _singly(self) -> set[int]:
        """Who has a mark of their own: all that their place holds, while there are marks left for every place."""
        left = MOST if len(self._dots) <= MOST else MOST - len(self.cells)
        crowds = {dot.candidate.pk: cell for cell, dots in self.cells.items() for dot in dots}
        shown, singly = Counter[Cell](), set[int]()
        for dot in self._dots:
            cell = crowds[dot.candidate.pk]
            holds = TOGETHER if len(self.cells[cell]) <= TOGETHER else TOGETHER - 1
            if shown[cell] < holds and len(singly) < left:
                shown[cell] += 1
                singly.add(dot.candidate.pk)
        return singly

    def _spread(self, cell: Cell, dots: list[Dot], singly: set[int]) -> Iterator[Mark]:
        """The marks of one place around its middle: a heap inside, else a ring, else one inside and six around."""
        heap = [dot for dot in dots if dot.candidate.pk not in singly]
        shown = dots if len(heap) <= 1 else [dot for dot in dots if dot.candidate.pk in singly]
        middle = (sum(dot.x for dot in dots) / len(dots), sum(dot.y for dot in dots) / len(dots))
        places, name = _places(len(shown), has_heap=len(heap) > 1), "{}-{}".format(*cell)
        if len(heap) > 1:
            yield Mark(round(middle[0]), round(middle[1]), name, _heap_in_words(len(heap)), size=len(heap))
        for dot, (x, y) in zip(shown, places, strict=True):
            is_quick_win = self.field(dot.candidate) == Bet.QUICK_WIN
            mark = Mark(round(middle[0] + x), round(middle[1] + y), name, self._in_words(dot), dot.candidate)
            yield mark._replace(is_quick_win=is_quick_win)

    def _in_words(self, dot: Dot) -> str:
        return _("%(name)s: %(y)s %(above)s, %(x)s %(right)s. %(field)s") % {
            "name": dot.candidate.name,
            "y": self.axes.y,
            "above": written(dot.point.y),
            "x": self.axes.x,
            "right": written(dot.point.x),
            "field": field_of(self.axes.fields, dot.point, self.crosshair).label,
        }

    def _x(self, value: float) -> float:
        return LEFT + ASIDE + (value - 1) / (self.axes.top - 1) * (RIGHT - LEFT - 2 * ASIDE)

    def _y(self, value: float) -> float:
        return BOTTOM - ABOVE - (value - 1) / (self.axes.top - 1) * (BOTTOM - TOP - 2 * ABOVE)


def _heap_in_words(count: int) -> str:
    return ngettext("%(count)s Kontaktpunkt an dieser Stelle", "%(count)s Kontaktpunkte an dieser Stelle", count) % {
        "count": count
    }


def _places(count: int, *, has_heap: bool) -> list[tuple[float, float]]:
    """Where so many stand around a middle without touching."""
    if has_heap:
        return _ring(count, AROUND)
    if count == 1:
        return [(0, 0)]
    if count < TOGETHER:
        return _ring(count, APART / 2 / sin(pi / count))
    return [(0, 0), *_ring(count - 1, APART)]


def _ring(count: int, radius: float) -> list[tuple[float, float]]:
    turns = (2 * pi * number / count for number in range(count))
    return [(-radius * cos(turn), -radius * sin(turn)) for turn in turns]
