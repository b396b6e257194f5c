"""The team's link for colleagues without an account: to read and print, and for leads to open, renew and shut."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.models import Listening
from feedback.suggestions import doors, outcomes
from feedback.suggestions.receipts import address
from teams.access import TeamRequest, everyone, leads


@require_safe
@everyone
def link(request: TeamRequest) -> HttpResponse:
    """The link with its picture for a camera, fit for the notice board."""
    listening = Listening.of(request.team)
    code = listening.suggestions_code
    context = {
        "url": settings.BASE_URL + reverse("suggest_by_link", args=[code]) if code else "",
        "receipt_url": address(),
        "shows_outcomes": listening.shows_outcomes,
        "outcomes_url": reverse("outcomes_by_link", args=[code]) if code and listening.shows_outcomes else "",
        "told": request.team.suggestions.told().count(),
    }
    return render(request, "feedback/suggestions/link.html", context)


@require_POST
@leads
def renew_link(request: TeamRequest) -> HttpResponse:
    """A link that nobody has had yet."""
    doors.renew(team=request.team)
    messages.success(request, _("Der Link ist offen. Ältere Links und Aushänge öffnen nichts mehr."))
    return redirect("feedback:suggestion_link", request.team.slug)


@require_POST
@leads
def switch_outcomes(request: TeamRequest) -> HttpResponse:
    """Show what became of suggestions under the link, or show it no more."""
    shows = request.POST.get("shows") == "1"
    outcomes.switch(team=request.team, shows=shows)
    said = _("Die Liste ist unter dem Link zu lesen.") if shows else _("Die Liste ist nicht mehr zu lesen.")
    messages.success(request, said)
    return redirect("feedback:suggestion_link", request.team.slug)


@require_POST
@leads
def shut_link(request: TeamRequest) -> HttpResponse:
    """No link any more."""
    doors.shut(team=request.team)
    messages.success(request, _("Der Link ist geschlossen. Antworten sind mit den Codes weiter zu lesen."))
    return redirect("feedback:suggestion_link", request.team.slug)
