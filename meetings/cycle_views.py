"""The inventory by where each touchpoint stands in the cycle: all of it, and who stands at one step."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from meetings.cycle import Leg, Step, standing_at, stops
from meetings.cycle_picture import stretches
from teams.access import TeamRequest, everyone
from touchpoints.models import Status

PAGE_SIZE = 50


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


@everyone
def step(request: TeamRequest) -> HttpResponse:
    """All touchpoints that stand at one step, in pages; `?step=` says which."""
    asked = request.GET.get("step")
    if asked not in Step.values:
        return redirect("cycle:overview", request.team.slug)
    step = Step(asked)
    found = standing_at(step, request.team.touchpoints.active(), request.team.zone).order_by("-is_key", "name")
    page = Paginator(found.as_lines(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "meetings/cycle_step.html", {"step": step, "page": page})
