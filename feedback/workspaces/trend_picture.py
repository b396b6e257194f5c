"""Counts along time as a picture: a bar for each period. Lengths are in units of the drawing; y runs downwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH, HEIGHT, FOOT = 264, 64, 60
STEP, BAR, LOWEST = 22, 16, 2


@dataclass(frozen=True)
class Bar:
    """One period as drawn."""

    x: int
    y: int
    height: int
    words: str


@dataclass(frozen=True)
class TrendPicture:
    """How many in each period, oldest first, with the periods' names; the highest bar fills the height."""

    counts: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def highest(self) -> int:
        """The most in one period."""
        return max(self.counts, default=0)

    @property
    def bars(self) -> list[Bar]:
        """One for each period in which there were any."""
        rows = enumerate(zip(self.counts, self.names, strict=True))
        return [self._bar(place, count, name) for place, (count, name) in rows if count]

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The same for a table."""
        return list(zip(self.names, self.counts, strict=True))

    @property
    def in_words(self) -> str:
        """The same in a sentence."""
        said = {"all": ", ".join(map(str, self.counts)), "first": self.names[0], "last": self.names[-1]}
        return _("Von %(first)s bis %(last)s: %(all)s") % said

    def _bar(self, place: int, count: int, name: str) -> Bar:
        height = max(round(count / self.highest * (FOOT - 4)), LOWEST)
        return Bar(place * STEP + (STEP - BAR) // 2, FOOT - height, height, f"{name}: {count}")
