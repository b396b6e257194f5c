"""Reads CSV as it comes: any of the usual encodings, separators and quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from django.utils.translation import gettext as _

from touchpoints.exchange.headings import Known, recognised
from touchpoints.exchange.refusals import Unreadable
from touchpoints.exchange.tables import as_typed

SEPARATORS = ";,\t|"
SAMPLE = 20
"""Records that decide about the separator."""
NAMES_ITS_SEPARATOR = re.compile(r'sep=(\t|[^\s"])\r?\n', re.IGNORECASE)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
OTHER_FORMATS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def records(content: bytes, *, columns: int, known: Known = recognised) -> Iterator[list[str]]:
    """The records of the file, empty lines too, up to so many columns. Raises Unreadable."""
    text = decoded(content)
    named = NAMES_ITS_SEPARATOR.match(text)
    separator = named[1] if named else separator_of(text, known)
    if named:
        yield []
    rest = text[named.end() :] if named else text
    strict = not _has_odd_quotes(rest, separator)
    try:
        for record in csv.reader(StringIO(rest, newline=""), delimiter=separator, strict=strict):
            yield [as_typed(cell) for cell in record[:columns]]
    except csv.Error as error:
        raise Unreadable(_why(error)) from error


def decoded(content: bytes) -> str:
    """The text of the file: by its byte order mark, else UTF-8, UTF-16 or what Windows writes. Raises Unreadable."""
    if content.startswith(OTHER_FORMATS):
        raise Unreadable(_no_table())
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        raise Unreadable(_no_table()) from error
    if NOT_TEXT.search(text):
        raise Unreadable(_no_table())
    return text


def separator_of(text: str, known: Known = recognised) -> str:
    """The separator under which most headings are known, if several are.

    Else the one that cuts most of the first records into the same number of cells, then into most cells.
    """
    lines = list(islice(filter(str.strip, StringIO(text, newline="")), SAMPLE))

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(len(record) for record in _leniently(lines, separator) if len(record) > 1)
        return max(((number, width) for width, number in widths.items()), default=(0, 0))

    def likeness(separator: str) -> int:
        headings = max((len(known(record)) for record in _leniently(lines, separator)), default=0)
        return headings if headings > 1 else 0

    return max(SEPARATORS, key=lambda separator: (likeness(separator), *evenness(separator)))


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in content[:2000]:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _has_odd_quotes(text: str, separator: str) -> bool:
    """Quotes inside of cells that only lenient reading takes; one that is never closed swallows the rest instead."""
    try:
        for _record in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return False


def _leniently(lines: list[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


def _why(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("In einer Zelle steht viel zu viel Text.")
    return _("Ein Anführungszeichen ist geöffnet und nicht wieder geschlossen.")


def _no_table() -> str:
    return _("Das ist keine Tabelle. Lesen lassen sich CSV und XLSX, mit jedem Namen.")
