"""Reminders in tests: actions that somebody answers for, a run of the clock, and what it left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from actions.models import Action, Reminder
from actions.reminders import noting, sending
from teams.models import Letter, Membership
from tests.factories import NOW, ActionFactory

TODAY = NOW.date()
"""Tuesday, 24 November 2026; the moment is nine in Berlin, an hour after mails come."""
LONG_AGO = NOW - timedelta(days=60)


def days(count: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=count)


def an_action(who: Membership | None, team: Any = None, **fields: Any) -> Action:
    """An action that has been somebody's for long."""
    owner = {"team": who.team, "responsible": who.user} if who else {"team": team}
    action: Action = ActionFactory(**owner, **{"due_on": days(30), "assigned_at": who and LONG_AGO} | fields)
    Action.objects.filter(pk=action.pk).update(created_at=LONG_AGO)
    action.refresh_from_db()
    return action


def run(at: datetime = NOW) -> None:
    """What the worker does."""
    _exhaust(noting.note(at))
    _exhaust(sending.send(at))


def note(at: datetime = NOW) -> None:
    """Only note what is due."""
    _exhaust(noting.note(at))


def _exhaust(steps: Iterable[None]) -> None:
    for _step in steps:
        pass


def told(at: datetime = NOW) -> list[tuple[str, str, str]]:
    """Who was told of what, and about which day, by a run at that moment; digests aside."""
    run(at)
    sent = Reminder.objects.filter(handled_at=at, state=Reminder.State.SENT).exclude(action=None)
    rows = sent.order_by("person__name", "kind", "day")
    return [(row.person.get_short_name(), row.kind, row.day.isoformat()) for row in rows.select_related("person")]


def kinds_told(at: datetime = NOW) -> list[tuple[str, str]]:
    """The same without the days."""
    return [(name, kind) for name, kind, _day in told(at)]


def mails() -> list[EmailMessage]:
    """The letters about reminders, in the order in which they were posted."""
    letters = Letter.objects.filter(key__startswith="reminders:").order_by("pk")
    return [message_from_bytes(bytes(letter.mime), policy=default) for letter in letters]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says."""
    body = mail.get_body((kind,))
    assert body
    return str(body.get_content())
