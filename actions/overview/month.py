"""A month of the plans: what starts, what is due, what is asked about, and the rounds."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, F, TextChoices, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet, Status
from actions.overview import rounds
from actions.overview.rounds import RoundOn
from teams.models import Team
from teams.working_days import is_working_day

TYPED = re.compile(r"(\d{4})-(\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_A_DAY = 4
"""What a day shows before the rest is one click away."""


class Kind(TextChoices):
    """Why an action stands on a day."""

    DUE = "due", _("fällig")
    FOLLOW_UP = "follow_up", _("Folgetermin")
    START = "start", _("beginnt")

    @property
    def field(self) -> str:
        """Where the day stands."""
        return {Kind.DUE: "due_on", Kind.FOLLOW_UP: "follow_up_on", Kind.START: "starts_on"}[self]


@dataclass(frozen=True)
class Entry:
    """An action on a day."""

    kind: Kind
    action: Action


@dataclass
class Day:
    """A day of the grid with what is on; `count` counts the actions that are shown and those that find no room."""

    day: date
    in_month: bool
    is_today: bool
    is_free: bool
    rounds: list[RoundOn] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    count: int = 0

    @property
    def shown(self) -> list[Entry]:
        """As many as there is room for; the rounds need some of it."""
        return self.entries[: max(1, MOST_A_DAY - len(self.rounds))]

    @property
    def beyond(self) -> int:
        """How many actions more there are."""
        return self.count - len(self.shown)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on."""
        return not (self.rounds or self.count)


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def asked_for(cls, typed: str, today: date) -> Month:
        """What an address asks for: "2026-11"; what makes no sense is the month of today."""
        if (found := TYPED.fullmatch(typed)) and typed.isascii():
            year, month = int(found[1]), int(found[2])
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
                return cls(year, month)
        return cls(today.year, today.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return Month._of(self.first - timedelta(days=1))

    @property
    def next(self) -> Month:
        """The month after."""
        return Month._of(self.first + timedelta(days=31))

    @cached_property
    def weeks(self) -> Sequence[Sequence[date]]:
        """Its weeks from Monday to Sunday, with the days of the months beside that they begin or end in."""
        return Calendar().monthdatescalendar(self.year, self.month)

    @classmethod
    def _of(cls, day: date) -> Month:
        return cls(day.year, day.month)


@dataclass(frozen=True)
class Week:
    """A row of the grid, by its number of ISO 8601."""

    number: int
    days: list[Day]


def grid(
    month: Month, *, open_ones: ActionQuerySet, asked_about: ActionQuerySet, team: Team, today: date
) -> list[Week]:
    """The weeks of the month: the days of the open ones, and the follow-ups of those that are to be asked about."""
    first, last = month.weeks[0][0], month.weeks[-1][-1]
    days = {
        day: Day(day, day.month == month.month, day == today, not is_working_day(team, day))
        for week in month.weeks
        for day in week
    }
    for each in rounds.between(team, first, last):
        days[each.day].rounds.append(each)
    waiting = asked_about.filter(settled_at=None).exclude(status=Status.DROPPED)
    places = {
        Kind.DUE: _placed(open_ones, Kind.DUE, first, last),
        Kind.FOLLOW_UP: _placed(waiting, Kind.FOLLOW_UP, first, last),
        Kind.START: _placed(open_ones, Kind.START, first, last),
    }
    keys = {pk for placed in places.values() for pks, _count in placed.values() for pk in pks}
    rows = team.actions.select_related("responsible").in_bulk(list(keys))
    for kind, placed in places.items():
        for day, (pks, count) in placed.items():
            days[day].count += count
            days[day].entries += [Entry(kind, rows[pk]) for pk in pks if pk in rows]
    return [Week(week[0].isocalendar().week, [days[day] for day in week]) for week in month.weeks]


def _placed(actions: ActionQuerySet, kind: Kind, first: date, last: date) -> dict[date, tuple[list[int], int]]:
    """By day the first few of the actions, and how many there are on it."""
    name = kind.field
    in_time = actions.filter(**{f"{name}__gte": first, f"{name}__lte": last}).order_by()
    numbered = in_time.annotate(
        day=F(name),
        place=Window(RowNumber(), partition_by=F(name), order_by=F("pk").asc()),
        on_day=Window(Count("pk"), partition_by=F(name)),
    )
    found: dict[date, tuple[list[int], int]] = {}
    keys: dict[date, list[int]] = defaultdict(list)
    for pk, day, count in numbered.filter(place__lte=MOST_A_DAY).values_list("pk", "day", "on_day"):
        keys[day].append(pk)
        found[day] = (keys[day], count)
    return found


def weekdays(month: Month) -> Iterator[date]:
    """A Monday to a Sunday, for the heads of the columns."""
    yield from month.weeks[0]
