"""The follow-through rate: how much of what was promised for a day was done by that day.

    follow-through = done on or before the day promised first / all that was promised for a day in the window

The day promised first (`promised_on`) never moves, so that postponing changes nothing, and the day done is the team's.
What was dropped was promised too: it stays in the denominator and stands beside it, or dropping would polish the rate.
Actions whose promised day is still to come, and today's, are not counted yet. Every rate has its n and the Wilson 95 %
interval (`touchpoints.measuring.formulas.rate`): 14 of 20 give 70 % with 48.1 to 85.5.

Of fewer than five no rate is shown, for it would say nothing. That hides nothing: unlike people's answers, every action
is open to the whole team, so it does no harm that the few can be reckoned from the total and the other groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from actions.figures.local_day import LocalDay
from actions.figures.window import Period, Step, Window, back, periods
from actions.models import OPEN, ActionQuerySet, Outcome, Status
from teams.models import Team, User
from touchpoints.measuring.formulas import SMALL_GROUP, Estimate, rate

AROUND = timedelta(days=3 * 366)
"""How long before and after the window the changes of the clocks are known to the day on which something was done."""


class Side(TextChoices):
    """What rates are told apart by; never people."""

    DEPARTMENT = "department", _("Bereich")
    TOUCHPOINT = "touchpoint", _("Kontaktpunkt")
    PLAN = "plan", _("Plan")


@dataclass(frozen=True)
class Tally:
    """What became of actions promised for a day in the window; `in_time` are done by then."""

    decided: int = 0
    in_time: int = 0
    late: int = 0
    dropped: int = 0
    open: int = 0
    name: str = ""

    @property
    def is_few(self) -> bool:
        """Too few to say anything: one of three says more about the three than about the team."""
        return self.decided < SMALL_GROUP

    @property
    def rate(self) -> Estimate | None:
        """In percent with its interval; None for few."""
        return None if self.is_few else rate(self.in_time, self.decided)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.decided + other.decided,
            self.in_time + other.in_time,
            self.late + other.late,
            self.dropped + other.dropped,
            self.open + other.open,
            self.name,
        )


@dataclass(frozen=True)
class Followed:
    """What the follow-ups whose day has come brought: asked, answered, and the answers by outcome."""

    asked: int
    answered: int
    outcomes: Mapping[str, int]

    @property
    def rate(self) -> Estimate | None:
        """Share of those answered, in percent; None for few."""
        return None if self.asked < SMALL_GROUP else rate(self.answered, self.asked)

    @property
    def told(self) -> list[tuple[str, int]]:
        """How often each outcome was found, by its name."""
        return [(str(outcome.label), self.outcomes.get(outcome, 0)) for outcome in Outcome]


@dataclass(frozen=True)
class FollowThrough:
    """All figures of a window. `median_late` is in days after the promised one, below zero before it."""

    window: Window
    total: Tally
    by: Mapping[Side, list[Tally]]
    postponed: int
    median_late: float | None
    followed: Followed
    own: Tally = field(default_factory=Tally)

    @property
    def postponed_rate(self) -> Estimate | None:
        """Share of those whose last day is not the one promised first, in percent; None for few."""
        return None if self.total.is_few else rate(self.postponed, self.total.decided)


def follow_through(*, team: Team, person: User, months: int, today: date) -> FollowThrough:
    """The figures of the last so many months; `own` is for the eyes of that person alone. Seven queries."""
    window = back(today, months)
    due = promised_in(team, window)
    by = {side: tallies(due, side) for side in Side}
    return FollowThrough(
        window,
        sum(by[Side.DEPARTMENT], Tally()),
        by,
        due.exclude(due_on=F("promised_on")).count(),
        median_late(due),
        followed(team, window),
        _tally(due.of(person).aggregate(**_counts())),
    )


def tally_of(team: Team, window: Window) -> Tally:
    """What became of all that was promised for a day in the window; one query."""
    return _tally(promised_in(team, window).aggregate(**_counts()))


def promised_in(team: Team, window: Window) -> ActionQuerySet:
    """The actions promised for a day in the window, with the team's day on which each was done, `done_on`."""
    due: ActionQuerySet = team.actions.filter(promised_on__range=(window.first, window.last))
    done_on = LocalDay("done_at", tzinfo=team.zone, first=window.first - AROUND, last=window.last + AROUND)
    return due.annotate(done_on=done_on)


