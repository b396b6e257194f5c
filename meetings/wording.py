"""What people type in a round has to be there and has to fit."""

from django.utils.functional import Promise
from django.utils.translation import ngettext

from meetings.errors import TextMissing, TextTooLong
from teams.wording import cleaned


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
