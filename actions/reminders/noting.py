"""Noting whom to remind of what: sets of actions by the database, the moments by each person's clock.

Rows are read and written in parts, each in a transaction of its own: memory does not grow with their number, and a
run that is stopped has noted what it had got to. What is noted already is never found again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils.module_loading import import_string

from actions.models import Action, Reminder, ReminderKind
from actions.models.action import ActionQuerySet
from actions.reminders.moments import SOON, due_at, zone_of
from teams.models import Membership, Role, Team, User
from teams.working_days import add_working_days

AHEAD = timedelta(days=1)
"""How long before its day a reminder is noted: for somebody the day has begun already."""
AT_ONCE = 1000
LATE_DIGEST = timedelta(days=2)
"""How late in the week a digest is still written."""
REMEMBERED = timedelta(days=30)
"""How old an assignment may be that nobody was told of."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Calendar:
    """What teams have in common whose days begin and are worked on together."""

    time_zone: str
    country: str
    subdivision: str
    grace_days: int

    @property
    def team(self) -> Team:
        """A team without a row, to reckon with."""
        return Team(**self.as_fields())

    def as_fields(self, prefix: str = "") -> dict[str, Any]:
        """The fields by name, for a query that reaches teams by this prefix."""
        return {f"{prefix}{name}": value for name, value in vars(self).items()}


class Missing(NamedTuple):
    """A reminder that has no row yet; `since` is when the person, or the team, began to know of the matter."""

    pk: int
    person: int
    team: int
    about: date
    since: datetime | None


def note(at: datetime) -> Iterator[None]:
    """Write a row for every reminder that is due within a day, and take a breath after each part.

    Teams whose days cannot be reckoned do not keep the others' reminders back.
    """
    calendars = Team.objects.order_by().values(*Calendar.__annotations__).distinct()
    for calendar in [Calendar(**fields) for fields in calendars]:
        try:
            for kind, missing in _all_missing(calendar, at):
                yield from _note(kind, missing, calendar.team, at)
        except Exception:
            logger.exception("Reminders of teams with %s could not be noted", calendar)


def _all_missing(calendar: Calendar, at: datetime) -> Iterator[tuple[ReminderKind, QuerySet[Any]]]:
    """The kinds, each with whom it may concern: a little more than are due, for each person's own clock decides."""
    team, zone = calendar.team, zone_of(calendar.time_zone)
    today, horizon = at.astimezone(zone).date(), (at + AHEAD).astimezone(zone).date()
    actions = Action.objects.filter(**calendar.as_fields("team__"))
    for kind, due in _due(actions.open(), team, today, horizon).items():
        yield kind, _without_row(kind, _of_responsible(due), "due_on")
        yield kind, _without_row(kind, _of_leads_instead(due), "due_on")
    late = actions.open().filter(due_on__lt=add_working_days(team, horizon, -team.grace_days))
    yield ReminderKind.ESCALATION, _without_row(ReminderKind.ESCALATION, _of_leads_too(late), "due_on")
    asked = actions.follow_up_due(horizon)
    yield ReminderKind.FOLLOW_UP, _without_row(ReminderKind.FOLLOW_UP, _of_responsible(asked), "follow_up_on")
    yield ReminderKind.FOLLOW_UP, _without_row(ReminderKind.FOLLOW_UP, _of_leads_instead(asked), "follow_up_on")
    yield ReminderKind.ASSIGNED, _assigned(actions, at)
    for round_team, day in rounds_ahead(Team.objects.filter(**calendar.as_fields()), at):
        if add_working_days(team, day, -1) <= horizon:
            yield ReminderKind.BEFORE_ROUND, _before_round(actions.filter(team=round_team), day)
    monday = horizon - timedelta(days=horizon.weekday())
    if today <= monday + LATE_DIGEST:
        yield ReminderKind.DIGEST, _digests(calendar, monday)


def _due(actions: ActionQuerySet, team: Team, today: date, horizon: date) -> dict[ReminderKind, ActionQuerySet]:
    """What comes because of the last day."""
    soon, next_day = add_working_days(team, horizon, SOON), add_working_days(team, horizon, 1)
    return {
        ReminderKind.DUE_SOON: actions.filter(due_on__gt=today, due_on__lte=soon),
        ReminderKind.DUE_TODAY: actions.filter(due_on__gte=today, due_on__lt=next_day),
        ReminderKind.OVERDUE: actions.filter(due_on__lt=horizon),
    }


def rounds_ahead(teams: QuerySet[Team], at: datetime) -> list[tuple[int, date]]:
    """The days of the rounds that the next days bring, by the team's primary key; a floor above knows them."""
    found: list[tuple[int, date]] = import_string(settings.ROUNDS_AHEAD)(teams=teams, at=at)
    return found


