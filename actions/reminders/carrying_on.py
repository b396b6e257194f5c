"""One turn of the work at a time, so that whoever needs the worker meanwhile does not wait long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic

from actions.models import Reminder, ReminderKind
from actions.reminders import noting, sending

TURN = timedelta(seconds=20)
KEPT = timedelta(days=90)
"""For how long it is known which digests and reminders before rounds there were; the others go with their action."""


def note(at: datetime) -> bool:
    """Note what is due within a day; True if the turn was too short for all of it."""
    return _is_cut_short(noting.note(at))


def send(at: datetime) -> bool:
    """Post what is due; True if the turn was too short for all of it."""
    return _is_cut_short(sending.send(at))


def forget_old(at: datetime) -> None:
    """Delete rows about days long past on which nothing depends any more."""
    Reminder.objects.filter(
        kind__in=[ReminderKind.DIGEST, ReminderKind.BEFORE_ROUND], day__lt=(at - KEPT).date()
    ).delete()


def _is_cut_short(steps: Iterator[None]) -> bool:
    over = monotonic() + TURN.total_seconds()
    return any(monotonic() > over for _step in steps)
