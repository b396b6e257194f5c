"""Minutes as PDF, beside WeasyPrint itself on the same HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import weasyprint
from django.template.loader import render_to_string
from django.utils import timezone, translation

from bench.figure import Figure
from bench.rounds import in_discussion
from meetings import closing
from meetings.printing import render_pdf
from meetings.reading import Record
from teams.pdf import PRINT_STYLES

PRINTS = 9


def figures() -> Iterator[Figure]:
    """Both warm, in turns."""
    meeting, seats = in_discussion(people=12, wall=40)
    minutes = closing.close_early(meeting=meeting, by=seats[0], reason="Bench", at=timezone.now())
    with translation.override(minutes.language):
        html = render_to_string("meetings/minutes_pdf.html", {"record": Record(minutes), "language": minutes.language})
    styles = [weasyprint.CSS(filename=str(PRINT_STYLES))]
    deeds = (
        lambda: render_pdf(minutes),
        lambda: weasyprint.HTML(string=html).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1"),
    )
    turns = [[_seconds(deed) for deed in deeds] for _ in range(PRINTS + 1)][1:]
    ours, floor = (median(times) for times in zip(*turns, strict=True))
    yield Figure("minutes.pdf_ratio", ours / floor, "ratio", bar=1.15, floor=1)


def _seconds(deed: Callable[[], object]) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun
