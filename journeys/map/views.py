"""The map of a journey, and the same told step by step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from journeys.finding import journey_of
from journeys.map.addresses import Addresses
from journeys.map.asked import Asked, departments_of
from journeys.map.figures import figures_of
from journeys.map.grid import Grid
from journeys.map.telling import told
from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind
from journeys.wording import MOODS, signed
from teams.access import TeamRequest, everyone


@require_safe
@everyone
def show(request: TeamRequest, pk: int) -> HttpResponse:
    """The map: phases and steps across, lanes down."""
    context = _context(request, pk)
    to = Addresses(context["journey"], may_write=request.membership.can_write)
    asked = context["asked"] if context["map"].steps else Asked.for_heads_alone()
    grid = Grid(context["map"], asked, to)
    context |= {"grid": grid.drawn(), "moods": [(value, signed(value), word) for value, word in MOODS.items()]}
    context["has_both"] = _has_both(context["journey"])
    return render(request, "journeys/map/map.html", context)


@require_safe
@everyone
def steps(request: TeamRequest, pk: int) -> HttpResponse:
    """The same as the map, one step after the other."""
    context = _context(request, pk)
    return render(request, "journeys/map/steps.html", context | {"phases": told(context["map"], context["asked"])})


def _has_both(journey: Journey) -> bool:
    """Whether this way is drawn as it is and as it should be; a single case is held against neither."""
    other = {JourneyKind.ACTUAL: JourneyKind.TARGET, JourneyKind.TARGET: JourneyKind.ACTUAL}.get(
        JourneyKind(journey.kind)
    )
    return other is not None and journey.team.journeys.of_occasion(journey).filter(kind=other).exists()


def _context(request: TeamRequest, pk: int) -> dict[str, Any]:
    journey, asked = journey_of(request, pk), Asked.of(request.GET)
    drawn = map_of(journey)
    standing_out = [step for step in drawn.steps if asked.means(step)]
    return {
        "journey": journey,
        "map": drawn,
        "asked": asked,
        "departments": departments_of(drawn),
        "standing_out": len(standing_out),
        **figures_of(drawn),
    }
