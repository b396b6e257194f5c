"""The inventory: list, one touchpoint, and what people do with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import push_url

from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page, held_when_posted, posted, when_posted
from teams.history import changes
from touchpoints.describing import one_at_a_time
from touchpoints.filters import NOTHING, asked_for, asks_further, narrowed
from touchpoints.forms import RetireForm, TouchpointForm
from touchpoints.models import Touchpoint
from touchpoints.ways import journeys_through

PAGE_SIZE = 50
CHANGES_BESIDE = 8


@everyone
def inventory(request: TeamRequest) -> HttpResponse:
    """The team's touchpoints, filtered as the address says."""
    return render(request, "touchpoints/list.html", _found(request))


@everyone
def lines(request: TeamRequest) -> HttpResponse:
    """Only the lines that the filter finds; the address bar shows the page they belong to."""
    response = render(request, "touchpoints/list.html#lines", _found(request))
    page_url = reverse("touchpoints:list", args=[request.team.slug])
    return push_url(response, f"{page_url}?{request.GET.urlencode()}")


def _found(request: TeamRequest) -> dict[str, Any]:
    asked, census = asked_for(request.GET), request.team.touchpoints.active().census()
    paginator = Paginator(narrowed(request.team, asked).as_lines(), PAGE_SIZE)
    if asked == NOTHING:
        paginator.count = census["total"]  # counted already: the page without filters is the one most asked for
    page = paginator.get_page(request.GET.get("page"))
    return {"asked": asked, "page": page, "census": census, "further": asks_further(request.GET)}


@everyone
def further_filters(request: TeamRequest) -> HttpResponse:
    """The filters that are not at hand, for the row of filters."""
    return render(request, "touchpoints/further_filters.html", {"asked": asked_for(request.GET)})


@everyone
def beside(request: TeamRequest) -> HttpResponse:
    """What stands beside the list: the next round, and what none has taken up yet."""
    return render(request, "touchpoints/list.html#beside")


@everyone
def detail(request: TeamRequest, pk: int) -> HttpResponse:
    """Everything known about one touchpoint."""
    people = request.team.touchpoints.select_related("stage", "department", "owner")
    touchpoint = get_object_or_404(people, pk=pk)
    return render(
        request,
        "touchpoints/detail.html",
        {"touchpoint": touchpoint, "changes": changes(touchpoint, limit=CHANGES_BESIDE)},
    )


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Capture a touchpoint."""
    with when_posted(request, one_at_a_time(request.team)):
        return _edit(request, Touchpoint(), _("„%s“ ist erfasst."))


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change what is known about it; what is posted meets a row that nobody else changes meanwhile."""
    with when_posted(request, one_at_a_time(request.team)):
        touchpoint = get_object_or_404(held_when_posted(request, request.team.touchpoints.all()), pk=pk)
        return _edit(request, touchpoint, _("„%s“ ist geändert."))


def _edit(request: TeamRequest, touchpoint: Touchpoint, done: str) -> HttpResponse:
    form = TouchpointForm(posted(request), instance=touchpoint, team=request.team)
    if form.is_valid():
        return _told(request, form.save(), done)
    return form_page(request, "touchpoints/form.html", form)


def _told(request: TeamRequest, touchpoint: Touchpoint, sentence: str) -> HttpResponse:
    messages.success(request, sentence % touchpoint)
    return redirect(touchpoint)


@writers
def retire(request: TeamRequest, pk: int) -> HttpResponse:
    """Take it out of the working inventory, with a reason."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    form = RetireForm(posted(request))
    if form.is_valid():
        touchpoint.retire(reason=form.cleaned_data["reason"])
        return _told(request, touchpoint, _("„%s“ ist stillgelegt. Alles Beschlossene bleibt erhalten."))
    journeys = journeys_through(touchpoint)
    return form_page(request, "touchpoints/retire.html", form, touchpoint=touchpoint, journeys=journeys)


@writers
@require_POST
def reactivate(request: TeamRequest, pk: int) -> HttpResponse:
    """Put it back into the working inventory."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    touchpoint.reactivate()
    return _told(request, touchpoint, _("„%s“ ist wieder aktiv."))


@writers
@require_POST
def mark_key(request: TeamRequest, pk: int) -> HttpResponse:
    """Count it among the super touchpoints, or no longer."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    touchpoint.mark_key("key" in request.POST)
    return redirect(touchpoint)
