"""Crisis plans: their steps, starting them for real or as a drill, and looking through them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actions.errors import NotAllowed
from actions.models import DrawerLine, Plan, PlanKind
from actions.plans import drawer
from actions.plans.finding import add_part, alone, changeable, edit_part, plans_of, remove_part
from actions.plans.part_forms import DrawerLineForm
from teams.access import TeamRequest, writers
from teams.forms import confirm_page


@writers
def add_line(request: TeamRequest, plan: int) -> HttpResponse:
    """Another step."""
    return add_part(request, plan, DrawerLineForm, _("Schritt hinzufügen"), PlanKind.CRISIS)


@writers
def edit_line(request: TeamRequest, line: int) -> HttpResponse:
    """Other words, other people, another time."""
    return edit_part(request, DrawerLine, line, DrawerLineForm, _("Schritt ändern"))


@writers
def remove_line(request: TeamRequest, line: int) -> HttpResponse:
    """Ask once, then take it out."""
    return remove_part(request, DrawerLine, line, _("Schritt „%s“ entfernen?"))


@writers
@require_POST
def start(request: TeamRequest, plan: int) -> HttpResponse:
    """Start it now, by everybody who works in the team: in a crisis nobody waits for the lead."""
    is_drill = "drill" in request.POST
    try:
        with alone(request):
            found = get_object_or_404(plans_of(request).filter(kind=PlanKind.CRISIS), pk=plan)
            started = drawer.start(drawer=found, by=request.user, at=timezone.now(), is_drill=is_drill)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("„%s“ läuft. Die Tage zählen ab jetzt.") % started)
    return redirect(started)


@writers
@require_POST
def mark_reviewed(request: TeamRequest, plan: int) -> HttpResponse:
    """Say that it still fits."""
    with alone(request):
        found = changeable(request, plan, PlanKind.CRISIS)
        drawer.mark_reviewed(drawer=found, at=timezone.now())
    messages.success(request, _("Heute durchgesehen: „%s“.") % found)
    return redirect(found)


@writers
def throw_away(request: TeamRequest, plan: int) -> HttpResponse:
    """Ask once, then remove a drill with all its actions."""
    with alone(request):
        drill = changeable(request, plan, PlanKind.PROJECT)
        if not drill.is_drill:
            return redirect(drill)
        if request.method == "POST":
            drawer.throw_away(drill=drill, at=timezone.now())
            messages.success(request, _("Die Übung ist weg, ihre Maßnahmen auch."))
            return redirect("actions:plans", request.team.slug)
    return _asked(request, drill)


def _asked(request: TeamRequest, drill: Plan) -> HttpResponse:
    count = drill.actions.count()
    lost = ngettext("%(count)d Maßnahme geht mit ihr.", "%(count)d Maßnahmen gehen mit ihr.", count)
    return confirm_page(
        request,
        _("„%s“ wegwerfen?") % drill,
        consequences=lost % {"count": count},
        action=_("Wegwerfen"),
        cancel_url=drill.get_absolute_url(),
    )
