"""Whether complaints at a touchpoint have suddenly become more than in a usual week."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import comb
from typing import Any

from django.db.models import Count, Min, Q

from feedback.models import Feedback

A_WEEK = timedelta(days=7)
WEEKS_BEFORE = 8
FEWEST = 5
"""Complaints in the week; fewer are no rise, whatever they are compared with."""
SHORTEST = 2
"""Whole weeks in which the team has listened before; with fewer nobody knows what is usual."""
SURE = 0.01


@dataclass(frozen=True)
class Rise:
    """Complaints of the last seven days and of so many weeks before them, with the chance of so many by luck."""

    touchpoint: int
    count: int
    before: int
    weeks: int

    @property
    def chance(self) -> float:
        """See `chance_of`."""
        return chance_of(self.count, self.before, self.weeks)

    @property
    def is_sudden(self) -> bool:
        """At least five, and hardly by luck."""
        return self.count >= FEWEST and self.weeks >= SHORTEST and self.chance < SURE

    @property
    def figures(self) -> dict[str, Any]:
        """For the alert's row."""
        return {"count": self.count, "before": self.before, "weeks": self.weeks, "p": round(self.chance, 5)}


def chance_of(count: int, before: int, weeks: int) -> float:
    """The chance of `count` or more in one week after `before` in the `weeks` before it, if nothing has changed.

    Two Poisson counts with the same weekly rate: given their sum n, that of one week among weeks + 1 is binomial with
    1/(weeks + 1), so p = Σ_{i ≥ count} C(n, i) · (1/(w+1))^i · (w/(w+1))^(n−i), exact and one-sided (the conditional
    test of Przyborowski & Wilenski 1940, Biometrika 31, 313–323). 5 after none in 8 weeks: (1/9)^5 = 0.0000169.
    3 after 3 in one week, a fair coin thrown six times: 42/64 = 0.65625.

    Whoever looks again at every new voice looks many times: of a hundred quiet touchpoints more than one may still
    be called alarming in some week. The least number and one alert a week keep that small.
    """
    total, share = count + before, Fraction(1, weeks + 1)
    tail = (comb(total, i) * weeks ** (total - i) for i in range(count, total + 1))
    return float(sum(tail) * share**total)


def rises(voices: Any, touchpoints: Collection[int] | None, *, today: date) -> list[Rise]:
    """The sudden rises among a team's touchpoints, all or these, in two queries at most; by touchpoint."""
    first = today - A_WEEK + timedelta(days=1)
    start = first - WEEKS_BEFORE * A_WEEK
    negative = voices.negative().said(start, today).exclude(touchpoint=None).order_by("touchpoint")
    if touchpoints is not None:
        negative = negative.filter(touchpoint__in=touchpoints)
    counted = negative.values_list("touchpoint").annotate(
        count=Count("pk", filter=Q(said_on__gte=first)), before=Count("pk", filter=Q(said_on__lt=first))
    )
    many = [row for row in counted if row[1] >= FEWEST and chance_of(row[1], row[2], WEEKS_BEFORE) < SURE]
    return [rise for rise in _judged(many, first) if rise.is_sudden]


def _judged(rows: Iterable[tuple[int, int, int]], first: date) -> Iterator[Rise]:
    """Each with the whole weeks, at most eight, for which the team has heard anything there before."""
    rows = list(rows)
    heard = Feedback.objects.filter(touchpoint__in=[row[0] for row in rows]).order_by()
    since = dict(heard.values_list("touchpoint").annotate(Min("said_on"))) if rows else {}
    for touchpoint, count, before in rows:
        weeks = min((first - since[touchpoint]) // A_WEEK, WEEKS_BEFORE)
        if weeks >= SHORTEST:
            yield Rise(touchpoint, count, before, weeks)
