"""Makes a journey of what a file told: its customers, the touchpoints that are missing, and the way, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simple_history.utils import bulk_create_with_history

from journeys import making
from journeys.mapping import JourneyMap, MapStep
from journeys.models import Journey, JourneyPhase, JourneyStep
from teams.models import Department, Team
from touchpoints.describing import one_at_a_time
from touchpoints.exchange.checking import key
from touchpoints.models import Kind, Status, Touchpoint


@dataclass(frozen=True)
class Wishes:
    """What shall happen beside the journey itself.

    `ticket` is that of the form: whoever sends it twice has one journey. `persona` is the name of new customers.
    """

    ticket: uuid.UUID
    persona: str = ""
    makes_touchpoints: bool = False
    makes_departments: bool = False

    @property
    def mark(self) -> str:
        """What the history notes beside the journey."""
        return f"import {self.ticket}"


@dataclass(frozen=True)
class Outlook:
    """What a way finds in a team: its touchpoints by key, and what is missing there, as the file writes it."""

    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    missing_touchpoints: list[str] = field(default_factory=list)
    missing_departments: list[str] = field(default_factory=list)

    @property
    def retired(self) -> list[str]:
        """Touchpoints of the way that customers no longer meet here."""
        return [touchpoint.name for touchpoint in self.touchpoints.values() if touchpoint.status == Status.RETIRED]


def outlook(*, team: Team, way: JourneyMap) -> Outlook:
    """Hold the way against the team's inventory and departments."""
    places = _by_key(step.touchpoint_name for step in way.steps)
    departments = _by_key(step.department for step in way.steps)
    names = team.touchpoints.values_list("pk", "name")
    there = team.touchpoints.select_related("department").in_bulk([pk for pk, name in names if key(name) in places])
    found = {key(touchpoint.name): touchpoint for touchpoint in there.values()}
    known = {key(department.name): department for department in team.departments.all()}
    return Outlook(
        touchpoints=found,
        departments=known,
        missing_touchpoints=[name for each, name in places.items() if each not in found],
        missing_departments=[name for each, name in departments.items() if each not in known],
    )


def made_before(*, team: Team, ticket: uuid.UUID) -> Journey | None:
    """The journey that a form with this ticket made already, unless it is removed again."""
    made = Journey.history.filter(team=team.pk, history_change_reason=Wishes(ticket).mark).values("id")
    return team.journeys.filter(pk__in=made).first()


def take_in(*, journey: Journey, way: JourneyMap, wishes: Wishes) -> Journey:
    """Save a new journey with the phases and steps of the way.

    Raises ValidationError if there is one of its kind already.
    """
    team = journey.team
    with one_at_a_time(team):
        if made := made_before(team=team, ticket=wishes.ticket):
            return made
        if wishes.persona:
            journey.persona = making.persona_named(team=team, name=wishes.persona)
        journey._change_reason = wishes.mark  # type: ignore[attr-defined]
        journey = making.make(journey=journey, phases=[phase.name for phase in way.phases])
        found = outlook(team=team, way=way)
        if wishes.makes_departments:
            found.departments.update(_new_departments(team, found.missing_departments))
        if wishes.makes_touchpoints:
            found.touchpoints.update(_new_touchpoints(team, way, found.missing_touchpoints))
        bulk_create_with_history(_rows(journey, way, found), JourneyStep)
    return journey


def _rows(journey: Journey, way: JourneyMap, found: Outlook) -> list[JourneyStep]:
    return [
        _row(journey, phase, position, step, found)
        for phase, told in zip(journey.phases.all(), way.phases, strict=True)
        for position, step in enumerate(told.steps)
    ]


def _row(journey: Journey, phase: JourneyPhase, position: int, step: MapStep, found: Outlook) -> JourneyStep:
    touchpoint = found.touchpoints.get(key(step.touchpoint_name))
    department = found.departments.get(key(step.department))
    if touchpoint and touchpoint.department == department:
        department = None  # as long as nothing else is said, it is the touchpoint's
    return JourneyStep(
        journey=journey,
        phase=phase,
        position=position,
        thread=uuid.UUID(step.thread) if step.thread else uuid.uuid4(),
        touchpoint=touchpoint,
        name=step.name if touchpoint else step.title,
        department=department,
        happened_on=step.happened_on,
        emotion=step.emotion,
        evidence=step.evidence,
        is_moment_of_truth=step.is_moment_of_truth,
        medium=step.medium,
        waiting_minutes=step.waiting_minutes,
        **step.texts,
    )


def _new_departments(team: Team, names: list[str]) -> dict[str, Department]:
    return {key(name): Department.objects.create(team=team, name=name) for name in names}


def _new_touchpoints(team: Team, way: JourneyMap, names: list[str]) -> dict[str, Touchpoint]:
    kinds = {key(step.touchpoint_name): step.kind for step in reversed(way.steps) if step.kind}
    ideas = [
        Touchpoint(team=team, name=name, kind=kinds.get(key(name), Kind.DIRECT), status=Status.IDEA) for name in names
    ]
    return {key(idea.name): idea for idea in bulk_create_with_history(ideas, Touchpoint)}


def _by_key(names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in filter(None, names):
        found.setdefault(key(name), name)
    return found
