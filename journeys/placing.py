"""The order of phases and steps: adding, moving and removing them, so that two people at once leave one order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from journeys.models import Journey, JourneyPhase, JourneyStep

MOST_PHASES, MOST_STEPS = 30, 200
"""Of one journey: more than anybody reads."""


def held(journey: Journey) -> Journey:
    """The journey's row, whose phases, steps and words nobody else changes until the transaction ends."""
    return Journey.objects.select_for_update(of=("self",)).select_related("team", "persona").get(pk=journey.pk)


def changed(journey: Journey) -> None:
    """Note that the map shows something else now; call while the journey is held."""
    Journey.objects.filter(pk=journey.pk).update(version=F("version") + 1)


@transaction.atomic
def add_phase(*, phase: JourneyPhase, to: int | None = None) -> JourneyPhase:
    """Save a new phase at this place, counted from 0, or behind the others.

    Raises ValidationError if its name is taken or there are too many.
    """
    journey = held(phase.journey)
    others = list(journey.phases.all())
    if len(others) >= MOST_PHASES:
        raise ValidationError(_("Mehr als %s Phasen hat eine Journey nicht.") % MOST_PHASES)
    _put_among(others, phase, to)
    changed(journey)
    return phase


@transaction.atomic
def rename_phase(*, phase: JourneyPhase, name: str) -> JourneyPhase:
    """Give a phase another name. Raises ValidationError if it is taken."""
    journey = held(phase.journey)
    phase.refresh_from_db()
    phase.name = name
    phase.validate_constraints()
    phase.save(update_fields=["name"])
    changed(journey)
    return phase


@transaction.atomic
def move_phase(*, phase: JourneyPhase, to: int) -> None:
    """Put a phase at this place among the others, counted from 0; a place beyond them is the first or the last."""
    journey = held(phase.journey)
    phases = list(journey.phases.all())
    if phase in phases:
        _number(_moved(phases, phase, to))
        changed(journey)


@transaction.atomic
def shift_phase(*, phase: JourneyPhase, by: int) -> None:
    """Move a phase so many places to the right, to the left if negative; the ends stop it."""
    journey = held(phase.journey)
    phases = list(journey.phases.all())
    if phase in phases:
        _number(_moved(phases, phase, phases.index(phase) + by))
        changed(journey)


@transaction.atomic
def remove_phase(*, phase: JourneyPhase) -> None:
    """Remove a phase with its steps."""
    journey = held(phase.journey)
    phase.delete()
    changed(journey)


@transaction.atomic
def add_step(*, step: JourneyStep, to: int | None = None) -> JourneyStep:
    """Save a new step at this place of its phase, counted from 0, or behind the others.

    Raises ValidationError if it is nowhere or there are too many.
    """
    journey = held(step.journey)
    if journey.steps.count() >= MOST_STEPS:
        raise ValidationError(_("Mehr als %s Schritte hat eine Journey nicht.") % MOST_STEPS)
    _put_among(list(step.phase.steps.all()), step, to)
    changed(journey)
    return step


@transaction.atomic
def move_step(*, step: JourneyStep, phase: JourneyPhase, to: int) -> None:
    """Put a step at this place of a phase of its journey, counted from 0; what is gone meanwhile stays gone."""
    journey = held(step.journey)
    found = journey.steps.filter(pk=step.pk).first()
    if found and journey.phases.filter(pk=phase.pk).exists():
        _put(found, phase, to)
        changed(journey)


@transaction.atomic
def shift_step(*, step: JourneyStep, forward: bool) -> None:
    """Move a step one place on along the way, or back: beyond the last of its phase into the next phase."""
    journey = held(step.journey)
    found = journey.steps.select_related("phase").filter(pk=step.pk).first()
    if found is None:
        return
    neighbours, phases = list(found.phase.steps.all()), list(journey.phases.all())
    to = neighbours.index(found) + (1 if forward else -1)
    beyond = phases.index(found.phase) + (1 if forward else -1)
    if 0 <= to < len(neighbours):
        _put(found, found.phase, to)
    elif 0 <= beyond < len(phases):
        _put(found, phases[beyond], 0 if forward else MOST_STEPS)
    changed(journey)


@transaction.atomic
def remove_step(*, step: JourneyStep) -> None:
    """Take a step out of the way; its touchpoint stays in the inventory."""
    journey = held(step.journey)
    step.delete()
    changed(journey)


def _put(step: JourneyStep, phase: JourneyPhase, to: int) -> None:
    if step.phase_id != phase.pk:
        step.phase_id = phase.pk
        step.save(update_fields=["phase"])
    _number(_moved(list(phase.steps.all()), step, to))


def _put_among[Line: (JourneyPhase, JourneyStep)](others: list[Line], line: Line, to: int | None) -> None:
    line.position = others[-1].position + 1 if others else 0
    line.validate_constraints()
    line.save()
    if to is not None:
        _number(_moved(others, line, to))


def _moved[Line: (JourneyPhase, JourneyStep)](lines: list[Line], line: Line, to: int) -> list[Line]:
    rest: list[Line] = [each for each in lines if each.pk != line.pk]
    rest.insert(min(max(to, 0), len(rest)), line)
    return rest


def _number[Line: (JourneyPhase, JourneyStep)](lines: list[Line]) -> None:
    moved = [line for position, line in enumerate(lines) if line.position != position]
    for position, line in enumerate(lines):
        line.position = position
    if moved:
        type(moved[0])._base_manager.bulk_update(moved, ["position"])
