"""Choosing what to be reminded of, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from django.db import transaction

from actions.models import Reminder, ReminderWish
from actions.reminders.moments import due_at
from teams.models import User


@transaction.atomic
def choose(*, person: User, unwanted: Iterable[str], at_time: time, rests: bool) -> ReminderWish:
    """Keep the person's choice; what is noted for them already comes by it too."""
    chosen = {"unwanted": sorted(set(unwanted)), "at_time": at_time, "rests": rests}
    wish, _is_new = ReminderWish.objects.update_or_create(person=person, defaults=chosen)
    person.reminder_wish = wish
    _move_waiting(person)
    return wish


def _move_waiting(person: User) -> None:
    """There are few: rows are noted no more than some days ahead."""
    waiting = list(person.reminders.waiting().select_related("team", "action"))
    for row in waiting:
        since = row.action.assigned_at if row.action else None
        row.due_at = due_at(row.team, person, row.kind, about=row.day, since=since)
    Reminder.objects.bulk_update(waiting, ["due_at"], batch_size=500)
