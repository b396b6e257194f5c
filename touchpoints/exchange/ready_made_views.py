"""The page on which a team picks touchpoints that most companies have."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams.access import TeamRequest, writers
from touchpoints.exchange import ready_made

AUDIENCES = {"b2b": "for_companies", "b2c": "for_people"}


@writers
def pick(request: TeamRequest) -> HttpResponse:
    """The list to choose from; posting captures what was ticked."""
    if request.method == "POST":
        return _added(request, ready_made.add(request.POST.getlist("entry"), team=request.team))
    audience = request.GET.get("for", "")
    entries = [
        entry
        for entry in ready_made.all_of(request.team.language)
        if audience not in AUDIENCES or getattr(entry, AUDIENCES[audience])
    ]
    context = {
        "audience": audience,
        "groups": list(ready_made.by_stage(entries)),
        "total": len(entries),
        "there": ready_made.names_in(request.team),
        "tick_all": request.GET.get("tick") == "all",
    }
    return render(request, "touchpoints/exchange/ready_made.html", context)


def _added(request: TeamRequest, count: int) -> HttpResponse:
    if not count:
        messages.info(request, _("Es ist nichts dazugekommen: Angekreuzt war nichts, was noch fehlt."))
        return redirect("touchpoints:ready_made", request.team.slug)
    sentence = ngettext("%(count)s Kontaktpunkt ist erfasst.", "%(count)s Kontaktpunkte sind erfasst.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("touchpoints:list", request.team.slug)
