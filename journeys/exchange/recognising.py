"""Tells by its content what was brought, whatever its name says, and reads it."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from journeys.exchange.json_in import Found, read_json
from journeys.exchange.mermaid_in import is_mermaid, read_mermaid
from journeys.exchange.refusals import unfit
from journeys.exchange.table_in import read_table
from teams.files import LARGEST
from touchpoints.exchange import workbooks
from touchpoints.exchange.refusals import Unreadable
from touchpoints.exchange.text_files import decoded

MOST_KEPT = LARGEST - 64 * 1024
"""Bytes of a journey that travels in a form, beside which other fields stand."""
BEGINNINGS_OF_JSON = ("{", "[")


def read_file(content: bytes) -> Found:
    """The journey in a file. Raises Unfit."""
    if len(content) > LARGEST:
        raise unfit(too_large())
    if workbooks.looks_like_one(content):
        return _portable(read_table(content))
    try:
        text = decoded(content)
    except Unreadable as why:
        raise unfit(_("Das ist kein Text. Lesen lassen sich CSV, XLSX, JSON und Mermaid.")) from why
    return read_text(text)


def read_text(text: str) -> Found:
    """The journey in a text, be it JSON, Mermaid or a table. Raises Unfit."""
    if not text.strip():
        raise unfit(_("Da steht nichts."))
    if text.lstrip("\ufeff \t\r\n").startswith(BEGINNINGS_OF_JSON):
        return _portable(read_json(text.removeprefix("\ufeff")))
    if is_mermaid(text):
        return _portable(read_mermaid(text))
    return _portable(read_table(text.encode(errors="replace")))


def as_text(found: Found) -> str:
    """The journey as short as JSON can be, to travel in a form and to be read again."""
    return json.dumps(found.document, ensure_ascii=False, separators=(",", ":"))


def too_large() -> str:
    """What is said about a file above the limit."""
    return _("Die Datei ist größer als 2 MB.")


def _portable(found: Found) -> Found:
    if len(as_text(found).encode(errors="replace")) > MOST_KEPT:
        raise unfit(_("Die Journey ist größer als 2 MB."))
    return found
