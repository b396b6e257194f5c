"""What a touchpoint hangs together with: systems, processes and data behind it, and other touchpoints."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.choosing import Among
from touchpoints.models import Influence, Touchpoint
from touchpoints.surroundings_forms import InfluenceForm, ResourceForm

NAMES_SHOWN = 20


@writers
def surroundings(request: TeamRequest, pk: int) -> HttpResponse:
    """What is there, to add to and to remove from."""
    return _page(request, get_object_or_404(request.team.touchpoints, pk=pk))


@writers
@require_POST
@transaction.atomic
def add_resource(request: TeamRequest, pk: int) -> HttpResponse:
    """Add a system, a process or data."""
    touchpoint = get_object_or_404(request.team.touchpoints.select_for_update(), pk=pk)
    form = ResourceForm(request.POST, touchpoint=touchpoint)
    if form.is_valid():
        form.save()
        return redirect("touchpoints:surroundings", request.team.slug, pk)
    return _page(request, touchpoint, resource_form=form)


@writers
@require_POST
def add_influence(request: TeamRequest, pk: int) -> HttpResponse:
    """Say what it does to another touchpoint."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    form = InfluenceForm(request.POST, touchpoint=touchpoint)
    if form.connected():
        return redirect("touchpoints:surroundings", request.team.slug, pk)
    return _page(request, touchpoint, influence_form=form)


@writers
def edit_resource(request: TeamRequest, pk: int, resource: int) -> HttpResponse:
    """Say differently what a system, a process or data is, and who answers for it."""
    with when_posted(request, transaction.atomic()):
        touchpoint = get_object_or_404(held_when_posted(request, request.team.touchpoints.all()), pk=pk)
        found = get_object_or_404(held_when_posted(request, touchpoint.resources.all()), pk=resource)
        form = ResourceForm(posted(request), touchpoint=touchpoint, instance=found)
        if form.is_valid():
            form.save()
            return redirect("touchpoints:surroundings", request.team.slug, pk)
    return form_page(request, "touchpoints/resource_form.html", form, touchpoint=touchpoint)


@writers
def edit_influence(request: TeamRequest, pk: int, influence: int) -> HttpResponse:
    """Say differently what it does and to which touchpoint, from either of its ends."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = _influence_at(touchpoint, influence)
    form = InfluenceForm(posted(request), touchpoint=found.source, instance=found)
    if form.connected():
        return redirect("touchpoints:surroundings", request.team.slug, pk)
    return form_page(request, "touchpoints/influence_form.html", form, touchpoint=touchpoint, source=found.source)


@writers
def remove_resource(request: TeamRequest, pk: int, resource: int) -> HttpResponse:
    """Ask once, then take a system, a process or data away from it."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = get_object_or_404(touchpoint.resources, pk=resource)
    if request.method == "POST":
        found.delete()
        return redirect("touchpoints:surroundings", request.team.slug, pk)
    return _asked(request, touchpoint, _("„%s“ hier entfernen?") % found)


@writers
def remove_influence(request: TeamRequest, pk: int, influence: int) -> HttpResponse:
    """Ask once, then take an influence away, from either of its ends."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = _influence_at(touchpoint, influence)
    if request.method == "POST":
        found.delete()
        return redirect("touchpoints:surroundings", request.team.slug, pk)
    return _asked(request, touchpoint, _("Wechselwirkung „%s“ entfernen?") % found)


@everyone
def names(request: TeamRequest) -> HttpResponse:
    """A few touchpoints whose names contain what is being typed, as choices for a field."""
    field = next((name for name in request.GET if name != "among"), "")
    typed = request.GET.get(field, "").replace("\0", "")
    among = Among.asked(request.GET.get("among", "")).of(request.team)
    found = among.filter(name__icontains=typed) if typed else among.none()
    return render(request, "touchpoints/names.html", {"names": found.values_list("name", flat=True)[:NAMES_SHOWN]})


def _influence_at(touchpoint: Touchpoint, influence: int) -> Influence:
    at_either_end = touchpoint.influences.all() | touchpoint.influenced_by.all()
    return get_object_or_404(at_either_end.select_related("source__team", "target"), pk=influence)


def _asked(request: TeamRequest, touchpoint: Touchpoint, question: str) -> HttpResponse:
    return confirm_page(request, question, action=_("Entfernen"), cancel_url=touchpoint.get_absolute_url())


def _page(
    request: TeamRequest,
    touchpoint: Touchpoint,
    *,
    resource_form: ResourceForm | None = None,
    influence_form: InfluenceForm | None = None,
) -> HttpResponse:
    context = {
        "touchpoint": touchpoint,
        "resource_form": resource_form or ResourceForm(touchpoint=touchpoint),
        "influence_form": influence_form or InfluenceForm(touchpoint=touchpoint),
    }
    invalid = resource_form or influence_form
    return render(request, "touchpoints/surroundings.html", context, status=422 if invalid else 200)
