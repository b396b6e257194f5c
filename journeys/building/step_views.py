"""Steps of a journey: adding, changing, moving and removing them.

Each of these takes `next`, a path of ours to come back to (POST or query string); without it the map is shown.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeys import placing
from journeys.building import into_inventory as inventory
from journeys.building.step_forms import AddStepForm, MoveStepForm, StepForm
from journeys.finding import alone, back, journey_of, next_of, step_of, together
from teams.access import TeamRequest, writers
from teams.forms import confirm_page, form_page, posted
from touchpoints.models import Status


@writers
def add_step(request: TeamRequest, pk: int) -> HttpResponse:
    """Add a step: POST `touchpoint` (a name of the inventory) or `name` (what is missing), `phase` (its pk) and `to`
    (so many steps of the phase come before it), if it is not to be the phase's last. `gap=on` takes a name that the
    inventory does not have as what is missing. GET asks for these; `?phase=` and `?to=` choose the place beforehand.
    """
    with together(request):
        journey = journey_of(request, pk)
        if not journey.phases.exists():
            messages.info(request, _("Ein Schritt liegt in einer Phase. Zuerst also die Phase."))
            return redirect("journeys:add_phase", request.team.slug, pk)
        asked = {"place": _place(request.GET)} if "phase" in request.GET else {}
        form = AddStepForm(_with_place(posted(request)), journey=journey, initial=asked)
        if form.added():
            return back(request, journey)
    context = {"journey": journey, "next": next_of(request, journey)}
    return form_page(request, "journeys/building/add_step.html", form, **context)


@writers
def edit_step(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Everything about a step in one form, and beside it where else on the way it could lie."""
    with together(request):
        journey = journey_of(request, pk)
        found = step_of(journey, step)
        form = StepForm(posted(request), instance=found, team=request.team)
        if form.kept():
            return back(request, journey)
    context = {"journey": journey, "step": step_of(journey, step), "next": next_of(request, journey)}
    return form_page(request, "journeys/building/step_form.html", form, move_form=MoveStepForm(step=found), **context)


@writers
@require_POST
def move_step(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Put a step elsewhere: POST `phase` (its pk) and `to` (so many others of that phase come before it; without it
    all of them), or both as `place` ("phase:to"), or `steps` (-1 back, 1 forward on the way, over the borders of
    phases)."""
    with together(request):
        journey = journey_of(request, pk)
        found = step_of(journey, step)
        form = MoveStepForm(_with_place(request.POST), step=found)
        if request.POST.get("steps") in {"-1", "1"}:
            placing.shift_step(step=found, forward=request.POST["steps"] == "1")
        elif form.is_valid():
            phase, to = form.cleaned_data["place"]
            placing.move_step(step=found, phase=phase, to=placing.MOST_STEPS if to is None else to)
        else:
            messages.error(
                request, _("Dorthin lässt sich der Schritt nicht verschieben: Die Phase gibt es nicht mehr.")
            )
    return back(request, journey)


@writers
def remove_step(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Take a step out of the way: GET asks once, POST does it."""
    with together(request):
        journey = journey_of(request, pk)
        found = step_of(journey, step)
        if request.method == "POST":
            placing.remove_step(step=found)
            return back(request, journey)
    lost = _("Was an ihm steht, geht mit.")
    stays = "" if found.is_gap else _("Der Kontaktpunkt bleibt im Inventar.")
    return confirm_page(
        request,
        _("Schritt „%s“ entfernen?") % found,
        consequences=f"{lost} {stays}",
        action=_("Entfernen"),
        cancel_url=next_of(request, journey),
    )


@writers
def into_inventory(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Make a touchpoint of the inventory out of a gap: POST does it, `link=on` links the one that has its name.

    GET asks which of the two. A POST that meets a touchpoint of that name comes back to the question.
    """
    with alone(request):
        journey = journey_of(request, pk)
        found = step_of(journey, step)
        try:
            if request.method == "POST":
                (inventory.link if "link" in request.POST else inventory.put_in)(step=found)
                return back(request, journey)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
    there = inventory.found(step=found)
    context = {
        "journey": journey,
        "step": found,
        "there": there,
        "is_retired": there is not None and there.status == Status.RETIRED,
        "next": next_of(request, journey),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "journeys/building/into_inventory.html", context, status=status)


def _place(asked: QueryDict) -> str:
    return f"{asked.get('phase', '')}:{asked.get('to', '')}"


def _with_place(typed: QueryDict | None) -> QueryDict | None:
    """What was typed, with the place that its phase and number name."""
    if typed is None or "place" in typed:
        return typed
    completed = typed.copy()
    completed["place"] = _place(typed)
    return completed
