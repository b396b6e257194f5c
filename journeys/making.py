"""Making, copying and removing whole journeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journeys.models import TEXTS, Journey, JourneyKind, JourneyPhase, JourneyStep, Persona
from journeys.placing import changed, held
from teams.models import Team
from touchpoints.describing import one_at_a_time

COPIED = ("thread", "touchpoint_id", "name", "department_id", "medium", "is_moment_of_truth", *TEXTS)
"""What a copy of a step takes along in any case."""
FELT = ("emotion", "evidence", "waiting_minutes")
"""What a copy takes along as well, unless it is one customer's way: there it is to be told anew."""


def first_phases() -> list[str]:
    """What the phases of a new journey are called, in the language of the moment."""
    return [_("Aufmerksam werden"), pgettext("phase", "Vergleichen"), _("Kaufen"), _("Nutzen"), _("Weiterempfehlen")]


def persona_named(*, team: Team, name: str) -> Persona:
    """The team's customer profile of that name, a new one if there is none yet. Raises ValidationError as its row does.

    Call while the team is held, or two at once make two.
    """
    if found := team.personas.filter(name__iexact=name).first():
        return found
    persona = Persona(team=team, name=name)
    persona.full_clean()
    persona.save()
    return persona


def make(*, journey: Journey, phases: list[str]) -> Journey:
    """Save a new journey with empty phases. Raises ValidationError if there is one of its kind already."""
    with one_at_a_time(journey.team):
        journey.full_clean(validate_unique=False)
        journey.save()
        for position, name in enumerate(phases):
            JourneyPhase(journey=journey, name=name, position=position).save()
    return journey


def change(*, journey: Journey, values: Mapping[str, Any]) -> Journey:
    """Change these fields of the journey, and no other. Raises ValidationError as `make` does."""
    with one_at_a_time(journey.team):
        journey = held(journey)
        for name, value in values.items():
            setattr(journey, name, value)
        journey.full_clean(validate_unique=False)
        journey.save()
        changed(journey)
    return journey


def copy(*, journey: Journey, into: Journey) -> Journey:
    """Save `into` with the phases and steps of another journey, whose threads go on in it.

    Raises ValidationError if there is one of its kind already.
    """
    with one_at_a_time(into.team):
        source = held(journey)
        into = make(journey=into, phases=[])
        fields = COPIED if into.kind == JourneyKind.CASE else (*COPIED, *FELT)
        for phase in source.phases.prefetch_related("steps"):
            twin = JourneyPhase(journey=into, name=phase.name, position=phase.position)
            twin.save()
            for step in phase.steps.all():
                values = {name: getattr(step, name) for name in fields}
                JourneyStep(journey=into, phase=twin, position=step.position, **values).save()
    return into


@transaction.atomic
def remove(*, journey: Journey) -> None:
    """Remove a journey with its phases, steps, snapshots and links; the touchpoints stay in the inventory."""
    held(journey).delete()
