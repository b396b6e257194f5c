"""How many voices there are, about what and where: complaints and praise, each for itself.

A side is reckoned alone and shown alone. There is no figure over both, neither a sum nor a difference: what delights
one customer does not make up for what annoyed another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F

from feedback.models import Feedback, Mark, Polarity
from feedback.models.voice import FeedbackQuerySet
from feedback.workspaces.trend_picture import TrendPicture
from feedback.workspaces.window import Window
from teams.models import Team

MOST = 8
"""Topics, reasons and touchpoints that are shown, the most frequent first."""

LOOKED_INTO = 5000
"""Of about how many of a side's newest voices topics and touchpoints are counted; the page says of how many."""


type Row = tuple[date, int | None, int]
"""A day, a reason if there is one, and how many voices."""


@dataclass(frozen=True)
class Line:
    """A topic, reason or touchpoint: how many voices of one side speak of it, and how that went."""

    pk: int
    name: str
    count: int
    trend: TrendPicture | None = None
    share: int = 0
    """Of the longest bar beside it, in percent."""


@dataclass(frozen=True)
class Side:
    """One side within a window.

    `count` is the n of the trend and the reasons, `looked_into` that of topics and touchpoints; a voice may speak of
    several topics.
    """

    polarity: Polarity
    count: int
    trend: TrendPicture
    reasons: Sequence[Line]
    looked_into: int
    topics: Sequence[Line]
    touchpoints: Sequence[Line]

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return self.looked_into < self.count


def side(team: Team, polarity: Polarity, when: Window) -> Side:
    """The figures of one side; six queries, each out of one index."""
    voices = Feedback.objects.filter(team=team, polarity=polarity).said(when.first, when.last).order_by()
    rows: Any = voices.values_list("said_on", "reason").annotate(n=Count("pk"))
    counted = list(rows)
    trend, reasons = _trends(counted, when)
    since, looked_into = _newest(counted, when)
    newest = voices.filter(said_on__gte=since)
    return Side(
        polarity,
        sum(trend.counts),
        trend,
        _reasons(team, reasons),
        looked_into,
        _topics(team, newest),
        _touchpoints(team, newest),
    )


def _trends(rows: Sequence[Row], when: Window) -> tuple[TrendPicture, dict[int, TrendPicture]]:
    """How many in each period: of all, and by reason."""
    of_all, by_reason = [0] * len(when.starts), defaultdict[int, list[int]](lambda: [0] * len(when.starts))
    for day, reason, count in rows:
        place = when.place(day)
        of_all[place] += count
        if reason:
            by_reason[reason][place] += count
    names = tuple(when.names)
    drawn = {reason: TrendPicture(tuple(counts), names) for reason, counts in by_reason.items()}
    return TrendPicture(tuple(of_all), names), drawn


def _newest(rows: Sequence[Row], when: Window) -> tuple[date, int]:
    """Since which day on there are as many voices as are looked into, and how many; whole days, at least one."""
    by_day = Counter[date]()
    for day, _reason, count in rows:
        by_day[day] += count
    since, found = when.last, 0
    for day in sorted(by_day, reverse=True):
        if found and found + by_day[day] > LOOKED_INTO:
            break
        since, found = day, found + by_day[day]
    return since, found


def _reasons(team: Team, trends: Mapping[int, TrendPicture]) -> list[Line]:
    names = dict(team.reasons.filter(pk__in=trends).values_list("pk", "name"))
    return _longest_first({pk: sum(trend.counts) for pk, trend in trends.items()}, names, trends)


def _touchpoints(team: Team, voices: FeedbackQuerySet) -> list[Line]:
    """Without the plus SQLite would go through the voices of every touchpoint, one after the other."""
    said: Any = voices.exclude(touchpoint=None).annotate(place=F("touchpoint") + 0).values_list("place")
    counts: dict[int, int] = dict(said.annotate(n=Count("pk")))
    most = dict(sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:MOST])
    return _longest_first(most, dict(team.touchpoints.filter(pk__in=most).values_list("pk", "name")))


def _topics(team: Team, voices: FeedbackQuerySet) -> list[Line]:
    marks: Any = Mark.objects.filter(feedback__in=voices.values("pk")).order_by().values_list("topic")
    names = dict(team.topics.values_list("pk", "name"))
    return _longest_first(dict(marks.annotate(n=Count("pk"))) if names else {}, names)


def _longest_first(
    counts: Mapping[int, int], names: Mapping[int, str], trends: Mapping[int, TrendPicture] | None = None
) -> list[Line]:
    ordered = sorted((pk for pk in counts if pk in names), key=lambda pk: (-counts[pk], names[pk]))[:MOST]
    longest = counts[ordered[0]] if ordered else 1
    return [
        Line(pk, names[pk], counts[pk], (trends or {}).get(pk), round(100 * counts[pk] / longest)) for pk in ordered
    ]
