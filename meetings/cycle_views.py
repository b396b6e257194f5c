"""The inventory by where each touchpoint stands in the cycle."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from meetings.cycle import Leg, stops
from meetings.cycle_picture import stretches
from teams.access import TeamRequest, everyone
from touchpoints.models import Status


@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """Four stages with two steps each, and what stands apart: ideas and what is retired."""
    found = stops(request.team.touchpoints.active(), request.team.zone)
    apart = request.team.touchpoints.aggregate(
        ideas=Count("pk", filter=Q(status=Status.IDEA)), retired=Count("pk", filter=Q(status=Status.RETIRED))
    )
    context = {
        "legs": [(leg, [found[step] for step in leg.steps]) for leg in Leg],
        "total": sum(stop.count for stop in found.values()),
        "apart": apart,
    }
    return render(request, "meetings/cycle.html", context)


@everyone
def spread(request: TeamRequest) -> HttpResponse:
    """How many stand at each stage, as a bar that the team's overview fetches."""
    found = stops(request.team.touchpoints.active(), request.team.zone, few=0)
    counts = [sum(found[step].count for step in leg.steps) for leg in Leg]
    shares = list(zip(Leg, counts, stretches(counts), strict=True))
    return render(request, "meetings/cycle_spread.html", {"shares": shares})
