"""How well the ready-made dictionary reads: precision and recall against comments that people have labelled.

The comments at even places of the set may be looked at while the dictionary is tuned; those at odd places are held
back and tell how well it reads what nobody has tuned it to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedback.topics import ready_made
from feedback.topics.dictionary import Entry, Meaning
from feedback.topics.reading import Reader

SET = Path(__file__).parent / "labelled" / "comments.json"
POLARITIES = ("positive", "negative", "neutral", "mixed")


@dataclass(frozen=True)
class Comment:
    """A comment with its labels, or with what the reader has found in it."""

    text: str
    polarity: str
    topics: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How often a label was found where it belongs, where it does not, and missed."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def n(self) -> int:
        """How many comments have the label."""
        return self.hits + self.missed

    @property
    def precision(self) -> float | None:
        """Of those found the share that is right, between 0 and 1; None if nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else None

    @property
    def recall(self) -> float | None:
        """Of those that have the label the share that was found; None if none has it."""
        return self.hits / self.n if self.n else None


@cache
def labelled() -> list[Comment]:
    """The whole set in its order."""
    rows = json.loads(SET.read_text())
    return [Comment(row["text"], row["polarity"], frozenset(row["topics"])) for row in rows]


def halves(comments: Sequence[Comment]) -> dict[str, Sequence[Comment]]:
    """The half that was tuned on and the half that was held back."""
    return {"tuned": comments[0::2], "held back": comments[1::2]}


def reader() -> tuple[Reader, list[str]]:
    """A reader with the ready-made dictionary alone, and the keys of its topics by their number there."""
    topics = ready_made.topics()
    entries = [
        Entry(word, language, Meaning("topic", number))
        for number, topic in enumerate(topics)
        for language, words in topic["words"].items()
        for word in words
    ]
    entries += [
        Entry(word, language, Meaning("tone", 1 if tone == "positive" else -1))
        for language, tones in ready_made.tone().items()
        for tone, words in tones.items()
        for word in words
    ]
    return Reader(entries), [topic["key"] for topic in topics]


def read(comments: Iterable[Comment]) -> list[Comment]:
    """What the reader finds in each of the texts."""
    reading, keys = reader()
    found = ((comment.text, reading.read(comment.text)) for comment in comments)
    return [Comment(text, read.polarity, frozenset(keys[number] for number in read.topics)) for text, read in found]


def by_polarity(right: Sequence[Comment], found: Sequence[Comment]) -> dict[str, Score]:
    """How each polarity fared."""
    pairs = list(zip(right, found, strict=True))
    return {one: score_of([(one == a.polarity, one == b.polarity) for a, b in pairs]) for one in POLARITIES}


def by_topic(right: Sequence[Comment], found: Sequence[Comment]) -> dict[str, Score]:
    """How each topic fared, by its key."""
    pairs, keys = list(zip(right, found, strict=True)), [topic["key"] for topic in ready_made.topics()]
    return {key: score_of([(key in a.topics, key in b.topics) for a, b in pairs]) for key in keys}


def score_of(pairs: Sequence[tuple[bool, bool]]) -> Score:
    """The score over comments, each given by whether it has the label and whether it was found to."""
    return Score(pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))


def micro(scores: Iterable[Score]) -> Score:
    """All labels together, each comment counted as often as it has labels."""
    return sum(scores, Score())


def macro(scores: Iterable[Score]) -> tuple[float, float]:
    """Precision and recall in the mean over the labels that occur; one that is never found has a precision of 0."""
    there = [score for score in scores if score.n]
    return (
        sum(score.precision or 0 for score in there) / len(there),
        sum(score.recall or 0 for score in there) / len(there),
    )
