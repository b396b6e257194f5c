"""Files that people add: what they are is seen from their bytes, and they are only ever handed back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.wording import one_line

LARGEST = 2 * 1024 * 1024
"""Bytes."""

LONGEST_STEM = 100
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SEPARATORS = (b",", b";", b"\t")


@dataclass(frozen=True)
class FileType:
    """A type of file that is taken: how it is told from others, and how it is called."""

    extension: str
    content_type: str
    fits: Callable[[bytes], bool]


class KeptFile(Protocol):
    """The row that a file is kept in."""

    name: Any
    content_type: Any
    content: Any


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_workbook(content: bytes) -> bool:
    """A ZIP whose directory names a workbook; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False


def _is_table(content: bytes) -> bool:
    """Text whose first line has columns and that is no markup."""
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = text.partition(b"\n")[0]
    return not CONTROL.search(text) and not text.startswith(b"<") and any(mark in first for mark in SEPARATORS)


TYPES = (
    FileType("png", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileType("jpg", "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileType("pdf", "application/pdf", _begins(b"%PDF-")),
    FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _is_workbook),
    FileType("csv", "text/csv", _is_table),
)


def recognised(content: bytes) -> FileType:
    """What the file is, whatever it is called. Raises ValidationError for what is not taken."""
    if len(content) > LARGEST:
        raise ValidationError(_("Die Datei ist größer als 2 MB."))
    found = next((each for each in TYPES if each.fits(content)), None)
    if found is None:
        raise ValidationError(_("Das ist kein PNG, JPEG, PDF, CSV oder XLSX, auch wenn die Datei so heißt."))
    return found


class FileInput(forms.FileField):
    """A file that may be kept, told by its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = gettext_lazy("PNG, JPEG, PDF, CSV oder XLSX bis 2 MB.")
        super().__init__(**{"max_length": 255, "help_text": kinds, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any] | None:
        """The file, to be read from its beginning. Raises ValidationError for what is not taken."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file:
            if (file.size or 0) > LARGEST:
                raise ValidationError(_("Die Datei ist größer als 2 MB."))
            recognised(file.read())
            file.seek(0)
        return file


def kept_name(name: str, kind: FileType) -> str:
    """The name under which a file is kept: it says what the file is, whatever it was called."""
    stem = one_line(PurePath(name).stem)[:LONGEST_STEM] or "file"
    return f"{stem}.{kind.extension}"


def download(file: KeptFile) -> HttpResponse:
    """The file to save: no browser opens it as a page of ours."""
    return HttpResponse(
        bytes(file.content),
        content_type=file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
            "X-Content-Type-Options": "nosniff",
        },
    )