# --- Whom it concerns -----------------------------------------------------------------------------


def _is_worked_on() -> Exists:
    """Whoever is responsible still works in the team."""
    working = Membership.objects.working().filter(user__is_active=True)
    return Exists(working.filter(team=OuterRef("team"), user=OuterRef("responsible")))


def _of_responsible(actions: ActionQuerySet) -> QuerySet[Any]:
    return actions.filter(_is_worked_on()).annotate(person=F("responsible"), since=F("assigned_at"))


def _of_leads_instead(actions: ActionQuerySet) -> QuerySet[Any]:
    """What nobody is responsible for, or nobody who is still there, concerns those who lead the team."""
    return _with_leads(actions.filter(~_is_worked_on()))


def _of_leads_too(actions: ActionQuerySet) -> QuerySet[Any]:
    """Leads hear of what others do not get done."""
    return _with_leads(actions.filter(_is_worked_on())).exclude(person=F("responsible"))


def _with_leads(actions: QuerySet[Any]) -> QuerySet[Any]:
    leads = actions.filter(team__memberships__role=Role.LEAD, team__memberships__user__is_active=True)
    return leads.annotate(person=F("team__memberships__user"), since=F("created_at"))


def _assigned(actions: ActionQuerySet, at: datetime) -> QuerySet[Any]:
    """Open actions that somebody else has given to the person."""
    by_others = Q(assigned_by=None) | ~Q(assigned_by=F("responsible"))
    lately = actions.open().filter(by_others, assigned_at__gt=at - REMEMBERED)
    given = _of_responsible(lately).annotate(about=TruncDate("assigned_at", tzinfo=UTC))
    return _without_row(ReminderKind.ASSIGNED, given, "about")


def _before_round(actions: ActionQuerySet, day: date) -> QuerySet[Any]:
    """What the round asks about, and what should be done by then."""
    concerned = actions.follow_up_due(day) | actions.open().filter(due_on__lte=day)
    asked = _of_responsible(concerned).annotate(about=Value(day, DateField()))
    return _without_row(ReminderKind.BEFORE_ROUND, asked, "about")


def _digests(calendar: Calendar, monday: date) -> QuerySet[Any]:
    leads = Membership.objects.leads().filter(
        Exists(Action.objects.filter(team=OuterRef("team"))), user__is_active=True, **calendar.as_fields("team__")
    )
    written = Reminder.objects.filter(action=None, team=OuterRef("team"), person=OuterRef("user"), day=monday)
    rows = leads.filter(~Exists(written)).annotate(
        person=F("user"), about=Value(monday, DateField()), since=F("joined_at")
    )
    return rows.values_list("pk", "person", "team", "about", "since")


def _without_row(kind: ReminderKind, actions: QuerySet[Any], about: str) -> QuerySet[Any]:
    rows = Reminder.objects.filter(action=OuterRef("pk"), person=OuterRef("person"), kind=kind, day=OuterRef(about))
    return actions.filter(~Exists(rows)).values_list("pk", "person", "team", about, "since")


# --- Writing the rows -----------------------------------------------------------------------------


def _note(kind: ReminderKind, missing: QuerySet[Any], team: Team, at: datetime) -> Iterator[None]:
    """Write the rows part by part. One that has lost its action or person meanwhile keeps only its own part back."""
    rows, seen = missing.order_by("pk", "person"), Q()
    while part := [Missing(*row) for row in rows.filter(seen)[:AT_ONCE]]:
        people = User.objects.select_related("reminder_wish").in_bulk({row.person for row in part})
        try:
            Reminder.objects.bulk_create(
                [_row(kind, row, team, people[row.person], at) for row in part if row.person in people],
                ignore_conflicts=True,
            )
        except IntegrityError:
            logger.info("Some of %d reminders have lost what they are about; the next run notes the rest.", len(part))
        last = part[-1]
        seen = Q(pk__gt=last.pk) | Q(pk=last.pk, person__gt=last.person)
        yield


def _row(kind: ReminderKind, row: Missing, team: Team, person: User, at: datetime) -> Reminder:
    """What the person knows since its moment or later, for having been given it then, needs no reminder."""
    moment = due_at(team, person, kind, about=row.about, since=row.since)
    is_known = kind != ReminderKind.ASSIGNED and row.since is not None and row.since >= moment
    return Reminder(
        team_id=row.team,
        action_id=None if kind == ReminderKind.DIGEST else row.pk,
        person=person,
        kind=kind,
        day=row.about,
        due_at=moment,
        state=Reminder.State.NEEDLESS if is_known else Reminder.State.WAITING,
        handled_at=at if is_known else None,
    )
