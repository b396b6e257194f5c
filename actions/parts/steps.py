"""The checklist of an action: lines are added, ticked, renamed, put into order and taken out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from actions.errors import NotAllowed
from actions.models import Action, Step
from actions.moving import held
from teams.models import User

MOST_STEPS = 200
"""Lines of a checklist; more than that is a plan."""


@transaction.atomic
def add(*, action: Action, text: str, sheet: UUID | None = None) -> Step:
    """Another line at the end; the same sheet twice is one line. Raises NotAllowed when the list is full."""
    lines = held(action).steps
    if sheet and (known := lines.filter(sheet=sheet).first()):
        return known
    if lines.count() >= MOST_STEPS:
        raise NotAllowed(_("Mehr als %(most)d Schritte sind ein Plan und keine Checkliste.") % {"most": MOST_STEPS})
    last = lines.last()
    return lines.create(text=text, position=last.position + 1 if last else 0, sheet=sheet)


@transaction.atomic
def tick(*, step: Step, is_done: bool, by: User, at: datetime) -> None:
    """Say that a line is done, or is not after all; a second click is the same tick, and who was first stays named."""
    lines = held(step.action).steps.filter(pk=step.pk)
    if is_done:
        lines.filter(done_at=None).update(done_at=at, done_by=by)
    else:
        lines.update(done_at=None, done_by=None)


@transaction.atomic
def rename(*, step: Step, text: str) -> None:
    """Give a line other words; what is gone stays gone."""
    held(step.action).steps.filter(pk=step.pk).update(text=text)


@transaction.atomic
def move(*, step: Step, by: int) -> None:
    """Move a line towards the beginning (negative) or the end, and number the list anew; what is gone stays gone."""
    order = list(held(step.action).steps.all())
    if step not in order:
        return
    place = order.index(step)
    order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Step.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove(*, step: Step) -> None:
    """Take a line out."""
    held(step.action).steps.filter(pk=step.pk).delete()
