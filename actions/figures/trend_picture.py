"""The follow-through rate along time, as a picture. Lengths are in units of the drawing; y runs downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from actions.figures.follow_through import Tally
from actions.figures.window import Period

WIDTH, HEIGHT = 560, 190
LEFT, RIGHT, TOP, BOTTOM = 60, 550, 14, 160
ALL = 100


@dataclass(frozen=True)
class Dot:
    """A period with enough actions: its rate, and its interval from `low` down to `high`."""

    x: int
    y: int
    low: int
    high: int


@dataclass(frozen=True)
class Label:
    """A period's name below the axis, whether it has enough actions or not."""

    x: int
    words: str


@dataclass(frozen=True)
class TrendPicture:
    """The rates of the periods, oldest first; where there are too few actions the line is broken."""

    told: Sequence[tuple[Period, Tally]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    label_y: int = BOTTOM + 20

    @property
    def dots(self) -> list[Dot]:
        """One for each period with enough actions."""
        return [dot for dot in self._dots() if dot]

    @property
    def lines(self) -> list[str]:
        """The stretches of the line between neighbours, as SVG polylines have them."""
        runs = (list(run) for is_known, run in groupby(self._dots(), key=bool) if is_known)
        return [" ".join(f"{dot.x},{dot.y}" for dot in run if dot) for run in runs]

    @property
    def labels(self) -> list[Label]:
        """The names of the periods."""
        return [Label(self._x(place), period.short) for place, (period, _tally) in enumerate(self.told)]

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """Height and number of the lines for 0, 50 and 100 percent."""
        return [(_y(percent), percent) for percent in (0, ALL // 2, ALL)]

    def _dots(self) -> list[Dot | None]:
        dots: list[Dot | None] = []
        for place, (_period, tally) in enumerate(self.told):
            found = tally.rate
            if found is None or found.low is None or found.high is None:
                dots.append(None)
            else:
                dots.append(Dot(self._x(place), _y(found.value), _y(found.low), _y(found.high)))
        return dots

    def _x(self, place: int) -> int:
        step = (RIGHT - LEFT) / max(len(self.told), 1)
        return round(LEFT + step * (place + 0.5))


def _y(percent: float) -> int:
    return round(BOTTOM - percent / ALL * (BOTTOM - TOP))
