"""Reads XLSX, with bounds on what it unpacks to; says of its relatives how they can be saved instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from touchpoints.exchange.refusals import Unreadable

ZIP, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes that a workbook may unpack to; one of 5,000 rows has half of that."""
MAX_PARTS = 500
MAX_TAGS = 2_500_000
"""Opening and closing ones in all parts; each costs many times its bytes once it is read."""


def looks_like_one(content: bytes) -> bool:
    """Whether the file is a workbook or pretends to be one."""
    return content.startswith((ZIP, OLD_OFFICE))


def records(content: bytes, *, columns: int) -> Iterator[list[str]]:
    """The rows of the first visible sheet, empty ones too, up to so many columns. Raises Unreadable."""
    unpacked = _unpacked(content)
    try:
        book = load_workbook(unpacked, read_only=True, data_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()  # what a file says about its size is often wrong
        for values in sheet.iter_rows(max_col=columns, values_only=True):
            yield [_words(value) for value in values]
    except Exception as error:  # a broken workbook breaks openpyxl in a hundred ways
        raise Unreadable(_damaged()) from error


def _unpacked(content: bytes) -> BytesIO:
    """The same archive without compression: openpyxl finds no more in it than was counted here. Raises Unreadable."""
    if content.startswith(OLD_OFFICE):
        raise Unreadable(_protected() if ENCRYPTED in content else _old_format())
    try:
        archive = ZipFile(BytesIO(content))
        _check(archive.infolist())
        bodies = [(part.filename, _body(archive, part)) for part in archive.infolist()]
    except Unreadable:
        raise
    except Exception as error:  # a broken archive breaks zipfile in as many ways
        raise Unreadable(_damaged()) from error
    if sum(body.count(b"<") for _name, body in bodies) > MAX_TAGS:
        raise Unreadable(_too_much())
    unpacked = BytesIO()
    with ZipFile(unpacked, "w", ZIP_STORED) as target:
        for name, body in bodies:
            target.writestr(name, body)
    return unpacked


def _check(parts: list[ZipInfo]) -> None:
    """Look at the archive's list of contents before anything is unpacked."""
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_protected())
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Unreadable(_("Das ist kein XLSX. Die Tabellenkalkulation kann die Datei als XLSX oder CSV speichern."))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(_too_much())
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise Unreadable(_damaged())


def _body(archive: ZipFile, part: ZipInfo) -> bytes:
    """The part, unpacked no further than it says it goes. Raises Unreadable if it goes further."""
    with archive.open(part) as file:
        body = file.read(part.file_size + 1)
    if len(body) > part.file_size:
        raise Unreadable(_damaged())
    return body


def _words(value: Any) -> str:
    """What the spreadsheet shows in a cell, in the reader's language."""
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nein")
        case float():
            return _number(value)
        case datetime() if value.time() != time():
            return date_format(value, "SHORT_DATETIME_FORMAT")
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _number(value: float) -> str:
    """Without a point for whole numbers; never three places behind it, which would read as thousands."""
    if value.is_integer():
        return str(int(value))
    words = repr(value)
    return f"{words}0" if words[-4:-3] == "." else words


def _too_much() -> str:
    return _("Entpackt ist die Datei viel zu groß. Als CSV gespeichert passt sie meistens.")


def _damaged() -> str:
    return _("Die Datei ist beschädigt oder kein echtes XLSX. Neu gespeichert lässt sie sich meistens lesen.")


def _protected() -> str:
    return _("Die Datei ist mit einem Passwort geschützt. Ohne Passwort gespeichert lässt sie sich lesen.")


def _old_format() -> str:
    return _("Das ist das alte Excel-Format (XLS). Als XLSX oder CSV gespeichert lässt sich die Datei lesen.")
