"""A journey as one JSON document: what exports hand out, imports take in and snapshots keep.

    {"format": "kontaktpunkt-journey", "version": 1,
     "persona": "Bauherrin Berta", "occasion": "Heizung tauschen", "kind": "actual", "case_name": "", "notes": "",
     "phases": [{"name": "Kaufen", "steps": [{
         "thread": "…", "touchpoint": "Angebot", "touchpoint_kind": "direct", "name": "",
         "emotion": -1, "evidence": "guess", "is_moment_of_truth": true, "medium": "online", "waiting_minutes": 90,
         "happened_on": null, "department": "Vertrieb", "texts": {"goal": "…", …},
         "felt": {"value": -0.6, "origin": "readings", "metric": "CSAT", "n": 50, "measured_on": "2026-11-12"}}]}]}

`felt` is what the emotion counted as on the day; an import leaves it out, for it follows from what is measured.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import TextChoices

from journeys.feeling import Felt, Origin
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import TEXTS, JourneyKind, Medium
from touchpoints.models import Evidence, Kind

type Document = dict[str, Any]
"""JSON: strings, numbers, booleans, None, lists and objects; days in ISO 8601."""

FORMAT, VERSION = "kontaktpunkt-journey", 1


def as_document(journey: JourneyMap) -> Document:
    """Everything that the map shows."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "persona": journey.persona,
        "occasion": journey.occasion,
        "kind": journey.kind.value,
        "case_name": journey.case_name,
        "notes": journey.notes,
        "phases": [{"name": phase.name, "steps": [_step(step) for step in phase.steps]} for phase in journey.phases],
    }


def map_from(document: Document) -> JourneyMap:
    """The map that a document of ours holds, of an older version too: what it does not know yet is empty.

    No row stands behind its steps.
    """
    phases = document.get("phases", [])
    breaks = iter(_breaks([step for phase in phases for step in phase.get("steps", [])]))
    return JourneyMap(
        persona=document.get("persona", ""),
        occasion=document.get("occasion", ""),
        kind=_known(JourneyKind, document.get("kind"), JourneyKind.ACTUAL),
        case_name=document.get("case_name", ""),
        notes=document.get("notes", ""),
        phases=[
            MapPhase(phase.get("name", ""), [_step_from(step, next(breaks)) for step in phase.get("steps", [])])
            for phase in phases
        ],
    )


def _step(step: MapStep) -> Document:
    return {
        "thread": step.thread,
        "touchpoint": step.touchpoint_name,
        "touchpoint_kind": step.kind,
        "name": step.name,
        "emotion": step.emotion,
        "evidence": step.evidence,
        "is_moment_of_truth": step.is_moment_of_truth,
        "medium": step.medium,
        "waiting_minutes": step.waiting_minutes,
        "happened_on": step.happened_on.isoformat() if step.happened_on else None,
        "department": step.department,
        "texts": dict(step.texts),
        "felt": _felt(step.felt) if step.felt else None,
    }


def _felt(felt: Felt) -> Document:
    return {
        "value": felt.value,
        "origin": felt.origin.value,
        "evidence": felt.evidence,
        "metric": felt.metric,
        "n": felt.n,
        "measured_on": felt.measured_on.isoformat() if felt.measured_on else None,
    }


def _breaks(steps: list[Document]) -> list[bool]:
    """For each step whether the customer changes between online and offline before it."""
    before, breaks = "", []
    for step in steps:
        medium = _one_of(Medium, step.get("medium"))
        breaks.append(bool(before and medium and medium != before))
        before = medium or before
    return breaks


def _step_from(step: Document, is_break: bool) -> MapStep:
    name, touchpoint, texts = step.get("name", ""), step.get("touchpoint", ""), step.get("texts", {})
    return MapStep(
        thread=step.get("thread", ""),
        title=name or touchpoint,
        name=name,
        touchpoint_name=touchpoint,
        kind=_known(Kind, step.get("touchpoint_kind"), Kind.DIRECT).value if touchpoint else "",
        texts={name: texts.get(name, "") for name in TEXTS},
        emotion=step.get("emotion"),
        evidence=_one_of(Evidence, step.get("evidence")),
        felt=_felt_at(step),
        is_moment_of_truth=step.get("is_moment_of_truth", False),
        medium=_one_of(Medium, step.get("medium")),
        waiting_minutes=step.get("waiting_minutes"),
        happened_on=_day(step.get("happened_on")),
        department=step.get("department", ""),
        is_break=is_break,
    )


def _felt_at(step: Document) -> Felt | None:
    """What the emotion counted as; where the document does not say, it counts as the step's own."""
    if "felt" in step:
        return _felt_from(step["felt"]) if step["felt"] else None
    if (emotion := step.get("emotion")) is None:
        return None
    return Felt(value=emotion, evidence=_one_of(Evidence, step.get("evidence")))


def _felt_from(felt: Document) -> Felt:
    return Felt(
        value=felt["value"],
        origin=_known(Origin, felt.get("origin"), Origin.STEP),
        evidence=_one_of(Evidence, felt.get("evidence")),
        metric=felt.get("metric", ""),
        n=felt.get("n"),
        measured_on=_day(felt.get("measured_on")),
    )


def _known[Choice: TextChoices](choices: type[Choice], value: str | None, otherwise: Choice) -> Choice:
    return choices(value) if value in choices.values else otherwise


def _one_of(choices: type[TextChoices], value: str | None) -> str:
    return value if value and value in choices.values else ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
