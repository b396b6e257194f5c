"""A text in words, as the dictionary compares them: without inflections, and with what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

from feedback.searching import stems

GERMAN, ENGLISH = "de", "en"
LONGEST = 80
"""Letters of a word that count."""

SIGNS = re.compile(
    r"(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
    r"|(?P<quote>[\"„“”«»])"
    r"|(?P<emoji>[\U0001F1E6-\U0001FAFF\u2600-\u27BF\u2B50\u2B55])"
    r"|(?P<end>[.!?;:,…\n()–—])"
)
APOSTROPHES = re.compile("['’]")
PLAIN = str.maketrans("äöü", "aou")
SPELLED_OUT = re.compile(r"(?<![aeq])(?:ae|oe|ue)")


def each_of(words: str) -> frozenset[str]:
    """Words that are written one after the other."""
    return frozenset(words.split())


COMMON = {
    GERMAN: each_of(
        "der die das den dem des und ist nicht ich ein eine einen einer zu mit auf für es von sich im am um war auch "
        "wie wird bei noch nach mir mich wir sie ihr ihre mein meine aber oder wenn nur schon sehr immer wieder alles "
        "alle waren kein keine hat habe haben wurde bin sind kann man beim zum zur hier da dann doch nichts keiner"
    ),
    ENGLISH: each_of(
        "the and is not to with on for it of after me my we you your but or if only very always again all no has have "
        "had been this that they were are do does at as"
    ),
}
"""Small words by which a language is known; they mean nothing by themselves."""

_english = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()
"""The stemmer keeps the word that it is at in itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or emoji of a text: how it is written, in small letters, where, and in which clause it stands."""

    text: str
    small: str
    start: int
    end: int
    clause: int
    is_quoted: bool


def words_of(text: str) -> list[Word]:
    """The words and emoji of a text in order."""
    found: list[Word] = []
    clause, is_quoted, quotes = 0, False, 0
    for sign in SIGNS.finditer(text):
        match sign.lastgroup:
            case "word" | "emoji":
                found.append(Word(sign[0], small(sign[0]), sign.start(), sign.end(), clause, is_quoted))
            case "quote":
                quotes += 1
                is_quoted = quotes % 2 == 1
            case _:
                clause += 1
    return found


def small(word: str) -> str:
    """A word in small letters, "geht's" as "gehts" and "Straße" as "strasse"."""
    return APOSTROPHES.sub("", word).casefold()[:LONGEST]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What is left of a word in small letters without its endings."""
    if language == GERMAN:
        return stems.stem(word)
    with _one_at_a_time:
        return _english.stemWord(word)


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word in small letters without dots on its vowels, however they were typed: "fuer" and "für" are one."""
    return SPELLED_OUT.sub(lambda vowels: vowels[0][0], word).translate(PLAIN)


def without_one(word: str) -> set[str]:
    """The word, and all that is left if one of its letters is missing: two that share one differ by a slip or two."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def is_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two in wrong order, make the one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
