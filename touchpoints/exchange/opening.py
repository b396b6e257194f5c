"""Opens an uploaded file: whatever it calls itself, either there is a table in it or a sentence says why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from touchpoints.exchange import text_files, workbooks
from touchpoints.exchange.headings import Known, recognised
from touchpoints.exchange.refusals import Unreadable

MAX_BYTES = 5 * 1024 * 1024
"""How large a file may be."""
MAX_ROWS = 5000
"""How many rows below the headings are read at a time."""
MAX_COLUMNS = 60
MAX_TEXT = 8_000_000
"""Characters in all cells together; a workbook writes down once what a thousand cells repeat."""
MAX_HEADING = 80
HEAD = 10
"""Filled rows among which the headings are looked for: above them stand titles and logos."""
MAX_SCANNED = 4 * MAX_ROWS
"""Rows, empty ones too, after which nothing more is expected."""

UNREADABLE_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
NOTHING_TO_SEE = re.compile("[\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164]*")
"""What web pages and word processors leave in a cell that is empty to the eye."""

type Row = tuple[int, list[str]]
"""A row's number in the file, from 1, and its cells."""


@dataclass(frozen=True)
class Table:
    """Headings, each different from the others, and below them rows as wide, with at least one filled cell each."""

    headings: list[str]
    rows: list[Row]


def opened(content: bytes, *, known: Known = recognised) -> Table:
    """The table in the file; its headings are those that are `known` best.

    Raises Unreadable with a sentence for the person who uploaded it.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(too_large())
    if not content.strip():
        raise Unreadable(_("Die Datei ist leer."))
    if workbooks.looks_like_one(content):
        return _table(_filled(workbooks.records(content, columns=MAX_COLUMNS + 1)), known)
    return _table(_filled(text_files.records(content, columns=MAX_COLUMNS + 1, known=known)), known)


def too_large() -> str:
    """What is said about a file above the limit."""
    return _("Die Datei ist größer als 5 MB. Als CSV gespeichert oder aufgeteilt passt sie meistens.")


def _filled(records: Iterable[list[str]]) -> list[Row]:
    filled: list[Row] = []
    length = 0
    for number, record in enumerate(records, 1):
        length += sum(map(len, record))
        if length > MAX_TEXT:
            raise Unreadable(too_large())
        cells = [readable(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            filled.append((number, cells))
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(_("Die Tabelle hat mehr als %d Spalten.") % MAX_COLUMNS)
        if len(filled) > MAX_ROWS + HEAD or number > MAX_SCANNED:
            break
    if not filled:
        raise Unreadable(_("In der Tabelle steht nichts."))
    return filled


def _table(filled: list[Row], known: Known) -> Table:
    head = max(range(len(filled[:HEAD])), key=lambda place: (_likeness(filled[place][1], known), -place))
    rows = filled[head + 1 :]
    if not rows:
        raise Unreadable(_("Unter den Überschriften steht keine Zeile."))
    if len(rows) > MAX_ROWS:
        raise Unreadable(_("Die Tabelle hat mehr als 5.000 Zeilen. Aufgeteilt in mehrere Dateien passt sie."))
    width = max(len(cells) for _number, cells in filled[head:])
    padded = [cells + [""] * (width - len(cells)) for _number, cells in filled[head:]]
    used = [place for place in range(width) if any(cells[place] for cells in padded)]
    headings = distinct([padded[0][place] or _("Spalte %s") % get_column_letter(place + 1) for place in used])
    cells_used = ([cells[place] for place in used] for cells in padded[1:])
    return Table(headings, [(number, cells) for (number, _cells), cells in zip(rows, cells_used, strict=True)])


def _likeness(cells: list[str], known: Known) -> tuple[int, bool]:
    """How much a row looks like headings: known words first, then whether it has more than one cell."""
    return len(known(cells)), sum(map(bool, cells)) > 1


def distinct(headings: list[str]) -> list[str]:
    """The headings in one line each, shortened, and numbered where two are alike."""
    distinct: list[str] = []
    for heading in headings:
        short = " ".join(heading.split())[:MAX_HEADING]
        names = (short if number == 1 else f"{short} ({number})" for number in count(1))
        distinct.append(next(name for name in names if name not in distinct))
    return distinct


def readable(cell: str) -> str:
    """The cell without signs that neither people nor databases read, and without blanks around it."""
    text = UNREADABLE_SIGNS.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if NOTHING_TO_SEE.fullmatch(text) else text
