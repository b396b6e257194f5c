"""When a reminder comes: on which day for the team, and at which moment on the person's own clock.

| kind | day it is about | day it comes on |
|---|---|---|
| due soon | the last day | two working days before |
| due today | the last day | that day; for who rests, the working day before if it is a day off |
| overdue | the last day | one working day after |
| escalation | the last day | one working day more than the team's grace after |
| follow-up | the follow-up day | that day; for who rests, the next working day |
| before a round | the round's day | one working day before |
| digest | a Monday | that Monday; for who rests, the next working day |
| assigned | the day of the assignment | soon after |

Nothing comes but in the twelve hours from the person's chosen time, and for who rests on working days alone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from actions.models import ReminderKind, ReminderWish
from teams.models import Team, User
from teams.working_days import DAY, add_working_days, is_working_day, working_day_from, working_day_until

SOON = 2
"""Working days before the last one on which an action is said to be due soon."""
COLLECTED_FOR = timedelta(minutes=10)
"""How long assignments are collected, so that a round's plan comes as one mail."""
WAKING = timedelta(hours=12)
"""How long after the chosen time of day mails may come that follow an event."""


def wish_of(person: User) -> ReminderWish:
    """What the person has chosen, or what holds for who has chosen nothing."""
    return getattr(person, "reminder_wish", None) or ReminderWish(person=person)


def zone_of(*names: str) -> ZoneInfo:
    """The first of these time zones that there is; the program's own if none is."""
    for name in names:
        with suppress(ValueError, OSError, ZoneInfoNotFoundError):
            return ZoneInfo(name)
    return ZoneInfo(settings.TIME_ZONE)


def day_for(team: Team, kind: str, about: date) -> date:
    """The day on which a reminder about that day comes, as the team's calendar has it."""
    match kind:
        case ReminderKind.DUE_SOON:
            return add_working_days(team, about, -SOON)
        case ReminderKind.OVERDUE:
            return add_working_days(team, about, 1)
        case ReminderKind.ESCALATION:
            return add_working_days(team, about, team.grace_days + 1)
        case ReminderKind.BEFORE_ROUND:
            return add_working_days(team, about, -1)
        case _:
            return about


def due_at(team: Team, person: User, kind: str, *, about: date, since: datetime | None) -> datetime:
    """From when on a reminder may reach the person; `since` is when they were given the action, if they were."""
    if kind == ReminderKind.ASSIGNED and since:
        return moment_after(team, person, since)
    return moment_for(team, person, kind, about)


def moment_for(team: Team, person: User, kind: str, about: date) -> datetime:
    """From when on a reminder about that day may reach the person."""
    wish, day = wish_of(person), day_for(team, kind, about)
    if wish.rests:
        day = working_day_until(team, day) if kind == ReminderKind.DUE_TODAY else working_day_from(team, day)
    return clock_on(day, wish.at_time, zone_of(person.time_zone, team.time_zone))


def moment_after(team: Team, person: User, event: datetime) -> datetime:
    """From when on the person may hear of an event: soon, but neither at night nor on a day of rest."""
    return next_waking(team, person, event + COLLECTED_FOR)


def is_awake(team: Team, person: User, at: datetime) -> bool:
    """Whether a mail may come at that moment: what an outage has held up comes neither at night nor on days off."""
    return next_waking(team, person, at) == at


def next_waking(team: Team, person: User, moment: datetime) -> datetime:
    """The moment, or the next one at which the person has time for mails."""
    wish, zone = wish_of(person), zone_of(person.time_zone, team.time_zone)
    day = moment.astimezone(zone).date() - DAY  # who chose ten at night is awake until ten in the morning
    while True:
        begins = clock_on(day, wish.at_time, zone)
        if moment < begins + WAKING and not (wish.rests and not is_working_day(team, day)):
            return max(moment, begins)
        day += DAY


def clock_on(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That time of that day. Where it comes twice, the first; where it is skipped, an hour later by the clock."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
