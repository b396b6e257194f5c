"""Writes tables that spreadsheets open: CSV as a German Excel expects it, and XLSX.

Whatever people typed stays text and never becomes a formula.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import batched, chain
from typing import IO

from django.utils.formats import date_format, get_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


@dataclass(frozen=True)
class Numeral:
    """A number with its comma, as the spreadsheets of a language read it; stands in CSV without quotes."""

    digits: str

    def __str__(self) -> str:
        return self.digits


type Value = str | float | Decimal | date | Numeral | None
"""What one field holds; numbers stay numbers and days stay days."""

WOULD_CALCULATE = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]| *[\t\r\n])")
"""How a text begins that a spreadsheet would take for a formula, OWASP's list; also one that is defused already."""

COLUMN_WIDTH = 24
SHORT_DATE = "mm-dd-yy"
"""The one format of a workbook that each spreadsheet shows as its own country writes days."""

IN_MEMORY = 1024 * 1024
"""Bytes of a file to hand out that are kept in memory; a larger one is written to the disk."""


LINES_AT_ONCE = 200
"""Lines of a table that are written in one go."""


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate: "=1+1" becomes "'=1+1"."""
    return f"'{text}" if WOULD_CALCULATE.match(text) else text


def as_typed(text: str) -> str:
    """What `defused` was given: "'=1+1" becomes "=1+1"."""
    return text[1:] if text.startswith("'") and WOULD_CALCULATE.match(text) else text


def write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the table into an open file: UTF-8 with its mark, semicolons, every text in quotes."""
    file.writelines(csv_parts(headings, rows))


def csv_parts(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """What `write_csv` writes, some lines at a time, so that nobody has to hold all of it."""
    yield codecs.BOM_UTF8
    for some in batched(chain([headings], rows), LINES_AT_ONCE, strict=False):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", quoting=csv.QUOTE_STRINGS).writerows(map(_in_csv, row) for row in some)
        yield text.getvalue().encode(errors="replace")


def write_xlsx(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str) -> None:
    """Write the table into an open file, as the one sheet of a workbook; headings stay in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_in_sheet(sheet, value) for value in row])
    book.save(file)


def _in_csv(value: Value) -> Value:
    """Numbers and days as the spreadsheets of the language of the moment read them."""
    match value:
        case str():
            return defused(value)
        case Decimal() | float():
            digits = f"{Decimal(str(value)).normalize():f}"
            return Numeral(digits.replace(".", str(get_format("DECIMAL_SEPARATOR"))))
        case date():
            return Numeral(date_format(value, "SHORT_DATE_FORMAT"))
        case _:
            return value


def _in_sheet(sheet: WriteOnlyWorksheet, value: Value) -> Cell | Value:
    match value:
        case str():
            return _text(sheet, value)
        case date():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = SHORT_DATE
            return cell
        case _:
            return value


def _heading(sheet: WriteOnlyWorksheet, words: str) -> Cell:
    cell = _text(sheet, words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A text cell, marked as Excel itself marks text behind an apostrophe: it stays text when somebody edits it."""
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = bool(WOULD_CALCULATE.match(text))
    return cell
