"""The board: a column for each status, or for each person or department, with cards in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q

from actions.models import OPEN, ActionQuerySet, Status
from actions.overview.grouping import Bunch, By, Group, Ordering, Stretch, bunches, in_groups
from teams.models import Team

LATELY = timedelta(days=30)
"""How long what is done stays on the board."""

MOST_COLUMNS = 24
MOST_CARDS, FEWEST_CARDS, CARDS_IN_ALL = 50, 6, 120
"""How many cards a column shows; many columns share what a page can hold."""


def by_status(actions: ActionQuerySet, *, team: Team, at: datetime) -> list[Bunch]:
    """The open ones by what they are, soonest first, and what was done lately, latest first."""
    done = Q(status=Status.DONE, done_at__gte=at - LATELY)
    counts = dict(actions.open().order_by().values_list("status").annotate(Count("pk")))
    groups = [Group(is_, str(is_.label), counts.get(is_, 0), Q(status=is_, done_at=None)) for is_ in OPEN]
    finished = Group(Status.DONE, str(Status.DONE.label), actions.filter(done).count(), done, is_backwards=True)
    return _columns(actions, [*groups, finished], team, order=_soonest_first)


def by_group(actions: ActionQuerySet, by: By, *, team: Team, at: datetime) -> tuple[list[Bunch], int]:
    """A column for each group, the most urgent first, and how many groups found no room."""
    actions, groups = in_groups(actions, by, team)
    today = team.today(at)
    columns = _columns(actions, groups[:MOST_COLUMNS], team, order=lambda rows: rows.urgent_first(today))
    return columns, len(groups[MOST_COLUMNS:])


def _soonest_first(actions: ActionQuerySet) -> ActionQuerySet:
    return actions.order_by("done_at", "due_on", "pk")


def _columns(actions: ActionQuerySet, groups: Sequence[Group], team: Team, *, order: Ordering) -> list[Bunch]:
    room = min(MOST_CARDS, max(FEWEST_CARDS, CARDS_IN_ALL // max(len(groups), 1)))
    stretches = [Stretch(group, 0, min(room, group.count)) for group in groups]
    return bunches(actions, stretches, rows=team.actions.as_lines(), order=order)
