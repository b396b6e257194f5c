"""All ways in which a question reaches customers: a link, a piece of HTML, a code on paper or on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from feedback.asking.making import public_url
from feedback.asking.wording import wording_of
from feedback.models import Question
from teams.models import Team
from teams.pdf import print_template

PLACEHOLDERS = {"de": "VORGANG", "en": "REFERENCE"}
"""What is replaced in a link by the number of the case, so that an answer can be told from another."""


@dataclass(frozen=True)
class Layout:
    """A sheet of A4 for one place; `copies` are cut out of it."""

    name: str
    title: str | Promise
    told: str | Promise
    copies: int

    @property
    def each(self) -> Sequence[int]:
        """A number for every copy."""
        return range(self.copies)


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("invoice", _("Rechnung"), _("14 Etiketten, 99 × 38 mm, zum Aufkleben oder Eindrucken"), 14),
        Layout("parcel", _("Paket"), _("4 Karten, Postkartengröße A6, zum Beilegen"), 4),
        Layout("counter", _("Theke"), _("1 Aushang in A4, lesbar aus zwei Metern"), 1),
    )
}


@dataclass(frozen=True)
class Way:
    """A language of the question, with what is put into a mail or a page."""

    language: str
    name: str | Promise
    wording: str
    link: str
    snippet: str


def ways_of(question: Question) -> list[Way]:
    """German and English."""
    return [_way(question, language, name) for language, name in settings.LANGUAGES]


def drawn_code(url: str, *, title: str) -> bytes:
    """The address as an SVG of its own, black on white with the border that cameras need."""
    file = BytesIO()
    segno.make(url, error="m").save(file, kind="svg", scale=10, border=4, light="#ffffff", title=title)
    return file.getvalue()


def print_sheet(question: Question, layout: Layout, *, team: Team, language: str) -> bytes:
    """The sheet as a PDF, its words in that language."""
    context = {
        "layout": layout,
        "question": question,
        "team": team,
        "wording": wording_of(question, language),
        "url": public_url(question, lang=language),
        "typed": public_url(question).partition("//")[2].rstrip("/"),
    }
    return print_template("feedback/asking/sheet_pdf.html", context, language=language)


def _way(question: Question, language: str, name: str | Promise) -> Way:
    wording = wording_of(question, language)
    link = public_url(question, lang=language, ref=PLACEHOLDERS[language])
    return Way(language, name, wording, link, format_html('<a href="{}">{}</a>', link, wording))
