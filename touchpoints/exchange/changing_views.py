"""Changing many touchpoints at once: chosen in the list, asked for here, told before it is done."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams.access import TeamRequest, writers
from teams.forms import form_page, posted
from touchpoints.exchange.changing_forms import ManyForm
from touchpoints.exchange.changing_many import change, counted
from touchpoints.exchange.picking import picked
from touchpoints.models import Status
from touchpoints.ways import journeys_through

MOST = 200
"""Touchpoints that can be changed in one go: four pages of the list."""


@writers
def change_many(request: TeamRequest) -> HttpResponse:
    """Ask what shall change for the touchpoints in the address, tell what that means, and do it."""
    keys = picked(request.GET)
    chosen = request.team.touchpoints.filter(pk__in=keys)
    if len(keys) > MOST or not chosen.exists():
        return _back_to_picking(request, keys)
    form = ManyForm(posted(request), team=request.team)
    context: dict[str, Any] = {"chosen": chosen, "list_url": _list_url(request)}
    if "back" in request.POST or not form.is_valid():
        return form_page(request, "touchpoints/exchange/change_many.html", form, **context)
    if "sure" in request.POST:
        return _changed(request, change(chosen, form.changes, team=request.team))
    counts = counted(chosen.prefetch_related("tags"), form.changes)
    context |= {"told": list(form.told(counts)), "count": counts["any"], "typed": _typed(request)}
    if form.cleaned_data["status"] == Status.RETIRED:
        context["journeys"] = journeys_through(*chosen)
    return render(request, "touchpoints/exchange/change_many_told.html", context)


def _changed(request: TeamRequest, count: int) -> HttpResponse:
    sentence = ngettext("%(count)s Kontaktpunkt ist geändert.", "%(count)s Kontaktpunkte sind geändert.", count)
    messages.success(request, sentence % {"count": count})
    return redirect(_list_url(request))


def _back_to_picking(request: TeamRequest, keys: list[int]) -> HttpResponse:
    """Where too many are ticked they stay so, for some to be taken out."""
    if len(keys) > MOST:
        sentence = _("Auf einmal lassen sich höchstens %(most)s Kontaktpunkte ändern, angekreuzt sind %(count)s.")
        messages.info(request, sentence % {"most": MOST, "count": len(keys)})
        return redirect(_list_url(request, pick="on", touchpoint=keys))
    messages.info(request, _("Erst in der Liste ankreuzen, was sich ändern soll."))
    return redirect(_list_url(request, pick="on"))


def _typed(request: TeamRequest) -> list[tuple[str, str]]:
    """What was posted, to be carried along until it is sure."""
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]


def _list_url(request: TeamRequest, **more: object) -> str:
    """The list as it was before lines were chosen in it, or with more said about it."""
    query = {name: value for name, value in request.GET.items() if name not in ("touchpoint", "pick")}
    return f"{reverse('touchpoints:list', args=[request.team.slug])}?{urlencode(query | more, doseq=True)}"
