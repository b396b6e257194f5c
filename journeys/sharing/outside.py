"""What of a map people outside see: the rest is taken out before anything is drawn, so that nothing slips through."""

from __future__ import annotations

from dataclasses import replace

from journeys.feeling import Felt, Origin
from journeys.lanes import LANES, Lane, Side
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import CUSTOMER_TEXTS, TEXTS


def lanes_shown(*, inside: bool) -> list[Lane]:
    """All lanes, or the customer's alone."""
    return [lane for lane in LANES if inside or lane.side == Side.CUSTOMER]


def as_shown(journey: JourneyMap, *, inside: bool) -> JourneyMap:
    """The map without what leads into the team, what was measured there, and, unless `inside`, its inside view.

    Whose case it is stays with the team: there stands a customer's name as often as not.
    """
    phases = [MapPhase(phase.name, [_step(step, inside=inside) for step in phase.steps]) for phase in journey.phases]
    return replace(journey, phases=phases, notes="", case_name="")


def _step(step: MapStep, *, inside: bool) -> MapStep:
    names = TEXTS if inside else CUSTOMER_TEXTS
    return MapStep(
        thread="",
        title=step.title,
        touchpoint_name=step.title if step.touchpoint_name else "",
        kind=step.kind,
        texts={name: step.texts.get(name, "") if name in names else "" for name in TEXTS},
        emotion=None if step.felt and step.felt.origin != Origin.STEP else step.emotion,
        evidence=step.evidence,
        felt=_felt(step.felt) if step.felt else None,
        is_moment_of_truth=step.is_moment_of_truth,
        medium=step.medium,
        waiting_minutes=step.waiting_minutes,
        happened_on=step.happened_on,
        department=step.department if inside else "",
        is_break=step.is_break,
    )


def _felt(felt: Felt) -> Felt:
    """How it is felt, and whether that was measured or heard; not with which metric, and of how many customers."""
    return Felt(round(felt.value, 1), felt.origin, felt.evidence)
