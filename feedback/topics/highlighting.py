"""A voice's text in pieces, so that the words that led to something can be shown where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Piece(NamedTuple):
    """A part of a text; `kind` is empty for what is not highlighted."""

    text: str
    kind: str


def pieces(text: str, words: Mapping[str, Iterable[str]]) -> list[Piece]:
    """The text cut up at the words of each kind; where two kinds share a word, the first has it."""
    kinds = {word: kind for kind, of_kind in reversed(list(words.items())) for word in of_kind if word}
    if not kinds:
        return [Piece(text, "")]
    longest_first = sorted(kinds, key=len, reverse=True)
    found = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    cut = (Piece(part, kinds[part] if at % 2 else "") for at, part in enumerate(found.split(text)))
    return [piece for piece in cut if piece.text]
