"""What testers look at: checklists begin, their lines are added and put into order, any time."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teams.models import Membership, Team
from touchpoints import ordering
from touchpoints.models import Checklist, Item, Reading, Touchpoint

MOST_ITEMS = 60
"""Lines of a checklist; nobody keeps more in mind on a visit."""


@transaction.atomic
def begin(checklist: Checklist, *, lines: Iterable[str]) -> None:
    """Save a new checklist with its first lines, each of the usual weight and worth."""
    checklist.save()
    Item.objects.bulk_create(
        Item(checklist=checklist, text=text, position=position) for position, text in enumerate(lines)
    )


def append(item: Item) -> None:
    """Save a new line behind all others of its checklist."""
    checklist = item.checklist
    ordering.append(item, lines=checklist.items.all(), team=checklist.team)


def move(item: Item, *, steps: int) -> None:
    """Move a line towards the beginning (negative) or the end of its checklist; one that is gone stays gone."""
    checklist = item.checklist
    ordering.move(item, steps=steps, lines=checklist.items.all(), team=checklist.team)


@transaction.atomic
def remove(checklist: Checklist, *, by: Membership) -> None:
    """Delete a checklist with its visits and their values. Raises ValidationError where only the lead may do that."""
    Touchpoint.objects.select_for_update().get(pk=checklist.touchpoint_id)  # whoever records a visit holds it too
    check_may_remove(checklist, by=by)
    Reading.objects.filter(visit__checklist=checklist).delete()
    checklist.delete()


def may_remove(checklist: Checklist, *, by: Membership) -> bool:
    """Whether that person may delete it: visits would go with it, so once there are any only the lead may."""
    return by.is_lead or (by.can_write and not checklist.visits.exists())


def check_may_remove(checklist: Checklist, *, by: Membership) -> None:
    """Raises ValidationError if that person may not delete it."""
    if not may_remove(checklist, by=by):
        raise ValidationError(_("Besuche gingen mit verloren: Diese Checkliste löscht nur die Leitung."))


def checklists_of(team: Team) -> QuerySet[Checklist]:
    """All checklists of the team, each with its touchpoint."""
    return team.checklists.select_related("team", "touchpoint__team")


def items_of(team: Team) -> QuerySet[Item]:
    """The lines of all the team's checklists."""
    return Item.objects.filter(checklist__team=team).select_related("checklist__team", "checklist__touchpoint__team")
