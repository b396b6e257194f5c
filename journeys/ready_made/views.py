"""The page on which a team takes a ready journey to begin with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from journeys.ready_made.preview import curve_of
from journeys.ready_made.reading import ReadyJourney, all_in
from journeys.ready_made.taking import take, taken_by
from teams.access import TeamRequest, writers
from touchpoints.exchange.ready_made import names_in


@writers
def choose(request: TeamRequest) -> HttpResponse:
    """The ready journeys as cards, in the team's language; posting takes one and opens its map."""
    if request.method == "POST":
        return _taken(request, _chosen(request))
    all_of_them = all_in(request.team.language)
    taken = taken_by(request.team, all_of_them)
    cards = [{"ready": ready, "curve": curve_of(ready), "journey": taken.get(ready.key)} for ready in all_of_them]
    context = {"cards": cards, "there": names_in(request.team)}
    return render(request, "journeys/ready_made/choose.html", context)


def _chosen(request: TeamRequest) -> ReadyJourney:
    for ready in all_in(request.team.language):
        if ready.key == request.POST.get("journey"):
            return ready
    raise Http404


def _taken(request: TeamRequest, ready: ReadyJourney) -> HttpResponse:
    taken = take(ready, team=request.team)
    if not taken.is_new:
        messages.info(request, _("Diese Journey gibt es schon. Hier ist sie."))
        return redirect(taken.journey)
    messages.success(request, _("Kundenprofil, Kontaktpunkte und Journey sind da. Jetzt darf alles geändert werden."))
    if taken.retired:
        messages.warning(request, _("Stillgelegt, aber auf diesem Weg gebraucht: %s.") % ", ".join(taken.retired))
    return redirect(taken.journey)
