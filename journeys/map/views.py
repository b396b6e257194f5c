"""The map of a journey, and the same told step by step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
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
from teams.etags import tag_of, unchanged


@require_safe
@everyone
def show(request: TeamRequest, pk: int) -> HttpResponse:
    """The map: phases and steps across, lanes down."""
    journey = journey_of(request, pk)
    context = _drawn(request, journey) | {"live_tag": _tag(request, journey), "has_both": _has_both(journey)}
    context["moods"] = [(value, signed(value), word) for value, word in MOODS.items()]
    return render(request, "journeys/map/map.html", context)


@require_safe
@everyone
def live(request: TeamRequest, pk: int) -> HttpResponseBase:
    """The map for its open page, with what others have saved; 304 and one query while nobody has."""
    journey = journey_of(request, pk)
    tag = _tag(request, journey)
    if answer := unchanged(request, tag):
        return answer
    response = render(request, "journeys/map/map.html#drawn", _drawn(request, journey))
    response.headers["ETag"] = tag
    return response


@require_safe
@everyone
def steps(request: TeamRequest, pk: int) -> HttpResponse:
    """The same as the map, one step after the other."""
    context = _context(request, journey_of(request, pk))
    return render(request, "journeys/map/steps.html", context | {"phases": told(context["map"], context["asked"])})


def _tag(request: TeamRequest, journey: Journey) -> str:
    """Another one once somebody has changed what the map shows, its reader's role, or the day."""
    return tag_of(journey.pk, journey.version, request.membership.role, request.team.today(timezone.now()))


def _drawn(request: TeamRequest, journey: Journey) -> dict[str, Any]:
    context = _context(request, journey)
    asked = context["asked"] if context["map"].steps else Asked.for_heads_alone()
    to = Addresses(journey, may_write=request.membership.can_write)
    return context | {"grid": Grid(context["map"], asked, to).drawn()}


def _has_both(journey: Journey) -> bool:
    """Whether this way is drawn as it is and as it should be; a single case is held against neither."""
    other = {JourneyKind.ACTUAL: JourneyKind.TARGET, JourneyKind.TARGET: JourneyKind.ACTUAL}.get(
        JourneyKind(journey.kind)
    )
    return other is not None and journey.team.journeys.of_occasion(journey).filter(kind=other).exists()


def _context(request: TeamRequest, journey: Journey) -> dict[str, Any]:
    asked, drawn = Asked.of(request.GET), map_of(journey)
    standing_out = [step for step in drawn.steps if asked.means(step)]
    return {
        "journey": journey,
        "map": drawn,
        "asked": asked,
        "departments": departments_of(drawn),
        "standing_out": len(standing_out),
        **figures_of(drawn),
    }
