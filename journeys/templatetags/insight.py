"""What other pages show about the weak points of a way."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from journeys.insight.looking import weak_points_of
from journeys.mapping import JourneyMap
from journeys.models import Journey

register = template.Library()

TOP = 3


@register.simple_tag
def weakest_of(journey: Journey, drawn: JourneyMap) -> dict[str, Any]:
    """The three weakest points of the journey whose map this is, and how many there are."""
    found = weak_points_of(journey, drawn, timezone.now())
    return {"points": found[:TOP], "count": len(found)}
