"""What people type, made fit to be kept and shown."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import ngettext

from meetings.errors import TextMissing, TextTooLong

TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
"""Marks that reverse or hide what follows them: a card could read differently from what it says."""


def cleaned(text: str) -> str:
    """The text without invisible signs and superfluous blanks; line breaks stay, one at a time."""
    lines = ("".join(map(_readable, line)) for line in TURNS_TEXT_AROUND.sub("", text).splitlines())
    words = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
    return unicodedata.normalize("NFC", words)


def fitting(text: str, *, limit: int) -> str:
    """The cleaned text. Raises TextTooLong beyond `limit` characters."""
    text = cleaned(text)
    if (surplus := len(text) - limit) > 0:
        raise TextTooLong(
            ngettext(
                "Das ist %(surplus)d Zeichen zu viel, Platz ist für %(limit)d.",
                "Das sind %(surplus)d Zeichen zu viel, Platz ist für %(limit)d.",
                surplus,
            )
            % {"surplus": surplus, "limit": limit}
        )
    return text


def required(text: str, *, limit: int, sentence: str | Promise | None = None) -> str:
    """The cleaned text. Raises TextMissing with that sentence if nothing is left of it, TextTooLong as `fitting`."""
    text = fitting(text, limit=limit)
    if not text:
        raise TextMissing(sentence)
    return text


def _readable(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc":
            return " "
        case "Cs":
            return ""
        case _:
            return sign
