"""The page of one step: where it lies, what it says from both sides, and what leads from it into work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404

from journeys.feeling import Origin
from journeys.insight.looking import weak_points_of
from journeys.insight.occasion import occasion
from journeys.insight.voices import voices_at
from journeys.lanes import LANES, Lane, Side
from journeys.map.heads import marks
from journeys.map.telling import in_words
from journeys.mapping import MapStep, map_of
from journeys.models import JourneyStep
from journeys.wording import mood, signed


def shown(row: JourneyStep, *, at: datetime) -> dict[str, Any]:
    """Everything on the page but what the floors below and above tell of the touchpoint themselves.

    Raises Http404 if somebody has removed the step meanwhile.
    """
    drawn = map_of(row.journey)
    steps = drawn.steps
    place = next((place for place, step in enumerate(steps) if step.pk == row.pk), None)
    if place is None:
        raise Http404
    step = steps[place]
    weak = next((point for point in weak_points_of(row.journey, drawn, at) if point.step is step), None)
    reasons = weak.reasons if weak else []
    return {
        "row": row,
        "step": step,
        "number": place + 1,
        "total": len(steps),
        "phase": next(phase for phase in drawn.phases if step in phase.steps),
        "before": steps[place - 1] if place else None,
        "after": steps[place + 1] if place + 1 < len(steps) else None,
        "marks": list(marks(step)),
        "sides": [(side, list(_told(step, side))) for side in Side],
        "feeling": _feeling(step),
        "weak": weak,
        "occasion": occasion(drawn, step, reasons),
        "voices": voices_at(row.touchpoint) if row.touchpoint else None,
    }


def _told(step: MapStep, side: Side) -> Iterator[tuple[Lane, str]]:
    """The lanes of that side which say something in words."""
    for lane in LANES:
        if lane.side == side and not lane.is_curve and step.texts[lane.name]:
            yield lane, step.texts[lane.name]


def _feeling(step: MapStep) -> dict[str, Any] | None:
    """What the emotion counts as and how it is known; where it is measured, what was put down at the step beside it."""
    if step.felt is None:
        return None
    is_said = step.felt.origin != Origin.STEP
    return {
        "felt": step.felt,
        "figure": signed(step.felt.value),
        "mood": mood(step.felt.value),
        "is_measured": step.felt.origin == Origin.READINGS,
        "is_heard": step.felt.origin == Origin.VOICES,
        "in_words": in_words(step.felt),
        "own": signed(step.emotion) if is_said and step.emotion is not None else "",
    }
