"""Forgetting what customers said when its time is over: contacts by the day that was promised, words after the team's
months. What was counted stays, for it tells of nobody."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from feedback.models import Answer, Contact, Feedback, Listening, RecoveryCase
from feedback.models.listening import MONTHS_KEPT
from teams.models import Team

AT_ONCE = 200
"""Rows that go in one transaction: little to hold in memory, and nobody else waits long."""
TURN = 20
"""Seconds after which others have a turn at the worker."""


def forget_old(at: datetime) -> bool:
    """Delete what is over its time; True if the turn was too short for all of it."""
    over = monotonic() + TURN
    return any(monotonic() > over for _batch in _batches(at))


def months_before(at: datetime, months: int) -> datetime:
    """The same time of the same day so many months earlier; the last day of a month that has no such day.

    24 months before 31 March 2028 are 31 March 2026, one is 29 February 2028.
    """
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _batches(at: datetime) -> Iterator[None]:
    yield from _gone(Contact.objects.filter(forget_on__lte=at.date()))
    months = dict(Listening.objects.values_list("team", "months_kept"))
    for team in Team.objects.order_by("pk").values_list("pk", flat=True):
        since = months_before(at, months.get(team, MONTHS_KEPT))
        yield from _gone(_without_open_case(Feedback.objects.filter(team=team, created_at__lt=since)))
        answers = Answer.objects.filter(question__team=team, answered_at__lt=since)
        yield from _gone(answers.exclude(Exists(Feedback.objects.filter(answer=OuterRef("pk")))))


def _without_open_case(voices: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """What somebody still works on waits until that is closed."""
    return voices.exclude(Exists(RecoveryCase.objects.open().filter(feedback=OuterRef("pk"))))


def _gone(rows: QuerySet[Any]) -> Iterator[None]:
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        rows.filter(pk__in=keys).delete()
        yield
