"""The picture of a metric: where everything stands in it. The template only draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor, log10

from django.utils.dateformat import format as format_date
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from touchpoints.measuring.readings import SCALES
from touchpoints.measuring.series import Point, Series
from touchpoints.measuring.wording import figure, interval, number, unit_of
from touchpoints.models import Baseline, Benchmark, Metric

LINE_HEIGHT = 16
"""Units between two labels, so that one does not hide the other."""

SHORTEST_LABEL = 8
"""Signs of a name that are left beside however long a value."""

FEW = 60
"""Points that stand apart at full size."""

AIR = 0.06
"""Share of the height above the highest and below the lowest value."""


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day and may have moved the metric, for example a finished action."""

    day: date
    label: str
    url: str


@dataclass(frozen=True)
class Reference:
    """A value to hold the readings against, as a horizontal line; `kind` decides how it is drawn."""

    kind: str
    label: str
    value: float
    since: date | None = None


@dataclass(frozen=True)
class Frame:
    """The paper of a drawing, in its own units. What lines mean stands in the right margin, or above as a legend."""

    name: str
    width: int
    height: int
    right: int
    ticks: int
    label_signs: int
    has_legend: bool = False


LEFT, TOP, BOTTOM, RIGHT = 52, 28, 32, 8
"""Room around the plot: for the words of the upright axis, for its unit and the marks, for days, and where none is."""

WIDE = Frame("wide", 760, 330, right=176, ticks=7, label_signs=23)
NARROW = Frame("narrow", 340, 290, right=RIGHT, ticks=4, label_signs=34, has_legend=True)


@dataclass(frozen=True)
class Dot:
    """A point with its interval, as drawn."""

    x: float
    y: float
    y_low: float | None
    y_high: float | None
    words: str


@dataclass(frozen=True)
class Line:
    """A reference as drawn; its label stands at `label_y`, moved away from its neighbours."""

    kind: str
    label: str
    words: str
    x: float
    y: float
    label_y: float


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Flag:
    """A mark as drawn, with its number in the list below the picture."""

    x: float
    number: int


