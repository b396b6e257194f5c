"""Writing into the map: one cell of one step at a time, so that two people at once overwrite nothing unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from journeys.models import TEXTS, Journey, JourneyStep
from journeys.placing import changed, held

CELLS = (*TEXTS, "emotion")
"""What is written in place; the rest of a step has a form."""


class Conflict(Exception):
    """Somebody else wrote into the cell since it was read; `theirs` is what stands there, nothing was saved."""

    def __init__(self, theirs: Any, who: str) -> None:
        super().__init__(theirs, who)
        self.theirs, self.who = theirs, who


@transaction.atomic
def write_cell(*, step: JourneyStep, lane: str, before: Any, after: Any) -> JourneyStep:
    """Write a cell that read `before` when its writer began; what stands there already is no change.

    Raises Conflict if it reads otherwise now, ValidationError if the words are too many or the emotion is off its
    scale, JourneyStep.DoesNotExist if the step is gone.
    """
    if lane not in CELLS:
        raise ValidationError(lane)
    step = _held(step)
    stands = getattr(step, lane)
    if stands == after:
        return step
    if stands != before:
        raise Conflict(stands, _last_writer(step, lane))
    return _write(step, {lane: after})


@transaction.atomic
def change_step(*, step: JourneyStep, values: Mapping[str, Any]) -> JourneyStep:
    """Change these fields of the step as it stands now, and no other; what stands there already is no change.

    Raises ValidationError as the row does, JourneyStep.DoesNotExist if the step is gone.
    """
    step = _held(step)
    new = {name: value for name, value in values.items() if getattr(step, name) != value}
    return _write(step, new) if new else step


def _held(step: JourneyStep) -> JourneyStep:
    try:
        journey = held(step.journey)
    except Journey.DoesNotExist as gone:
        raise JourneyStep.DoesNotExist from gone
    return journey.steps.select_related("journey__team", "touchpoint", "department").get(pk=step.pk)


def _write(step: JourneyStep, values: Mapping[str, Any]) -> JourneyStep:
    for name, value in values.items():
        setattr(step, name, value)
    step.full_clean(exclude=["journey", "phase", "thread"], validate_unique=False)
    step.save(update_fields=list(values))
    changed(step.journey)
    return step


def _last_writer(step: JourneyStep, lane: str) -> str:
    """Who made the cell read as it does; whoever changed another one since has nothing to do with it."""
    stands, written = getattr(step, lane), None
    for record in step.history.only(lane, "history_user"):
        if getattr(record, lane) != stands:
            break
        written = record
    return str((written and written.history_user) or "Kontaktpunkt")
