"""Where touchpoints lie on customers' ways: what the inventory asks before it changes one."""

from __future__ import annotations

from journeys.models import Journey, JourneyQuerySet, JourneyStep
from touchpoints.models import Touchpoint


def journeys_through(*touchpoints: Touchpoint) -> JourneyQuerySet:
    """The journeys with a step at one of these touchpoints, each once."""
    steps = JourneyStep.objects.filter(touchpoint__in=touchpoints).values("journey")
    return Journey.objects.filter(pk__in=steps).select_related("persona", "team")
