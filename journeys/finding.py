"""Finding the journey, phase or step that an address names, and the way back to where the person was."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from journeys.models import Journey, JourneyPhase, JourneyQuerySet, JourneyStep
from teams.access import TeamRequest
from teams.forms import held_when_posted, when_posted
from touchpoints.describing import one_at_a_time


def journeys_of(request: TeamRequest) -> JourneyQuerySet:
    """The team's journeys, each with what its name and address need."""
    return request.team.journeys.select_related("team", "persona")


def alone(request: TeamRequest) -> AbstractContextManager[None]:
    """For what is posted: nobody else in the team names a journey, a profile or a touchpoint meanwhile."""
    return when_posted(request, one_at_a_time(request.team))


def together(request: TeamRequest) -> AbstractContextManager[None]:
    """For what is posted: what is found stays as it was found until everything is done."""
    return when_posted(request, transaction.atomic())


def journey_of(request: TeamRequest, pk: int) -> Journey:
    """One of the team's journeys, else 404; held while what was posted is worked on."""
    return get_object_or_404(held_when_posted(request, journeys_of(request)), pk=pk)


def phase_of(journey: Journey, pk: int) -> JourneyPhase:
    """A phase of the journey, else 404."""
    phase = get_object_or_404(journey.phases.all(), pk=pk)
    phase.journey = journey
    return phase


def step_of(journey: Journey, pk: int) -> JourneyStep:
    """A step of the journey, else 404."""
    step = get_object_or_404(journey.steps.select_related("phase", "touchpoint", "department"), pk=pk)
    step.journey = journey
    return step


def next_of(request: TeamRequest, journey: Journey) -> str:
    """Where the person came from, as `next` says in the form or the address; the map if it says nothing of ours."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(told, allowed_hosts=hosts, require_https=request.is_secure())
    return told if is_ours and told.startswith("/") else journey.get_absolute_url()


def back(request: TeamRequest, journey: Journey) -> HttpResponse:
    """Back to where the person was."""
    return HttpResponseRedirect(next_of(request, journey))
