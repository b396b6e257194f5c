"""The words of tone as a dictionary shows them: one letter at a time, or by a part of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from feedback.models import ToneWord

OTHERS = "#"
"""Under this stands what begins with a digit, an emoji or another sign."""

FEW = 60
"""Up to so many words stand on one page."""


@dataclass(frozen=True)
class Shown:
    """The words on the page: those that hold `sought`, else those of one of the letters, else all."""

    words: Sequence[ToneWord]
    letters: Sequence[str] = ()
    letter: str = ""
    sought: str = ""


def shown(words: Iterable[ToneWord], *, letter: str, sought: str) -> Shown:
    """What is asked for of the words of one language; what makes no sense leads to the first letter."""
    spelled = sorted(words, key=lambda word: _plain(word.text))
    if sought:
        part = _plain(sought)
        return Shown([word for word in spelled if part in _plain(word.text)], sought=sought)
    if len(spelled) <= FEW:
        return Shown(spelled)
    letters = sorted({letter_of(word.text) for word in spelled}, key=lambda each: (each == OTHERS, each))
    at = letter if letter in letters else letters[0]
    return Shown([word for word in spelled if letter_of(word.text) == at], letters, at)


def letter_of(text: str) -> str:
    """The letter under which a word stands, "A" to "Z"; an umlaut stands with its vowel, "-ärger" under A."""
    first = _plain(text.lstrip("-"))[:1].upper()
    return first if "A" <= first <= "Z" else OTHERS


def _plain(text: str) -> str:
    """Without capitals and without the dots of umlauts."""
    return "".join(sign for sign in normalize("NFD", text.casefold()) if not "\u0300" <= sign <= "\u036f")
