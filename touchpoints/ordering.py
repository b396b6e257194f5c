"""Lists that people put into order: the team's stages, the lines of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from teams.models import Team
from touchpoints.describing import one_at_a_time

if TYPE_CHECKING:
    from touchpoints.models import Item, Stage


def append[Line: (Stage, Item)](line: Line, *, lines: QuerySet[Line], team: Team) -> None:
    """Save a new line behind all others of its list."""
    with one_at_a_time(team):
        last = lines.last()
        line.position = last.position + 1 if last else 0
        line.save()


def move[Line: (Stage, Item)](line: Line, *, steps: int, lines: QuerySet[Line], team: Team) -> None:
    """Move a line towards the beginning (negative) or the end, and number the list anew; what is gone stays gone."""
    with one_at_a_time(team):
        order = list(lines)
        if line not in order:
            return
        place = order.index(line)
        order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
        for position, each in enumerate(order):
            each.position = position
        lines.bulk_update(order, ["position"])
