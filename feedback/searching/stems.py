"""What words have in common in all their inflections: "Rechnungen" and "rechnung" are one, "Häuser" and "Haus" too.

SQLite's index is made of these; PostgreSQL has the same stemmer built in.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
MOST_ASKED = 12
"""Words of one search; who asks for more has narrowed it down already."""
LONGEST = 80
"""Letters of a word that count."""

_german = snowballstemmer.stemmer("german")
_one_at_a_time = Lock()
"""The stemmer keeps the word that it is at in itself."""


def words(text: str) -> list[str]:
    """The words of a text in small letters, without any sign that means something to a search."""
    return [word[:LONGEST] for word in WORD.findall(unicodedata.normalize("NFC", text).lower())]


def asked(text: str) -> list[str]:
    """The words that somebody searches for, each once."""
    return list(dict.fromkeys(words(text)))[:MOST_ASKED]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What is left of a word in small letters without its endings."""
    with _one_at_a_time:
        return _german.stemWord(word)


def stems(text: str | None) -> str:
    """The stems of a text with blanks between them, as SQLite's index keeps them."""
    return " ".join(map(stem, words(text or "")))
