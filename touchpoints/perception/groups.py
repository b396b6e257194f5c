"""Which staff groups are shown apart, so that nobody's answer can be worked out from what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchpoints.measuring.formulas import SMALL_GROUP, spread_of

type Answers = Counter[tuple[int, int]]
"""How many people gave which importance and performance."""

REST = ""
"""The name under which small groups stand together, and those who named none."""


@dataclass(frozen=True)
class Mean:
    """The mean of ratings from 1 to 5, their standard deviation and how many there are."""

    value: float
    spread: float
    n: int

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> Mean:
        """Out of ratings counted by step. ValueError without any."""
        value, spread, n = spread_of(counts)
        return cls(value, spread or 0.0, n)


@dataclass(frozen=True)
class Group:
    """What a staff group thinks of a touchpoint; `REST` is everyone who is not shown apart."""

    name: str
    called: str | Promise
    importance: Mean
    performance: Mean

    @classmethod
    def of(cls, name: str, answers: Answers, *, alone: bool = False) -> Group:
        """Out of the answers of its people; `alone` if no other group stands beside it."""
        importance: Counter[int] = Counter()
        performance: Counter[int] = Counter()
        for (important, good), count in answers.items():
            importance[important] += count
            performance[good] += count
        rest = _("Alle") if alone else _("Übrige")
        return cls(name, name or rest, Mean.of(importance), Mean.of(performance))

    @property
    def n(self) -> int:
        """How many people answered."""
        return self.performance.n


def shown_apart(answers: Mapping[str, Answers]) -> dict[str, Answers]:
    """The answers by group as they may be shown: every group has five people at least, `REST` too.

    What is shown sums up to the total. So a single small group would stand in the open as the difference: the smallest
    of the others is put to it until five are together. Where that is never so, nothing is shown.
    """
    shown = {name: counts for name, counts in answers.items() if name != REST and counts.total() >= SMALL_GROUP}
    rest: Answers = Counter()
    for name, counts in answers.items():
        if name not in shown:
            rest += counts
    while shown and 0 < rest.total() < SMALL_GROUP:
        rest += shown.pop(min(shown, key=lambda name: (shown[name].total(), name)))
    if 0 < rest.total() < SMALL_GROUP:
        return {}
    by_name = {name: shown[name] for name in sorted(shown, key=str.casefold)}
    return {**by_name, REST: rest} if rest else by_name
