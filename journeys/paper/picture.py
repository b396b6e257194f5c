"""The map as one drawing that needs nothing around it: places for every box, line and word, counted from the top left.

Rows are as high as their words. How wide words are is estimated (`journeys.paper.wrapping`), for a drawing brings no
font along. It has one colour scheme, as paper has.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from journeys.lanes import Side, shown
from journeys.map.curve import HEIGHT, WIDTH
from journeys.mapping import JourneyMap
from journeys.paper.curve import Curve
from journeys.paper.grid import Column, Group, Row, bands_of, columns_of, figures, groups_of, marks
from journeys.paper.wrapping import BOLD, lines

MARGIN, PADDING = 24, 10
NAMES, STEP = 150, WIDTH
"""How wide the column of the lanes' names is, and each step's."""
NARROWEST = 900
BAND_PADDING = 10
"""Above and below the name of a phase or a side, together."""


FONTS = {
    "sans": "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif",
    "serif": "Charter, Cambria, 'DejaVu Serif', Georgia, serif",
}


@dataclass(frozen=True)
class Style:
    """How words look. `leading` is from line to line; all in pixels."""

    size: float
    colour: str = "#1d2433"
    weight: str = "normal"
    slant: str = "normal"
    family: str = "sans"
    wider: float = 1.0

    @property
    def fonts(self) -> str:
        """The families, the first that is there."""
        return FONTS[self.family]

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return round(self.size * 1.4, 1)


TITLE = Style(26, weight="bold", family="serif", wider=1.2)
SMALL = Style(12, colour="#5d6474")
BAND_NAME = Style(14, weight="bold", family="serif", wider=1.2)
STEP_NAME = Style(14, weight="bold", wider=BOLD)
LANE_NAME = Style(13, weight="bold", wider=BOLD)
WORDS = Style(13)
QUOTE = Style(13, slant="italic", family="serif", wider=1.1)
SIDES = {
    Side.CUSTOMER: (Style(13, colour="#0b6465", weight="bold", wider=BOLD), "#e0f0ee"),
    Side.INSIDE: (Style(13, colour="#7b3b72", weight="bold", wider=BOLD), "#f4e6f1"),
}
PAPER, SHEET, LINE = "#faf7f1", "#ffffff", "#e4ded2"


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Words:
    """Lines of text under each other; `y` is the base of the first."""

    x: float
    y: float
    lines: list[str]
    style: Style


@dataclass
class Picture:
    """Everything that is drawn, in the order in which it is drawn; `height` grows with it."""

    title: str
    told: str
    columns: list[Column]
    height: float = MARGIN
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    curve: Curve | None = None
    curve_top: float = 0
    table_top: float = 0
    left: float = MARGIN + NAMES

    @property
    def width(self) -> float:
        """From edge to edge."""
        return max(NARROWEST, 2 * MARGIN + NAMES + STEP * len(self.columns))

    @property
    def table_width(self) -> float:
        """Without the margins, and without what a short way leaves free."""
        return NAMES + STEP * len(self.columns)

    @property
    def rules(self) -> list[str]:
        """The lines between the columns, as paths."""
        bottom = self.height - MARGIN
        return [f"M{self.place(column)} {self.table_top}V{bottom:g}" for column in range(len(self.columns) + 1)]

    @property
    def words_by_style(self) -> list[tuple[Style, list[Words]]]:
        """All words, those that look alike together."""
        styles = dict.fromkeys(each.style for each in self.words)
        return [(style, [each for each in self.words if each.style == style]) for style in styles]

    @property
    def fonts(self) -> str:
        """Of what stands in the curve."""
        return FONTS["sans"]

    def place(self, column: int) -> float:
        """Where a column begins."""
        return self.left + STEP * column

    def write(self, text: str, style: Style, *, x: float, width: float, below: float = BAND_PADDING / 2) -> float:
        """Write within that width, so far below the height that is reached; how high it came out."""
        broken = lines(text, width / (style.size * style.wider))
        if broken:
            self.words.append(Words(x, round(self.height + below + style.size, 1), broken, style))
        return style.leading * len(broken)

    def fill(self, colour: str, *, x: float, width: float, height: float) -> None:
        """Lay a box at the height that is reached, behind all words."""
        self.boxes.append(Box(x, round(self.height, 1), width, round(height, 1), colour))


def drawn(picture: Picture, *, words: bool = True) -> SafeString:
    """The picture as an SVG element, in the language of the moment; without `words` only what stands behind them."""
    context = {"picture": picture, "language": get_language(), "layers": picture.words_by_style if words else []}
    return render_to_string("journeys/paper/map.svg", context)


def draw(journey: JourneyMap, *, hidden: Collection[str], today: date) -> Picture:
    """The whole map but these lanes."""
    told = " · ".join(filter(None, [gettext("Stand %s") % date_format(today, "SHORT_DATE_FORMAT"), figures(journey)]))
    picture = Picture(journey.title, told, columns_of(journey))
    _head(picture)
    if not picture.columns:
        picture.height += picture.write(gettext("Hier steht noch nichts."), WORDS, x=MARGIN, width=NARROWEST)
    else:
        picture.table_top = picture.height
        _phases(picture)
        _steps(picture)
        for group in groups_of(picture.columns, shown(hidden)):
            _side(picture, group)
    picture.height += MARGIN
    return picture


def _head(picture: Picture) -> None:
    for text, style in ((picture.title, TITLE), (picture.told, SMALL)):
        picture.height += picture.write(text, style, x=MARGIN, width=picture.width - 2 * MARGIN)
    picture.height += PADDING


def _phases(picture: Picture) -> None:
    bands = bands_of(picture.columns)
    places = list(accumulate((band.span for band in bands), initial=0))
    height = BAND_PADDING + max(
        picture.write(band.name, BAND_NAME, x=picture.place(place) + PADDING, width=STEP * band.span - 2 * PADDING)
        for band, place in zip(bands, places, strict=False)
    )
    for band, place in zip(bands, places, strict=False):
        picture.fill(LINE, x=picture.place(place), width=STEP * band.span - 2, height=height - 2)
    picture.height += height


def _steps(picture: Picture) -> None:
    height = max(_step(picture, place, column) for place, column in enumerate(picture.columns)) + 2 * PADDING
    picture.fill(SHEET, x=picture.left, width=STEP * len(picture.columns), height=height)
    picture.height += height


def _step(picture: Picture, place: int, column: Column) -> float:
    x, width = picture.place(place) + PADDING, STEP - 2 * PADDING
    if column.step is None:
        return picture.write(gettext("noch kein Schritt"), SMALL, x=x, width=width, below=PADDING)
    taken = picture.write(str(column.number), SMALL, x=x, width=width, below=PADDING)
    taken += picture.write(column.step.title, STEP_NAME, x=x, width=width, below=PADDING + taken)
    for mark in marks(column.step):
        taken += picture.write(mark, SMALL, x=x, width=width, below=PADDING + taken)
    return taken


def _side(picture: Picture, group: Group) -> None:
    style, colour = SIDES[group.side]
    height = BAND_PADDING + picture.write(str(group.side.label), style, x=MARGIN + PADDING, width=picture.width)
    picture.fill(colour, x=MARGIN, width=picture.table_width, height=height)
    picture.height += height
    for number, row in enumerate(group.rows):
        _lane(picture, row, PAPER if number % 2 else SHEET)


def _lane(picture: Picture, row: Row, colour: str) -> None:
    height = 2 * PADDING + picture.write(
        str(row.lane.title), LANE_NAME, x=MARGIN + PADDING, width=NAMES - 2 * PADDING, below=PADDING
    )
    if row.lane.is_curve:
        height = HEIGHT
        picture.curve_top = picture.height
        picture.curve = Curve([column.step for column in picture.columns], 0, len(picture.columns))
    style = QUOTE if row.lane.name == "quote" else WORDS
    for place, text in enumerate(row.cells):
        x, width = picture.place(place) + PADDING, STEP - 2 * PADDING
        height = max(height, 2 * PADDING + picture.write(text, style, x=x, width=width, below=PADDING))
    picture.fill(colour, x=MARGIN, width=picture.table_width, height=height)
    picture.height = round(picture.height + height, 1)
