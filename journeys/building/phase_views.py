"""Phases of a journey: adding, renaming, moving and removing them.

Each of these takes `next`, a path of ours to come back to (POST or query string); without it the map is shown.
"""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from journeys import placing
from journeys.building.forms import PhaseForm
from journeys.finding import back, journey_of, next_of, phase_of, together
from journeys.models import JourneyPhase
from teams.access import TeamRequest, writers
from teams.forms import as_key, confirm_page, form_page, posted


@writers
def add_phase(request: TeamRequest, pk: int) -> HttpResponse:
    """Add a phase: POST `name`, and `to` (place counted from 0) if it is not to be the last. GET asks for these."""
    with together(request):
        journey = journey_of(request, pk)
        form = PhaseForm(posted(request), journey=journey)
        if form.kept(to=as_key(request.POST.get("to", ""))):
            return back(request, journey)
    context = {"journey": journey, "title": _("Phase hinzufügen"), "next": next_of(request, journey)}
    return form_page(request, "journeys/building/phase_form.html", form, **context)


@writers
def rename_phase(request: TeamRequest, pk: int, phase: int) -> HttpResponse:
    """Give a phase another name: POST `name`. GET asks for it."""
    with together(request):
        journey = journey_of(request, pk)
        form = PhaseForm(posted(request), journey=journey, instance=phase_of(journey, phase))
        if form.kept():
            return back(request, journey)
    context = {"journey": journey, "title": _("Phase umbenennen"), "next": next_of(request, journey)}
    return form_page(request, "journeys/building/phase_form.html", form, **context)


@writers
@require_POST
def move_phase(request: TeamRequest, pk: int, phase: int) -> HttpResponse:
    """Put a phase elsewhere: POST `to` (its place, counted from 0) or `steps` (-1 to the left, 1 to the right)."""
    with together(request):
        journey = journey_of(request, pk)
        found, to = phase_of(journey, phase), as_key(request.POST.get("to", ""))
        if to is not None:
            placing.move_phase(phase=found, to=to)
        elif request.POST.get("steps") in {"-1", "1"}:
            placing.shift_phase(phase=found, by=int(request.POST["steps"]))
    return back(request, journey)


@writers
def remove_phase(request: TeamRequest, pk: int, phase: int) -> HttpResponse:
    """Remove a phase with its steps: GET asks once and says how many, POST does it."""
    with together(request):
        journey = journey_of(request, pk)
        found = phase_of(journey, phase)
        if request.method == "POST":
            placing.remove_phase(phase=found)
            return back(request, journey)
    return confirm_page(
        request,
        _("Phase „%s“ entfernen?") % found,
        consequences=_lost_with(found),
        action=_("Entfernen"),
        cancel_url=next_of(request, journey),
    )


def _lost_with(phase: JourneyPhase) -> str:
    count = phase.steps.count()
    if not count:
        return _("In ihr liegt noch kein Schritt.")
    lost = ngettext(
        "%(count)d Schritt geht mit, samt allem, was an ihm steht.",
        "%(count)d Schritte gehen mit, samt allem, was an ihnen steht.",
        count,
    )
    return " ".join([lost % {"count": count}, _("Die Kontaktpunkte bleiben im Inventar.")])
