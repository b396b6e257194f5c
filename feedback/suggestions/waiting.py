"""How long people wait for a first answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import ngettext

from feedback.models import Suggestion
from teams.models import Team

LOOKING_BACK = timedelta(days=365)
HOURS_TOLD = 48
"""From here on days are told."""

AT_MOST = 5000
"""Answers of a year that are reckoned with, the newest."""


@dataclass(frozen=True)
class Waiting:
    """Of suggestions made in the last 365 days: how long until the first answer, and what still has none.

    `usual` is the median and `slow` the 90th percentile of the `n` waits that ended, None where there are none.
    Those that still wait count in neither; `longest` is the oldest of them and says so.
    """

    n: int
    usual: timedelta | None
    slow: timedelta | None
    unanswered: int
    longest: Suggestion | None
    at: datetime

    @property
    def usual_words(self) -> str:
        """The median as people say it."""
        return in_words(self.usual)

    @property
    def slow_words(self) -> str:
        """The 90th percentile as people say it."""
        return in_words(self.slow)

    @property
    def longest_words(self) -> str:
        """How long the oldest one without an answer has waited."""
        return in_words(self.at - self.longest.received_at) if self.longest else ""


def of(team: Team, *, at: datetime) -> Waiting:
    """The team's waits, in three queries."""
    lately = team.suggestions.filter(received_at__gte=at - LOOKING_BACK)
    answered = lately.exclude(answered_at=None).only("received_at", "answered_at")[:AT_MOST]
    waits = sorted(each.took for each in answered if each.took is not None)
    open_ones = team.suggestions.unanswered()
    return Waiting(
        n=len(waits),
        usual=usual_of(waits),
        slow=slow_of(waits),
        unanswered=open_ones.count(),
        longest=open_ones.select_related("team").order_by("received_at", "pk").first(),
        at=at,
    )


def usual_of(waits: list[timedelta]) -> timedelta | None:
    """The median of sorted waits, the mean of the two in the middle of an even number: of 1, 3 and 9 days, 3 days."""
    if not waits:
        return None
    middle = len(waits) // 2
    return waits[middle] if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2


def slow_of(waits: list[timedelta]) -> timedelta | None:
    """The 90th percentile by nearest rank of sorted waits, the ⌈0.9·n⌉th: of 1 to 10 days, 9 days; None of none."""
    return waits[ceil(0.9 * len(waits)) - 1] if waits else None


def in_words(wait: timedelta | None) -> str:
    """A wait as it stands after "nach": 47 hours are "47 Stunden", 60 are "2 Tagen"."""
    if wait is None:
        return ""
    hours = max(wait, timedelta()) // timedelta(hours=1)
    if hours < HOURS_TOLD:
        return ngettext("%(hours)s Stunde", "%(hours)s Stunden", hours) % {"hours": hours}
    days = hours // 24
    return ngettext("%(days)s Tag", "%(days)s Tagen", days) % {"days": days}
