"""What testers look at: checklists begin, their lines are added and put into order, any time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from teams.models import Team
from touchpoints.models import Checklist, Item

MOST_ITEMS = 60
"""Lines of a checklist; nobody keeps more in mind on a visit."""


@transaction.atomic
def begin(checklist: Checklist, *, lines: Iterable[str]) -> None:
    """Save a new checklist with its first lines, each of the usual weight and worth."""
    checklist.save()
    Item.objects.bulk_create(
        Item(checklist=checklist, text=text, position=position) for position, text in enumerate(lines)
    )


@transaction.atomic
def append(item: Item) -> None:
    """Save a new line behind all others of its checklist."""
    last = item.checklist.items.select_for_update().last()
    item.position = last.position + 1 if last else 0
    item.save()


@transaction.atomic
def move(item: Item, *, steps: int) -> None:
    """Move a line towards the beginning (negative) or the end of its checklist, and number the list anew."""
    order = list(item.checklist.items.select_for_update())
    place = order.index(item)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Item.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove(checklist: Checklist) -> None:
    """Delete a checklist with its visits and the values that they gave."""
    for visit in checklist.visits.select_related("reading"):
        if visit.reading:
            visit.reading.delete()
    checklist.delete()


def items_of(team: Team) -> QuerySet[Item]:
    """The lines of all the team's checklists."""
    return Item.objects.filter(checklist__team=team).select_related("checklist__team", "checklist__touchpoint__team")
