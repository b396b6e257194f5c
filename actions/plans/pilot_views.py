"""A trial: what is said about it, go or no-go, and the roll-out that follows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.errors import NotAllowed
from actions.models import Decision, PilotVoice, Plan, PlanKind, Status
from actions.plans import trying
from actions.plans.finding import alone, changeable, held_plan, part_page, plans_of, remove_part
from actions.plans.forms import DecideForm, RollOutForm
from actions.plans.part_forms import VoiceForm
from actions.plans.parts import hear
from teams.access import TeamRequest, leads, writers
from teams.forms import form_page, posted, when_posted


@writers
def add_voice(request: TeamRequest, plan: int) -> HttpResponse:
    """Write down what somebody said."""
    with when_posted(request, transaction.atomic()):
        found = held_plan(request, plan, PlanKind.PILOT)
        form = VoiceForm(posted(request), plan=found, today=request.team.today(timezone.now()))
        if form.is_valid():
            hear(pilot=found, voice=form.save(commit=False), sheet=form.cleaned_data["sheet"])
            return redirect(found)
    return part_page(request, found, form, _("Stimme festhalten"))


@writers
def remove_voice(request: TeamRequest, voice: int) -> HttpResponse:
    """Ask once, then take it out."""
    return remove_part(request, PilotVoice, voice, _("Stimme „%s“ entfernen?"))


@leads
def decide(request: TeamRequest, plan: int) -> HttpResponse:
    """Go or no-go, with the reason."""
    form = DecideForm(posted(request))
    with alone(request):
        pilot = get_object_or_404(plans_of(request).filter(kind=PlanKind.PILOT), pk=plan)
        if form.is_valid() and (decided := _decided(request, pilot, form)):
            messages.success(request, decided.get_decision_display())
            return redirect(decided)
    return part_page(request, pilot, form, _("Go oder No-Go?"))


@writers
def roll_out(request: TeamRequest, plan: int) -> HttpResponse:
    """Make the plan that brings to everyone what was tried."""
    today = request.team.today(timezone.now())
    with alone(request):
        pilot = changeable(request, plan, PlanKind.PILOT)
        tried = pilot.actions.exclude(status=Status.DROPPED)
        worth_repeating = tried.select_related("responsible").order_by("due_on", "pk")
        given = {"name": _("Roll-out: %s") % pilot, "starts_on": today, "actions": worth_repeating}
        form = RollOutForm(posted(request), offered=worth_repeating, today=today, initial=given)
        if form.is_valid() and (made := _rolled_out(request, pilot, form)):
            return redirect(made)
    return form_page(request, "actions/plans/roll_out.html", form, plan=pilot)


def _decided(request: TeamRequest, pilot: Plan, form: DecideForm) -> Plan | None:
    decision, reason = Decision(form.cleaned_data["decision"]), form.cleaned_data["reason"]
    try:
        return trying.decide(pilot=pilot, decision=decision, reason=reason, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
    return None


def _rolled_out(request: TeamRequest, pilot: Plan, form: RollOutForm) -> Plan | None:
    given, at = form.cleaned_data, timezone.now()
    plan = Plan(
        team=request.team,
        name=given["name"],
        aim=pilot.aim,
        starts_on=given["starts_on"],
        responsible=pilot.responsible,
        department=pilot.department,
        touchpoint=pilot.touchpoint,
    )
    try:
        return trying.roll_out(pilot=pilot, roll_out=plan, actions=list(given["actions"]), by=request.user, at=at)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error("name", refusal.messages[0])
    return None
