"""A way as it is and as it should be, with something of everything that a comparison tells."""

from __future__ import annotations

from typing import Any

from journeys import making
from journeys.models import Journey, JourneyKind, JourneyPhase, JourneyStep, Persona
from teams.models import Team
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory, PersonaFactory

STEPS: list[dict[str, Any]] = [
    {"title": "Suche im Netz", "emotion": 0, "medium": "online", "doing": "Vergleicht drei Betriebe aus dem Ort."},
    {"title": "Anruf", "emotion": -1, "medium": "offline", "waiting_minutes": 20, "quote": "Fünf Minuten Musik!"},
    {"title": "Besuch vor Ort", "emotion": 2, "evidence": "customers", "is_moment_of_truth": True},
    {"title": "Angebot", "emotion": -2, "waiting_minutes": 14400, "expectation": "Eine Zahl, die gilt."},
    {"title": "Einbau", "emotion": 1, "experience": "Sauber und pünktlich."},
    {"title": "Rechnung", "emotion": -1, "evidence": "measured"},
]


def a_way(team: Team, persona: Persona | None = None, occasion: str = "Heizung tauschen") -> Journey:
    """Six steps at touchpoints in two phases."""
    journey: Journey = JourneyFactory(team=team, persona=persona or PersonaFactory(team=team), occasion=occasion)
    phases = [
        JourneyPhaseFactory(journey=journey, name=name, position=i) for i, name in enumerate(["Kaufen", "Nutzen"])
    ]
    for number, fields in enumerate(STEPS):
        given = dict(fields)
        title = given.pop("title")
        touchpoint = team.touchpoints.filter(name=title).first() or TouchpointFactory(team=team, name=title)
        JourneyStepFactory(phase=phases[number > 3], touchpoint=touchpoint, position=number, **given)
    return journey


def its_plan(journey: Journey) -> Journey:
    """As it should be: without the call, with a quick offer before the visit, and a call back at the end."""
    plan = making.copy(
        journey=journey,
        into=Journey(team=journey.team, persona=journey.persona, occasion=journey.occasion, kind=JourneyKind.TARGET),
    )
    plan.steps.get(touchpoint__name="Anruf").delete()
    plan.steps.filter(touchpoint__name="Angebot").update(
        position=1, emotion=1, waiting_minutes=1440, expectation="Ein Festpreis am nächsten Tag."
    )
    plan.steps.filter(touchpoint__name="Besuch vor Ort").update(position=3)
    last = JourneyPhase.objects.get(journey=plan, name="Nutzen")
    JourneyStep.objects.create(journey=plan, phase=last, name="Rückruf nach vier Wochen", position=9, emotion=2)
    return plan
