"""Breaks words into lines, for drawings: SVG knows no paragraphs.

How wide a text comes out nobody knows before it is drawn, for a drawing brings no font along. Counted is with DejaVu
Sans, about the widest of the fonts that a drawing may meet, so that in any other there is room to spare. The widths
are of classes of characters, in ems, rounded up: "Rechnung verständlich" is 11.5 wide and counts as 12.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

WIDTHS = {
    "'ijlIJ": 0.3,
    " ,.·/:;\\|f-": 0.36,
    "()[]t!r": 0.42,
    'szcçLFkvxy*_?"„“”': 0.59,
    "wGDOQÖ&#+<=>~": 0.85,
    "mMW@%—…": 1.0,
}
CAPITAL, OTHER, WIDE, NONE = 0.76, 0.64, 1.3, 0.0
"""Of letters that are in no class; wide are emoji and the writing of East Asia, without width what joins others."""
BOLD = 1.13
"""How much wider bold letters are."""
SPACE = HYPHEN = 0.36

JOINER, SKINS = "\u200d", "🏻🏼🏽🏾🏿"
OF_EACH = {character: width for characters, width in WIDTHS.items() for character in characters}


@cache
def width_of(character: str) -> float:
    """How wide a character is at most, in ems."""
    if character in OF_EACH:
        return OF_EACH[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or character in SKINS:
        return NONE
    if unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So":
        return WIDE
    return CAPITAL if character.isupper() else OTHER


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    """How wide a text is at most, in ems."""
    return sum(map(width_of, text))


def lines(text: str, ems: float) -> list[str]:
    """The text in lines that are no wider; its own line ends stay, longer words break, control characters are gone."""
    return [line for paragraph in text.splitlines() for line in _filled(paragraph, ems)]


def _filled(paragraph: str, ems: float) -> Iterator[str]:
    line, taken = "", 0.0
    for word in _words(paragraph, ems):
        wide = width(word)
        if line and taken + SPACE + wide > ems:
            yield line
            line, taken = word, wide
        else:
            line, taken = f"{line} {word}".lstrip(), taken + SPACE + wide
    yield line


def _words(paragraph: str, ems: float) -> Iterator[str]:
    for word in _drawable(paragraph).split():
        yield from _pieces(word, ems) if width(word) > ems else [word]


def _pieces(word: str, ems: float) -> Iterator[str]:
    """A word that is wider than a line, in pieces, a hyphen between letters; what makes up one sign stays together."""
    piece, wide = "", HYPHEN
    for character in word:
        taken = width_of(character)
        if piece and taken and wide + taken > ems and not piece.endswith(JOINER):
            yield f"{piece}-" if piece[-1].isalpha() and character.isalpha() else piece
            piece, wide = "", HYPHEN
        piece, wide = piece + character, wide + taken
    yield piece


def _drawable(text: str) -> str:
    """Without what XML forbids: control characters, halves of characters and the two that are none."""
    return "".join(
        " " if unicodedata.category(each) in ("Cc", "Cs") or each in "\ufffe\uffff" else each for each in text
    )
