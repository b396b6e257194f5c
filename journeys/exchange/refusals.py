"""What a file meets on its way in, as sentences for the person who brought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_TOLD = 100
"""Problems of one file that are looked for; whoever has mended those tries again."""


@dataclass(frozen=True)
class Problem:
    """What keeps a file out: where it stands, as people find it there, and a sentence in the reader's language."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Unfit(Exception):
    """There is no journey in the file, or not all of it can be read; `problems` are in the file's order."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: Sequence[Problem] = problems


class TooMany(Exception):
    """Nobody reads more problems than have been found."""


def unfit(sentence: str, place: str = "") -> Unfit:
    """The refusal of a file for one reason."""
    return Unfit(Problem(place, sentence))