@dataclass(frozen=True)
class Chart:
    """One metric on one frame; marks behind the last reading widen it, because they wait to be measured.

    `words` are those of the points, the same on every frame.
    """

    metric: Metric
    series: Series
    references: Sequence[Reference]
    marks: Sequence[Mark]
    frame: Frame
    words: Sequence[str]
    days: tuple[date, date] = field(init=False)

    def __post_init__(self) -> None:
        first, last = self.series.points[0].day, self.series.points[-1].day
        last = max([last, *(mark.day for mark in self.marks)])
        spare = timedelta(days=max(1, (last - first).days // 40))
        object.__setattr__(self, "days", (first - spare, last + spare))

    @cached_property
    def dots(self) -> list[Dot]:
        """The points in order."""
        return [self._dot(*each) for each in zip(self.series.points, self.words, strict=True)]

    @property
    def path(self) -> str:
        """The line through the points, as an SVG polyline has it."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def top(self) -> int:
        """Where the plot begins, below the legend if there is one."""
        return TOP + LINE_HEIGHT * len(self.references) * self.frame.has_legend

    @property
    def y_end(self) -> int:
        """Where the plot ends below; a legend does not press it together."""
        return self.top + self.frame.height - TOP - BOTTOM

    @property
    def height(self) -> int:
        """Of the whole drawing."""
        return self.y_end + BOTTOM

    @property
    def left(self) -> int:
        """Where the plot begins on the left."""
        return LEFT

    @property
    def x_end(self) -> int:
        """Where the plot ends on the right: without lines their labels need no room."""
        return self.frame.width - (self.frame.right if self.references else RIGHT)

    @property
    def x_axis(self) -> int:
        """Where the words of the upright axis end."""
        return LEFT - 8

    @property
    def y_tick(self) -> int:
        """Where the marks on the axis of time end, above their words."""
        return self.y_end + 5

    @property
    def x_label(self) -> int:
        """Where the labels of lines begin."""
        return LEFT if self.frame.has_legend else self.x_end + 8

    @property
    def dot_size(self) -> float:
        """The radius of a point: many stand closer."""
        return 4 if len(self.series.points) <= FEW else 2

    @property
    def axis_words(self) -> str:
        """What the upright axis counts."""
        return "NPS" if self.metric.type == Metric.Type.NPS else unit_of(self.metric)

    @cached_property
    def lines(self) -> list[Line]:
        """The references from top to bottom."""
        ordered = sorted(self.references, key=lambda reference: -reference.value)
        heights = [self._y(reference.value) for reference in ordered]
        if self.frame.has_legend:
            places = [LINE_HEIGHT * (i + 0.5) for i in range(len(ordered))]
        else:
            places = spaced(heights, top=self.top, bottom=self.y_end)
        return [self._line(*each) for each in zip(ordered, heights, places, strict=True)]

    @cached_property
    def value_ticks(self) -> list[Tick]:
        """Round values on the upright axis."""
        low, high = self._span
        step = nice_step((high - low) / 6)
        steps = range(ceil(low / step), floor(high / step) + 1)
        return [Tick(self._y(i * step), number(round(i * step, 6), self.metric)) for i in steps]

    @cached_property
    def day_ticks(self) -> list[Tick]:
        """Days, months or years on the axis of time, as many as stand beside each other."""
        return [Tick(self._x(day), label) for day, label in day_ticks(*self.days, self.frame.ticks)]

    @cached_property
    def flags(self) -> list[Flag]:
        """The marks within the picture's time."""
        first, last = self.days
        return [Flag(self._x(mark.day), i) for i, mark in enumerate(self.marks, 1) if first <= mark.day <= last]

    @cached_property
    def _span(self) -> tuple[float, float]:
        """Lowest and highest value that the picture shows, within the scale."""
        figures = [point.figure for point in self.series.points]
        bounds = [bound for one in figures for bound in (one.value, one.low, one.high) if bound is not None]
        values = [*bounds, *(reference.value for reference in self.references)]
        low, high = min(values), max(values)
        air = (high - low) * AIR or max(abs(high) * AIR, 1)
        floor_, top = SCALES[self.metric.type]
        low = low - air if floor_ is None else max(low - air, floor_)
        return low, high + air if top is None else min(high + air, top)

    def _dot(self, point: Point, words: str) -> Dot:
        one = point.figure
        y_low, y_high = (None if bound is None else self._y(bound) for bound in (one.low, one.high))
        return Dot(self._x(point.day), self._y(one.value), y_low, y_high, words)

    def _line(self, reference: Reference, y: float, label_y: float) -> Line:
        value = figure(reference.value, self.metric)
        short = Truncator(reference.label).chars(max(self.frame.label_signs - len(value), SHORTEST_LABEL))
        return Line(
            reference.kind, f"{short} {value}", f"{reference.label}: {value}", self._start(reference), y, label_y
        )

    def _start(self, reference: Reference) -> float:
        first, last = self.days
        return self._x(min(max(reference.since, first), last)) if reference.since else float(LEFT)

    def _x(self, day: date) -> float:
        first, last = self.days
        share = (day - first) / (last - first)
        return round(LEFT + share * (self.x_end - LEFT), 1)

    def _y(self, value: float) -> float:
        low, high = self._span
        share = (value - low) / (high - low)
        return round(self.y_end - share * (self.y_end - self.top), 1)


def references_of(
    metric: Metric, series: Series, baseline: Baseline | None, benchmarks: Iterable[Benchmark]
) -> list[Reference]:
    """Target, baseline and benchmarks of a metric as lines; the baseline only where the series is of its voice."""
    found = [Reference("benchmark", each.name, float(each.value)) for each in benchmarks]
    if baseline and series.speaker and baseline.voice == series.speaker.voice:
        found.append(Reference("baseline", gettext("Nullmessung"), float(baseline.value), baseline.measured_on))
    if metric.target is not None:
        found.append(Reference("target", gettext("Ziel"), float(metric.target)))
    return found


def point_day(point: Point, series: Series) -> str:
    """The day or the period that a point stands for."""
    match series.period:
        case "month":
            return format_date(point.day, pgettext("month, in Django's date format", "F Y"))
        case "year":
            return format_date(point.day, "Y")
    return format_date(point.day, pgettext("day with its year, in Django's date format", "j. F Y"))


def point_words(point: Point, metric: Metric, series: Series) -> str:
    """A point in words: day, value, interval and number of answers."""
    one = point.figure
    parts = [f"{point_day(point, series)}: {figure(one.value, metric)}", interval(one.low, one.high, metric)]
    return ", ".join(filter(None, [*parts, f"n = {one.n}" if one.n is not None else ""]))


def described(metric: Metric, series: Series, references: Sequence[Reference]) -> str:
    """What the picture shows, for those who do not see it."""
    first, last = series.points[0], series.points[-1]
    parts = [
        gettext("%(count)s Punkte, %(first)s bis %(last)s.")
        % {"count": len(series.points), "first": point_day(first, series), "last": point_day(last, series)},
        gettext("Zuletzt: %(words)s.") % {"words": point_words(last, metric, series)},
        *(f"{reference.label}: {figure(reference.value, metric)}." for reference in references),
    ]
    return " ".join(parts)


def spaced(heights: Sequence[float], *, top: float, bottom: float) -> list[float]:
    """The heights, in order, moved apart by a line each and kept between top and bottom as far as there is room."""
    down, limit = [], top
    for height in heights:
        down.append(max(height, limit))
        limit = down[-1] + LINE_HEIGHT
    up, limit = [], bottom
    for height in reversed(down):
        up.append(min(height, limit))
        limit = up[-1] - LINE_HEIGHT
    return up[::-1]


def nice_step(rough: float) -> float:
    """The round step at or above a rough one: 1, 2 or 5 times a power of ten. 0.7 gives 1, 13 gives 20."""
    power = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))


def day_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """At most so many round days between two, each with its label."""
    days = (last - first).days
    for step in (1, 2, 7, 14):
        if days / step < most:
            label = pgettext("day on an axis, in Django's date format", "j. M")
            return [(day, format_date(day, label)) for day in _days(first, last, step)]
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200):
        if days / (months * 30.44) < most:
            label = pgettext("month on an axis, in Django's date format", "M Y") if months < 12 else "Y"
            return [(day, format_date(day, label)) for day in _months(first, last, months)]
    return []


def _days(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, step)]


def _months(first: date, last: date, step: int) -> list[date]:
    """First days of every so many months, counted so that January is among them."""
    start = ceil((first.year * 12 + first.month - 1 + (first.day > 1)) / step) * step
    end = last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1, step)]
