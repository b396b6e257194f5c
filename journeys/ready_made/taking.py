"""Taking a ready journey: its customers, the touchpoints that are missing, and the way itself, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from journeys import making, placing
from journeys.models import Journey, JourneyKind, JourneyStep
from journeys.ready_made.reading import ReadyJourney, ReadyStep
from teams.models import Team
from touchpoints.describing import one_at_a_time
from touchpoints.exchange.ready_made import stages_of
from touchpoints.models import Stage, Status, Touchpoint


@dataclass(frozen=True)
class Taken:
    """The journey, whether it is new, and which of its touchpoints customers no longer meet here."""

    journey: Journey
    is_new: bool
    retired: list[str] = field(default_factory=list)


def taken_by(team: Team, all_of_them: Iterable[ReadyJourney]) -> dict[str, Journey]:
    """Which of them the team has already, by their keys: the same customers, the same occasion."""
    own = team.journeys.filter(kind=JourneyKind.ACTUAL).select_related("persona", "team")
    there = {(journey.persona.name.lower(), journey.occasion.lower()): journey for journey in own}
    same = ((ready.key, (ready.persona["name"].lower(), ready.occasion.lower())) for ready in all_of_them)
    return {
        key: there[customers_and_occasion] for key, customers_and_occasion in same if customers_and_occasion in there
    }


def take(ready: ReadyJourney, *, team: Team) -> Taken:
    """Make the journey with everything that comes along; customers and touchpoints of the same name are used."""
    with one_at_a_time(team):
        if there := taken_by(team, [ready]):
            return Taken(there[ready.key], is_new=False)
        persona, _made = team.personas.get_or_create(name__iexact=ready.persona["name"], defaults=ready.persona)
        journey = Journey(team=team, persona=persona, occasion=ready.occasion, notes=ready.notes)
        journey = making.make(journey=journey, phases=[phase.name for phase in ready.phases])
        stages = stages_of(team)
        places = {step.name: _place(step, stages.get(step.stage), team) for step in ready.places}
        for phase, told in zip(journey.phases.all(), ready.phases, strict=True):
            for step in told.steps:
                at = {"touchpoint": places[step.name]} if step.kind else {"name": step.name}
                placing.add_step(step=JourneyStep(journey=journey, phase=phase, **at, **step.told))
    return Taken(journey, True, [place.name for place in places.values() if place.status == Status.RETIRED])


def _place(step: ReadyStep, stage: Stage | None, team: Team) -> Touchpoint:
    captured = {"name": step.name, "kind": step.kind, "is_personal": step.is_personal, "stage": stage}
    place, _made = team.touchpoints.get_or_create(name__iexact=step.name, defaults=captured)
    return place
