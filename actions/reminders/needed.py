"""Whether a reminder is still needed when its moment has come: much may have happened since it was noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef

from actions.models import Action, Reminder, ReminderKind
from actions.models.reminder import ReminderQuerySet
from actions.reminders.moments import zone_of
from actions.reminders.noting import rounds_ahead
from teams.models import Membership, Team

WEEK = timedelta(days=7)
LOOKED_AT = (
    *("team", "person", "kind", "day", "action__status", "action__due_on", "action__follow_up_on"),
    *("action__settled_at", "action__responsible", "action__assigned_at", "action__assigned_by"),
)
"""All that decides; an action's other forty columns would cost more than the decision."""


def with_workers(reminders: ReminderQuerySet) -> ReminderQuerySet:
    """The reminders with their actions, and `is_worked_on`: whoever is responsible still works in the team."""
    working = Membership.objects.working().filter(
        team=OuterRef("team"), user=OuterRef("action__responsible"), user__is_active=True
    )
    return reminders.select_related("action").only(*LOOKED_AT).annotate(is_worked_on=Exists(working))


@dataclass
class Situation:
    """How things stand in a team at a moment, for one of its people or, without membership, somebody who has gone."""

    team: Team
    membership: Membership | None
    at: datetime

    @cached_property
    def today(self) -> date:
        """The team's day."""
        return self.at.astimezone(zone_of(self.team.time_zone)).date()

    @cached_property
    def round_days(self) -> frozenset[date]:
        """The days of the team's next rounds."""
        return frozenset(day for _team, day in rounds_ahead(Team.objects.filter(pk=self.team.pk), self.at))

    def needs(self, reminder: Reminder) -> bool:
        """Whether the person should still hear of it; for rows of `with_workers`."""
        if self.membership is None or not self.membership.user.is_active or not self.membership.can_write:
            return False
        if reminder.action is None:
            return self.membership.is_lead and self.today < reminder.day + WEEK
        return self._concerns(self.membership, reminder) and self._still_holds(reminder, reminder.action)

    def _concerns(self, membership: Membership, reminder: Reminder) -> bool:
        """The person answers for it, or leads the team and it is theirs to look after."""
        is_own = reminder.action is not None and reminder.action.responsible_id == membership.user_id
        is_worked_on: bool = reminder.is_worked_on  # type: ignore[attr-defined]
        if reminder.kind == ReminderKind.ESCALATION:
            return membership.is_lead and is_worked_on and not is_own
        return is_own or (membership.is_lead and not is_worked_on)

    def _still_holds(self, reminder: Reminder, action: Action) -> bool:
        """The day that it is about is still the action's, and what is later than this reminder has not come yet."""
        match reminder.kind:
            case ReminderKind.DUE_SOON:
                return action.is_open and action.due_on == reminder.day and self.today < reminder.day
            case ReminderKind.DUE_TODAY:
                return action.is_open and action.due_on == reminder.day and self.today <= reminder.day
            case ReminderKind.OVERDUE | ReminderKind.ESCALATION:
                return action.due_on == reminder.day and action.is_overdue(self.today)
            case ReminderKind.FOLLOW_UP:
                return action.follow_up_on == reminder.day and action.asks_for_result(self.today)
            case ReminderKind.BEFORE_ROUND:
                return reminder.day in self.round_days and _is_asked(action, reminder.day)
            case _:
                return action.is_open and _was_given(action, reminder.day)


def _is_asked(action: Action, day: date) -> bool:
    """A round on that day asks about it, or it should be done by then."""
    return action.asks_for_result(day) or (action.is_open and action.due_on <= day)


def _was_given(action: Action, day: date) -> bool:
    """The assignment of that day (UTC) is the one that holds, and somebody else made it."""
    given_on = action.assigned_at and action.assigned_at.astimezone(UTC).date()
    return given_on == day and action.assigned_by_id != action.responsible_id
