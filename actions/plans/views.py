"""Plans: their list, the page of one, making and changing them, what goes in and out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actions.models import Plan, PlanKind
from actions.plans import making, page
from actions.plans.finding import LIVE, alone, changeable, matching, plans_of
from actions.plans.forms import PlanForm, ReadyForm, RowsForm
from actions.plans.printing import print_plan
from actions.plans.ready import READY
from actions.printing import is_printable, too_many
from teams.access import TeamRequest, everyone, leads, writers
from teams.forms import confirm_page, form_page, posted
from teams.history import changes
from teams.pdf import pdf_response
from touchpoints.exchange.downloads import file_name

OFFERED = 100
"""Actions that are offered at a time to be taken into a plan."""


@require_safe
@everyone
def plans(request: TeamRequest) -> HttpResponse:
    """The crisis plans in the drawer, and what goes on or is closed by kind."""
    today, closed = request.team.today(timezone.now()), "closed" in request.GET
    found, entries = page.live_plans(request.team, closed=closed, number=request.GET.get("page"), today=today)
    drawer = [(plan, plan.needs_review(today)) for plan in page.drawer_of(request.team)]
    context = {"page": found, "entries": entries, "drawer": drawer, "closed": closed, "kinds": PlanKind}
    return render(request, "actions/plans/list.html", context)


@require_safe
@everyone
def plan(request: TeamRequest, plan: int) -> HttpResponse:
    """One plan with all that belongs to it."""
    found, today = get_object_or_404(plans_of(request), pk=plan), request.team.today(timezone.now())
    context: dict[str, Any] = {
        "plan": found,
        "today": today,
        "may_change": found.may_be_changed_by(request.membership),
        "changes": changes(found),
    }
    if found.is_in_drawer:
        context |= {"steps": page.steps_of(found), "needs_review": found.needs_review(today)}
        context["starts"] = found.starts.select_related("team").order_by("-drawn_at")[:10]
        return render(request, "actions/plans/drawer.html", context)
    context |= page.shown(found, number=request.GET.get("page"), today=today)
    return render(request, "actions/plans/plan.html", context)


@require_safe
@everyone
def pdf(request: TeamRequest, plan: int) -> HttpResponse:
    """The same on paper, unless a great many actions belong to it."""
    found, at = get_object_or_404(plans_of(request), pk=plan), timezone.now()
    if not is_printable(page.actions_of(found)):
        messages.error(request, too_many())
        return redirect(found)
    content = print_plan(found, at=at)
    return pdf_response(content, file_name(slugify(found.name) or "plan", "pdf", team=request.team, at=at))


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Make a plan of the kind that the address names."""
    asked = request.GET.get("kind", "")
    kind = PlanKind(asked) if asked in PlanKind.values else PlanKind.PROJECT
    given = {"parent": request.GET.get("parent"), "responsible": request.user}
    form = PlanForm(posted(request), team=request.team, kind=kind, initial=given)
    if made := form.saved():
        messages.success(request, _("„%s“ steht.") % made)
        return redirect(made)
    return form_page(request, "actions/plans/form.html", form, kind=kind)


@writers
@require_POST
def ready(request: TeamRequest) -> HttpResponse:
    """Begin with a ready-made plan."""
    form = ReadyForm(request.POST)
    if form.is_valid():
        try:
            make = READY[form.cleaned_data["ready"]]
            return redirect(make(team=request.team, by=request.user, at=timezone.now()))
        except ValidationError:
            messages.info(request, _("Diesen Plan gibt es schon; unter anderem Namen geht er noch einmal."))
    return redirect("actions:plans", request.team.slug)


@writers
def edit(request: TeamRequest, plan: int) -> HttpResponse:
    """Change what a plan says."""
    with alone(request):
        found = changeable(request, plan)
        kind = PlanKind(found.kind)
        form = PlanForm(posted(request), instance=found, team=request.team, kind=kind)
        if changed := form.saved():
            return redirect(changed)
    return form_page(request, "actions/plans/form.html", form, kind=kind)


@writers
@require_POST
def close(request: TeamRequest, plan: int) -> HttpResponse:
    """Say that it is over."""
    with alone(request):
        found = making.close(plan=changeable(request, plan, *LIVE), at=timezone.now())
    messages.success(request, _("„%s“ ist abgeschlossen.") % found)
    return redirect(found)


@writers
@require_POST
def reopen(request: TeamRequest, plan: int) -> HttpResponse:
    """Go on with it."""
    with alone(request):
        return redirect(making.reopen(plan=changeable(request, plan, *LIVE)))


@leads
def remove(request: TeamRequest, plan: int) -> HttpResponse:
    """Ask once, then remove the plan; its actions stay."""
    with alone(request):
        found = get_object_or_404(plans_of(request), pk=plan)
        if request.method == "POST":
            making.remove(plan=found)
            messages.success(request, _("„%s“ ist entfernt.") % found)
            return redirect("actions:plans", request.team.slug)
    return confirm_page(
        request,
        _("Plan „%s“ entfernen?") % found,
        consequences=_consequences(found),
        action=_("Entfernen"),
        cancel_url=found.get_absolute_url(),
    )


@writers
def take_in(request: TeamRequest, plan: int) -> HttpResponse:
    """Tick actions that are in no plan yet, and take them in."""
    offered = request.team.actions.open().filter(plan=None).changeable_by(request.membership)
    with alone(request):
        found = changeable(request, plan, *LIVE)
        form = RowsForm(posted(request), offered=offered)
        if form.is_valid():
            moved = making.take_in(plan=found, actions=form.cleaned_data["actions"], by=request.user, at=timezone.now())
            told = ngettext("%(count)d Maßnahme ist jetzt im Plan.", "%(count)d Maßnahmen sind jetzt im Plan.", moved)
            messages.success(request, told % {"count": moved})
            return redirect(found)
    nearby = matching(offered, request.GET.get("q", "")).select_related("responsible")[:OFFERED]
    return form_page(request, "actions/plans/take_in.html", form, plan=found, offered=nearby)


@writers
@require_POST
def let_out(request: TeamRequest, plan: int, pk: int) -> HttpResponse:
    """Take an action out of the plan."""
    found = changeable(request, plan, *LIVE)
    action = get_object_or_404(request.team.actions, pk=pk)
    making.let_out(plan=found, action=action, by=request.user, at=timezone.now())
    messages.success(request, _("„%s“ ist nicht mehr im Plan.") % action)
    return redirect(found)


def _consequences(plan: Plan) -> str:
    if plan.is_in_drawer:
        return _("Seine Schritte gehen mit ihm; was schon gestartet wurde, bleibt.")
    return _("Die Maßnahmen bleiben; Meilensteine, Stimmen und Schulungen gehen mit ihm.")
