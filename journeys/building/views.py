"""The list of journeys, and making, changing, copying and removing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from journeys import making
from journeys.building.forms import JourneyForm
from journeys.building.listing import asked_for, occasions_on
from journeys.finding import alone, back, journey_of, journeys_of, next_of
from journeys.models import Journey, JourneyKind
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, posted


@require_safe
@everyone
def journeys(request: TeamRequest) -> HttpResponse:
    """The ways of all customers: those of one occasion stand together."""
    asked = asked_for(request.GET)
    page, occasions = occasions_on(journeys_of(request), asked, number=request.GET.get("page"))
    personas = request.team.personas.order_by("name").values_list("pk", "name")
    context = {"page": page, "occasions": occasions, "asked": asked, "personas": personas, "kinds": JourneyKind.choices}
    return render(request, "journeys/list.html", context)


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Make a journey; `?persona=`, `?occasion=` and `?kind=` fill the form beforehand."""
    given = {name: request.GET[name] for name in ("persona", "occasion", "kind") if name in request.GET}
    form = JourneyForm(posted(request), team=request.team, initial=given)
    if made := form.saved():
        messages.success(request, _("„%s“ steht. Jetzt kommen die Schritte.") % made)
        return redirect(made)
    return form_page(request, "journeys/building/form.html", form)


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Say differently whose way it is and on which occasion."""
    with alone(request):
        journey = journey_of(request, pk)
        form = JourneyForm(posted(request), instance=journey, team=request.team)
        if form.saved():
            return back(request, journey)
    context = {"journey": get_object_or_404(journeys_of(request), pk=pk), "next": next_of(request, journey)}
    return form_page(request, "journeys/building/form.html", form, **context)


@writers
def copy(request: TeamRequest, pk: int) -> HttpResponse:
    """Make a journey out of this one: the Soll of an Ist, one customer's case, another occasion, other customers."""
    with alone(request):
        journey = journey_of(request, pk)
        given = {"persona": journey.persona_id, "occasion": journey.occasion, "kind": _next_kind(journey)}
        form = JourneyForm(posted(request), team=request.team, source=journey, initial=given)
        if made := form.saved():
            messages.success(request, _("„%s“ steht.") % made)
            return redirect(made)
    return form_page(request, "journeys/building/form.html", form, journey=journey, next=next_of(request, journey))


@writers
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Ask once, then remove the journey."""
    with alone(request):
        journey = journey_of(request, pk)
        if request.method == "POST":
            making.remove(journey=journey)
            messages.success(request, _("„%s“ ist entfernt.") % journey)
            return redirect("journeys:list", request.team.slug)
    return confirm_page(
        request,
        _("Journey „%s“ entfernen?") % journey,
        consequences=_lost_with(journey),
        action=_("Entfernen"),
        cancel_url=next_of(request, journey),
    )


def _next_kind(journey: Journey) -> str:
    """What is most likely to be made of it: the Soll, unless there is one."""
    siblings = journey.team.journeys.of_occasion(journey)
    has_target = siblings.filter(kind=JourneyKind.TARGET).exists()
    return JourneyKind.CASE if has_target else JourneyKind.TARGET


def _lost_with(journey: Journey) -> str:
    counts = [
        (ngettext("%d Phase", "%d Phasen", (n := journey.phases.count())), n),
        (ngettext("%d Schritt", "%d Schritte", (n := journey.steps.count())), n),
        (ngettext("%d Stand", "%d Stände", (n := journey.snapshots.count())), n),
        (ngettext("%d Link zum Lesen", "%d Links zum Lesen", (n := journey.shares.count())), n),
    ]
    lost = ", ".join(words % count for words, count in counts if count)
    stays = _("Die Kontaktpunkte und das Kundenprofil bleiben.")
    return " ".join([_("Mit ihr gehen: %s.") % lost, stays]) if lost else stays
