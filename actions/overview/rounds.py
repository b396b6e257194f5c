"""What the floor above knows about actions: which round decided on each. An action itself knows no round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings

from actions.models import ActionQuerySet
from teams.models import Team


@dataclass(frozen=True)
class RoundOn:
    """A round on its day, as a calendar shows it."""

    day: date
    clock: str
    label: str
    url: str


def choices(team: Team) -> list[tuple[int, str]]:
    """The rounds that decided on actions, newest first, by primary key."""
    return _above().choices(team)


def decided_in(actions: ActionQuerySet, meeting: int) -> ActionQuerySet:
    """Those that this round decided."""
    return _above().decided_in(actions, meeting)


def with_round(actions: ActionQuerySet) -> ActionQuerySet:
    """Each with `round`, the primary key of the round that decided on it; None for those recorded outside."""
    return _above().with_round(actions)


def between(team: Team, first: date, last: date) -> list[RoundOn]:
    """The rounds from the first day to the last that were not called off, in their order."""
    return [RoundOn(**line) for line in _above().between(team, first, last)]


def _above() -> Any:
    return import_module(settings.ROUNDS_OF_ACTIONS)
