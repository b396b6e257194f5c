"""A team's dictionary made ready for reading: which words and phrases of a text mean what.

How a term is written says where it is found. A word is found in all its inflections. With a hyphen behind it
("Liefer-") it is what longer words begin with, with one before it ("-termin") what they end with. A word of a topic
that is long enough is found in compounds anyway; one that praises or complains is not, for "unfreundlich" is no praise.
A long word is found even with a slip of the pen in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from feedback.topics.words import COMMON, ENGLISH, GERMAN, Word, each_of, is_slip, plain, stem, without_one, words_of

LANGUAGES = (GERMAN, ENGLISH)
SHORTEST_PART = 3
"""Letters that the beginning or the end of a word must have to be looked for."""
COMPOUND_FROM = 6
"""Letters from which a topic's word is looked for within longer words."""
SLIP_FROM = 7
"""Letters from which a slip of the pen still leaves no doubt about the word."""
FILLERS = each_of("sehr so ganz echt wirklich richtig total mal ja mir uns auch very really so quite")
"""Words that may stand within a phrase without changing it."""


class Meaning(NamedTuple):
    """What a term stands for: `kind` is "topic", "touchpoint" or "tone", `key` the row's number, or 1 and −1."""

    kind: str
    key: int


class Entry(NamedTuple):
    """A term as it was written; an empty language means any."""

    text: str
    language: str
    meaning: Meaning


class Hit(NamedTuple):
    """A term found in a text: the places of its first and last word there."""

    first: int
    last: int
    meaning: Meaning


class Lexicon:
    """The terms of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        self._whole: dict[str, set[Meaning]] = defaultdict(set)
        self._stems: dict[str, set[Meaning]] = defaultdict(set)
        self._beginnings: dict[str, set[Meaning]] = defaultdict(set)
        self._endings: dict[str, set[Meaning]] = defaultdict(set)
        self._slips: dict[str, set[tuple[str, Meaning]]] = defaultdict(set)
        self.meanings = lru_cache(maxsize=20_000)(self._meanings)

    def add(self, entry: Entry) -> None:
        """Take in a term."""
        text = entry.text.strip()
        parts = [word.small for word in words_of(text)]
        if len(parts) == 1:
            self._add_word(parts[0], entry.meaning, is_beginning=text.endswith("-"), is_ending=text.startswith("-"))
        elif parts:
            stems = tuple(stem(part, self.language) for part in parts)
            self.phrases[stems[0]].append((stems, entry.meaning))

    def _add_word(self, word: str, meaning: Meaning, *, is_beginning: bool, is_ending: bool) -> None:
        root = plain(word)
        if is_beginning and len(root) >= SHORTEST_PART:
            self._beginnings[root].add(meaning)
        if is_ending and len(root) >= SHORTEST_PART:
            self._endings[plain(stem(word, self.language))].add(meaning)
        if is_beginning or is_ending:
            return
        self._whole[word].add(meaning)
        self._stems[stem(word, self.language)].add(meaning)
        for part in (root, plain(stem(word, self.language))):
            if meaning.kind != "tone" and self.language == GERMAN and len(part) >= COMPOUND_FROM:
                self._beginnings[part].add(meaning)
                self._endings[part].add(meaning)
        if len(root) >= SLIP_FROM:
            for rest in without_one(root):
                self._slips[rest].add((root, meaning))

    def _meanings(self, word: str) -> frozenset[Meaning]:
        """What one word in small letters can mean."""
        root, ending = plain(word), plain(stem(word, self.language))
        found = self._whole.get(word, set())
        if word in COMMON[self.language]:
            return frozenset(found)
        found = found or self._stems.get(stem(word, self.language), set())
        for size in range(SHORTEST_PART, len(root) + 1):
            found = found | self._beginnings.get(root[:size], set())
        for written in {root, ending}:
            for start in range(len(written) - SHORTEST_PART + 1):
                found = found | self._endings.get(written[start:], set())
        return frozenset(found or self._nearly(root))

    def _nearly(self, root: str) -> set[Meaning]:
        if len(root) < SLIP_FROM:
            return set()
        alike = {pair for rest in without_one(root) for pair in self._slips.get(rest, ())}
        return {meaning for other, meaning in alike if other[0] == root[0] and is_slip(root, other)}


class Dictionary:
    """All terms of a team, by language."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lexicons = {language: Lexicon(language) for language in LANGUAGES}
        for entry in entries:
            for language in self._languages_of(entry):
                self._lexicons[language].add(entry)

    @staticmethod
    def _languages_of(entry: Entry) -> Sequence[str]:
        has_letters = any(sign.isalnum() for sign in entry.text)
        return [entry.language] if entry.language in LANGUAGES and has_letters else LANGUAGES

    def hits(self, words: Sequence[Word], languages: Sequence[str]) -> list[Hit]:
        """What the dictionary finds, phrases before what their words mean alone, in order."""
        found: set[Hit] = set()
        for language in languages:
            lexicon = self._lexicons[language]
            stems = [stem(word.small, language) for word in words]
            for at, word in enumerate(words):
                found |= {Hit(at, at, meaning) for meaning in lexicon.meanings(word.small)}
                for phrase, meaning in lexicon.phrases.get(stems[at], ()):
                    last = _end_of(phrase, stems, at)
                    if last is not None:
                        found.add(Hit(at, last, meaning))
        return _longest(found)


def _end_of(phrase: tuple[str, ...], stems: Sequence[str], start: int) -> int | None:
    """Where a phrase that begins there ends, with at most one filler between two of its words; None if it does not."""
    at = start
    for part in phrase[1:]:
        at += 1
        if at < len(stems) and stems[at] != part and stems[at] in FILLERS:
            at += 1
        if at >= len(stems) or stems[at] != part:
            return None
    return at


def _longest(hits: set[Hit]) -> list[Hit]:
    """Without those that lie within a longer one of their kind, for "kein Problem" is no problem."""
    kept: list[Hit] = []
    taken: set[tuple[str, int]] = set()
    for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first, hit.meaning)):
        kind = "tone" if hit.meaning.kind == "tone" else f"{hit.meaning.kind} {hit.meaning.key}"
        places = {(kind, at) for at in range(hit.first, hit.last + 1)}
        if not places & taken:
            kept.append(hit)
            taken |= places
    return sorted(kept)


@lru_cache(maxsize=16)
def compiled(entries: tuple[Entry, ...]) -> Dictionary:
    """The dictionary of these terms, kept while a process needs it: it changes when a term does."""
    return Dictionary(entries)
