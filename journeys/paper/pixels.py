"""The drawing of a map as a picture of pixels, for slides and chats: PNG, twice as fine as a screen."""

from __future__ import annotations

from io import BytesIO
from math import sqrt

import pypdfium2
import weasyprint
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from journeys.paper.picture import Picture, Style, drawn
from teams.pdf import ClosedFetcher
from teams.press import a_turn

FINE = 2.0
"""Pixels of the picture for one of the drawing."""
MOST_PIXELS, LONGEST_SIDE = 24_000_000, 16_000
"""Of a picture: 100 MB while it is made, and what programs for slides still open."""
LEGIBLE = 0.5
"""Coarser than this nobody can read it."""
INCH, POINTS = 96, 72
"""Pixels and points of an inch."""

PAGE = (
    "@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    "p {{ position: absolute; width: 30em; margin: 0; white-space: pre }}"
)
LOOK = ".l{} {{ color: {}; font: {} }} "
BASE = 1.046
"""Where the base of the first line is, below its upper edge, for the size of the letters: as DejaVu Sans has it."""


def fineness(picture: Picture) -> float:
    """Pixels for one of the drawing: a very large map comes out coarser."""
    by_area = sqrt(MOST_PIXELS / (picture.width * picture.height))
    return min(FINE, by_area, LONGEST_SIDE / max(picture.width, picture.height))


def is_legible(picture: Picture) -> bool:
    """Whether its words can still be read once it is as coarse as its size demands."""
    return fineness(picture) >= LEGIBLE


def paint_png(picture: Picture) -> bytes:
    """The picture in pixels. Raises Busy where too many are made; the library that paints knows no threads."""
    content = BytesIO()
    with a_turn(), pypdfium2.PdfDocument(_pdf(picture)) as document:
        painted = document[0].render(scale=fineness(picture) * INCH / POINTS)
        painted.to_pil().save(content, "png", compress_level=3)
    return content.getvalue()


def _pdf(picture: Picture) -> bytes:
    return weasyprint.HTML(string=_page(picture), url_fetcher=ClosedFetcher()).write_pdf()


def _page(picture: Picture) -> SafeString:
    """The drawing on a page of its size, its words laid over it: drawn in an SVG each letter would be set alone."""
    sized = format_html(PAGE, width=picture.width, height=picture.height)
    looks = format_html_join(
        "", LOOK, (_look(number, style) for number, (style, _) in enumerate(picture.words_by_style))
    )
    places = format_html_join(
        "",
        '<p class="l{}" style="left:{}px;top:{}px">{}</p>',
        (
            (number, each.x, round(each.y - BASE * style.size, 1), "\n".join(each.lines))
            for number, (style, words) in enumerate(picture.words_by_style)
            for each in words
        ),
    )
    return format_html("<style>{}{}</style>{}{}", sized, looks, drawn(picture, words=False), places)


def _look(number: int, style: Style) -> tuple[object, ...]:
    font = mark_safe(f"{style.slant} {style.weight} {style.size}px/{style.leading}px {style.fonts}")  # noqa: S308 - ours
    return number, style.colour, font
