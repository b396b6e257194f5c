"""The emotion curve: one line across all steps, drawn on the server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from journeys.feeling import Felt, Origin
from journeys.mapping import MapStep
from journeys.wording import MOODS, mood, signed

WIDTH, HEIGHT = 224, 200
"""Of one step, in the drawing's units: sixteen are one em, so that the curve grows with the text around it."""
EM = 16
MIDDLE, PER_POINT = 97, 26
"""Where 0 lies, and how far +1 stands above it."""
LABEL_ABOVE, LABEL_BELOW, LINE = -16, 26, 15
"""From a point to its value, and from there on to why it stands out: beside it a step has no room for these words."""
SHAPES = {
    Origin.STEP: "M-6.5 0a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1-13 0Z",
    Origin.READINGS: "M0-8 8 0 0 8-8 0Z",
    Origin.VOICES: "M-6-6H6V6H-6Z",
}
"""A disc for what was put down at the step, a diamond for what was measured, a square for what was heard."""
LEVEL = '<text class="level{}" x="152" y="{}"><tspan class="word">{} </tspan><tspan class="value">{}</tspan></text>'


@dataclass(frozen=True)
class Point:
    """One known emotion; `column` counts the steps from 0."""

    column: int
    felt: Felt
    is_peak: bool = False
    is_end: bool = False

    @property
    def x(self) -> float:
        """In the middle of its step."""
        return WIDTH * (self.column + 0.5)

    @property
    def y(self) -> float:
        """Above the middle what is good."""
        return round(height_of(self.felt.value), 1)

    @property
    def sense(self) -> str:
        """Whether it is good, bad or neither, as a class of the style sheet."""
        return "good" if self.felt.value >= 0.5 else "bad" if self.felt.value <= -0.5 else "even"

    @property
    def labels(self) -> list[tuple[str, int]]:
        """Its value, and why it will be remembered: the lines with how far below the point each has its base."""
        why = " · ".join([_("stärkster Moment")] * self.is_peak + [_("Ende")] * self.is_end)
        is_below = self.felt.value < 0
        near, away = (LABEL_BELOW, LINE) if is_below else (LABEL_ABOVE, -LINE)
        lines = [(signed(self.felt.value), near), (why, near + away)]
        return lines[: 2 if why else 1]


def height_of(value: float) -> float:
    """How far below the upper edge an emotion lies."""
    return MIDDLE - value * PER_POINT


def points_of(columns: Sequence[MapStep | None]) -> list[Point]:
    """The known emotions along the columns; of two equally intense ones the later is the peak, as in the summary."""
    known = [(column, step.felt) for column, step in enumerate(columns) if step and step.felt]
    if not known:
        return []
    peak, _felt = max(reversed(known), key=lambda each: abs(each[1].value))
    end = known[-1][0]
    return [Point(column, felt, is_peak=column == peak, is_end=column == end) for column, felt in known]


def curve(columns: Sequence[MapStep | None]) -> SafeString:
    """The drawing. Where nothing is known the line has a gap; the signs are those of `SHAPES`."""
    points, width = points_of(columns), WIDTH * len(columns)
    return format_html(
        '<svg class="emotion-curve" width="{}em" height="{}em" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="curve-title curve-words">'
        '<title id="curve-title">{}</title><desc id="curve-words">{}</desc>{}{}{}</svg>',
        width / EM,
        HEIGHT / EM,
        width,
        HEIGHT,
        _("Gefühlskurve"),
        _words(points, columns),
        _levels(width),
        format_html_join("", '<path class="way" d="{}"/>', ([line] for line in lines_of(points))),
        format_html_join("", "{}", ([_drawn(point)] for point in points)),
    )


def axis() -> SafeString:
    """The levels of the curve, with their words, beside it."""
    levels = (("" if value else " zero", height_of(value) + 4, word, signed(value)) for value, word in MOODS.items())
    return format_html(
        '<svg class="emotion-axis" width="9.5em" height="{}em" viewBox="0 0 152 {}" aria-hidden="true">{}</svg>',
        HEIGHT / EM,
        HEIGHT,
        format_html_join("", LEVEL, levels),
    )


def _words(points: list[Point], columns: Sequence[MapStep | None]) -> str:
    if not points:
        return _("Von keinem Schritt ist ein Gefühl bekannt.")
    strongest = next(point for point in points if point.is_peak)
    titles = {point: step.title for point in (strongest, points[-1]) if (step := columns[point.column])}
    sentence = _(
        "Stärkster Moment: %(peak)s bei „%(at)s“. Am Ende: %(end)s bei „%(last)s“. Alle Werte: Zeile darunter."
    )
    return sentence % {
        "peak": f"{signed(strongest.felt.value)} {mood(strongest.felt.value)}",
        "at": titles[strongest],
        "end": f"{signed(points[-1].felt.value)} {mood(points[-1].felt.value)}",
        "last": titles[points[-1]],
    }


def _levels(width: float) -> SafeString:
    lines = (("" if value else " zero", height_of(value), width) for value in MOODS)
    return format_html_join("", '<path class="level{}" d="M0 {}h{}"/>', lines)


def lines_of(points: list[Point]) -> Iterator[str]:
    """One path for each stretch of neighbours: it rests level at every point, so that it overshoots none."""
    for stretch in _stretches(points):
        bends = (
            f"C{before.x + WIDTH / 2:g} {before.y:g} {point.x - WIDTH / 2:g} {point.y:g} {point.x:g} {point.y:g}"
            for before, point in pairwise(stretch)
        )
        yield f"M{stretch[0].x:g} {stretch[0].y:g}{''.join(bends)}"


def _stretches(points: list[Point]) -> Iterator[list[Point]]:
    """Points between which no step is missing, where there are at least two."""
    stretch: list[Point] = []
    for point in points:
        if stretch and point.column > stretch[-1].column + 1:
            yield stretch
            stretch = []
        stretch.append(point)
    if stretch:
        yield stretch


def _drawn(point: Point) -> SafeString:
    return format_html(
        '<g class="point {}{}{}" transform="translate({} {})">{}<path d="{}"/>{}</g>',
        point.sense,
        " by-customers" if point.felt.origin != Origin.STEP else "",
        " remembered" if point.is_peak or point.is_end else "",
        f"{point.x:g}",
        f"{point.y:g}",
        SafeString('<circle class="halo" r="12"/>') if point.is_peak or point.is_end else "",
        SHAPES[point.felt.origin],
        format_html_join("", '<text y="{}">{}</text>', ((below, words) for words, below in point.labels)),
    )