def tallies(due: ActionQuerySet, side: Side) -> list[Tally]:
    """A tally for each department, touchpoint or plan, that of most actions first; what has none comes last."""
    name = f"{side}__name"
    rows: Any = due.order_by().values(side.value, name).annotate(**_counts())
    found = [_tally(row, row[name] or "") for row in rows]
    return sorted(found, key=lambda tally: (not tally.name, -tally.decided, tally.name))


def trend(*, team: Team, today: date, step: Step | None = None) -> list[tuple[Period, Tally]]:
    """The rate of each month or quarter of the last year; without a step by months, if half of them have enough."""
    months = periods(today, Step.MONTH)
    quarters = periods(today, Step.QUARTER)
    whole = Window(min(months[0].first, quarters[0].first), months[-1].last)
    rows: Any = promised_in(team, whole).order_by().values("promised_on").annotate(**_counts())
    by_day = {row["promised_on"]: _tally(row) for row in rows}
    if step is None:
        few = sum(_within(by_day, month).is_few for month in months)
        step = Step.MONTH if few <= len(months) // 2 else Step.QUARTER
    chosen = months if step == Step.MONTH else quarters
    return [(period, _within(by_day, period)) for period in chosen]


def median_late(due: ActionQuerySet) -> float | None:
    """Median of the days from the promised one to the one on which it was done; None where nothing was done.

    Days 0, 0, 1, 4 give 0.5.
    """
    done: Any = due.filter(status=Status.DONE, done_at__isnull=False).order_by()
    delays = Counter[int]()
    for promised_on, done_on, count in done.values_list("promised_on", "done_on").annotate(count=Count("pk")):
        delays[(done_on - promised_on).days] += count
    return _median(sorted(delays.items()))


def followed(team: Team, window: Window) -> Followed:
    """What came of the follow-ups whose day lies in the window; what was dropped is not asked about."""
    asked = team.actions.filter(follow_up_on__range=(window.first, window.last)).exclude(status=Status.DROPPED)
    outcomes: Any = asked.order_by().values_list("outcome").annotate(count=Count("pk"))
    counted = dict(outcomes)
    return Followed(sum(counted.values()), sum(counted.values()) - counted.pop("", 0), counted)


def _tally(row: Any, name: str = "") -> Tally:
    late = row["done"] - row["in_time"]
    return Tally(row["decided"], row["in_time"], late, row["dropped"], row["open"], name)


def _counts() -> dict[str, Count]:
    """What is counted; what is late is the rest of what is done."""
    done = Q(status=Status.DONE)
    in_time = Q(done_on__lte=F("promised_on"))
    return {
        "decided": Count("pk"),
        "in_time": Count("pk", filter=done & in_time),
        "done": Count("pk", filter=done),
        "dropped": Count("pk", filter=Q(status=Status.DROPPED)),
        "open": Count("pk", filter=Q(status__in=OPEN)),
    }


def _within(by_day: Mapping[date, Tally], period: Period) -> Tally:
    return sum((tally for day, tally in by_day.items() if period.first <= day <= period.last), Tally())


def _median(delays: Sequence[tuple[int, int]]) -> float | None:
    total = sum(count for _days, count in delays)
    if not total:
        return None
    middle = [_at(delays, (total - 1) // 2), _at(delays, total // 2)]
    return sum(middle) / 2


def _at(delays: Sequence[tuple[int, int]], place: int) -> int:
    """The delay at that place of all delays in order."""
    for days, count in delays:
        if place < count:
            return days
        place -= count
    raise IndexError(place)
