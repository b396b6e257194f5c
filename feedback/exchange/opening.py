"""Opens an uploaded table of voices. It may be long, so its rows are packed as they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from feedback.exchange.fields import recognised
from feedback.exchange.packing import Packer
from touchpoints.exchange import text_files, workbooks
from touchpoints.exchange.opening import HEAD, MAX_COLUMNS, Row, distinct, readable
from touchpoints.exchange.refusals import Unreadable

MAX_BYTES = 15 * 1024 * 1024
"""How large a file may be."""
MAX_ROWS = 50_000
"""How many filled rows below the headings are read."""
MAX_TEXT = 40_000_000
"""Characters in all cells together."""
LOOKED_THROUGH = 100
"""Rows that tell how many columns there are."""


@dataclass(frozen=True)
class Opened:
    """Headings, each different from the others, and the rows below them, packed."""

    headings: list[str]
    content: bytes
    total: int


def opened(content: bytes) -> Opened:
    """The table in the file. Raises Unreadable with a sentence for the person who uploaded it."""
    if len(content) > MAX_BYTES:
        raise Unreadable(too_large())
    if not content.strip():
        raise Unreadable(_("Die Datei ist leer."))
    rows = _filled(_records(content))
    begin = list(islice(rows, HEAD))
    if not begin:
        raise Unreadable(_("In der Tabelle steht nichts."))
    head = max(range(len(begin)), key=lambda place: (len(recognised(begin[place][1])), -place))
    below = chain(begin[head + 1 :], rows)
    looked = list(islice(below, LOOKED_THROUGH))
    if not looked:
        raise Unreadable(_("Unter den Überschriften steht keine Zeile."))
    width = max(len(cells) for _number, cells in [begin[head], *looked])
    return _packed(_headings(begin[head][1], width), chain(looked, below))


def too_large() -> str:
    """What is said about a file above the limit."""
    return _("Die Datei ist größer als 15 MB. Als CSV gespeichert oder aufgeteilt passt sie meistens.")


def _records(content: bytes) -> Iterator[list[str]]:
    if workbooks.looks_like_one(content):
        return workbooks.records(content, columns=MAX_COLUMNS)
    return text_files.records(content, columns=MAX_COLUMNS, known=recognised)


def _filled(records: Iterator[list[str]]) -> Iterator[Row]:
    length = 0
    for number, record in enumerate(records, 1):
        length += sum(map(len, record))
        if length > MAX_TEXT or number > 2 * MAX_ROWS:
            raise Unreadable(too_large())
        cells = [readable(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _headings(cells: list[str], width: int) -> list[str]:
    padded = cells + [""] * (width - len(cells))
    return distinct([cell or _("Spalte %s") % get_column_letter(place) for place, cell in enumerate(padded, 1)])


def _packed(headings: list[str], rows: Iterator[Row]) -> Opened:
    packer, total, width = Packer(), 0, len(headings)
    for number, cells in rows:
        total += 1
        if total > MAX_ROWS:
            words = number_format(MAX_ROWS, force_grouping=True)
            raise Unreadable(_("Die Tabelle hat mehr als %s Zeilen. Aufgeteilt in mehrere Dateien passt sie.") % words)
        packer.add((number, (cells + [""] * (width - len(cells)))[:width]))
    return Opened(headings, packer.content, total)
