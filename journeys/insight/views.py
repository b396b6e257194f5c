"""What a map tells: the page of one step, and the weak points of the way."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from journeys.finding import journey_of, step_of
from journeys.insight import page
from journeys.insight.looking import weak_points_of
from journeys.insight.occasion import occasion
from journeys.insight.weak import table
from journeys.mapping import map_of
from teams.access import TeamRequest, everyone


@require_safe
@everyone
def step(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """One step with all that is known there, and the way into work."""
    journey = journey_of(request, pk)
    found = step_of(journey, step)
    return render(request, "journeys/insight/step.html", {"journey": journey, **page.shown(found, at=timezone.now())})


@require_safe
@everyone
def weak_points(request: TeamRequest, pk: int) -> HttpResponse:
    """Where the way is weak, worst first, and why."""
    journey = journey_of(request, pk)
    drawn = map_of(journey)
    found = weak_points_of(journey, drawn, timezone.now())
    context = {
        "journey": journey,
        "lines": [(point, occasion(drawn, point.step, point.reasons)) for point in found],
        "steps": len(drawn.steps),
        "table": table(),
    }
    return render(request, "journeys/insight/weak_points.html", context)
