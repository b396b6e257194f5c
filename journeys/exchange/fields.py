"""What files say of a journey, a phase and a step, by the names that the JSON document has for it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from journeys.exchange.values import Choice, Day, Flag, Line, Text, Thread, Value, Whole
from journeys.models import TEXTS, Journey, JourneyKind, JourneyPhase, JourneyStep, Persona
from journeys.models.step import HIGHEST, LONGEST, LOWEST
from teams.models import Department
from touchpoints.models import Evidence, Touchpoint

LONGEST_WAIT = 5_256_000


def _of(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


JOURNEY: dict[str, Value] = {
    "persona": Line(_of(Persona, "name").max_length),
    "occasion": Line(_of(Journey, "occasion").max_length),
    "kind": Choice(_of(Journey, "kind"), JourneyKind.ACTUAL.value),
    "case_name": Line(_of(Journey, "case_name").max_length),
    "notes": Text(_of(Journey, "notes").max_length),
}
PHASE: dict[str, Value] = {"name": Line(_of(JourneyPhase, "name").max_length, is_needed=True)}
STEP: dict[str, Value] = {
    "thread": Thread(),
    "touchpoint": Line(_of(Touchpoint, "name").max_length),
    "touchpoint_kind": Choice(_of(Touchpoint, "kind")),
    "name": Line(_of(JourneyStep, "name").max_length),
    "emotion": Whole(LOWEST, HIGHEST),
    "evidence": Choice(_of(JourneyStep, "evidence"), Evidence.GUESS.value),
    "is_moment_of_truth": Flag(),
    "medium": Choice(_of(JourneyStep, "medium")),
    "waiting_minutes": Whole(0, LONGEST_WAIT),
    "happened_on": Day(),
    "department": Line(_of(Department, "name").max_length),
}
LANE_TEXTS: dict[str, Value] = dict.fromkeys(TEXTS, Text(LONGEST))


def empty_step() -> dict[str, Any]:
    """A step of the document of which nothing is said."""
    said: dict[str, Any] = {name: value.empty for name, value in STEP.items()}
    return said | {"texts": dict.fromkeys(TEXTS, ""), "felt": None}
