"""Why a person is reminded of an action, and which of several reasons is the most urgent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from actions.models import ReminderKind

MOST_URGENT_FIRST = (
    ReminderKind.OVERDUE,
    ReminderKind.DUE_TODAY,
    ReminderKind.DUE_SOON,
    ReminderKind.FOLLOW_UP,
    ReminderKind.BEFORE_ROUND,
    ReminderKind.ASSIGNED,
    ReminderKind.ESCALATION,
)


class Reason(NamedTuple):
    """What a person is reminded of, on which day, and the action's primary key."""

    kind: ReminderKind
    day: date
    action: int

    @property
    def urgency(self) -> tuple[int, date, int]:
        """Small is urgent."""
        return MOST_URGENT_FIRST.index(self.kind), self.day, self.action


def most_urgent(reasons: Sequence[Reason]) -> list[Reason]:
    """One reason an action, the most urgent first."""
    first: dict[int, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: reason.urgency):
        first.setdefault(reason.action, reason)
    return list(first.values())
