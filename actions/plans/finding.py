"""Finding the plan, or the part of one, that an address names, for whoever asks; and the pages of such parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from actions.models import ActionQuerySet, DrawerLine, Milestone, PilotVoice, Plan, PlanKind, Training
from teams.access import TeamRequest
from teams.forms import TeamModelForm, confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.describing import one_at_a_time

LIVE = tuple(kind for kind in PlanKind if kind != PlanKind.CRISIS)
"""The kinds of plans that hold actions."""


def plans_of(request: TeamRequest) -> QuerySet[Plan]:
    """The team's plans, each with all that its page names."""
    return request.team.plans.select_related(
        "team", "responsible", "department", "touchpoint", "parent", "tried_in", "drawn_from", "decided_by"
    )


def changeable(request: TeamRequest, pk: int, *kinds: PlanKind) -> Plan:
    """A plan of one of these kinds, or of any, if this person may change it: 404 for a stranger's, else 403."""
    plans = plans_of(request)
    plan = get_object_or_404(plans.filter(kind__in=kinds) if kinds else plans, pk=pk)
    check(request, plan)
    return plan


def check(request: TeamRequest, plan: Plan) -> None:
    """Raises PermissionDenied if this person may not change the plan."""
    if not plan.may_be_changed_by(request.membership):
        raise PermissionDenied


def part_page(request: TeamRequest, plan: Plan, form: BaseForm, title: str) -> HttpResponse:
    """The page that asks for one part of a plan."""
    return form_page(request, "actions/plans/part_form.html", form, plan=plan, title=title)


def matching(actions: ActionQuerySet, typed: str) -> ActionQuerySet:
    """The actions whose words contain what was typed, the next to end first."""
    words = typed.replace("\0", "").strip()
    return (actions.filter(what__icontains=words) if words else actions).order_by("due_on", "pk")


def alone(request: TeamRequest) -> AbstractContextManager[None]:
    """For what is posted: nobody else in the team changes a plan meanwhile, and a plan that was found stays."""
    return when_posted(request, one_at_a_time(request.team))


def part_of[Part: (Milestone, Training, PilotVoice, DrawerLine)](
    request: TeamRequest, kind: type[Part], pk: int
) -> Part:
    """A part of one of the team's plans, as `changeable` finds plans; held while what was posted is worked on."""
    parts = kind._default_manager.filter(plan__team=request.team).select_related("plan__team")
    part = get_object_or_404(held_when_posted(request, parts), pk=pk)
    check(request, part.plan)
    return part


def held_plan(request: TeamRequest, pk: int, *kinds: PlanKind) -> Plan:
    """As `changeable`, and nobody removes the plan before the transaction of what is posted ends."""
    plan = get_object_or_404(held_when_posted(request, plans_of(request).filter(kind__in=kinds)), pk=pk)
    check(request, plan)
    return plan


def add_part(
    request: TeamRequest, pk: int, form_of: Callable[..., TeamModelForm], title: str, *kinds: PlanKind
) -> HttpResponse:
    """Ask for another part of a plan of one of these kinds, then keep it."""
    with when_posted(request, transaction.atomic()):
        plan = held_plan(request, pk, *kinds)
        form = form_of(posted(request), plan=plan)
        if form.is_valid():
            form.save()
            return redirect(plan)
    return part_page(request, plan, form, title)


def edit_part[Part: (Milestone, Training, PilotVoice, DrawerLine)](
    request: TeamRequest, kind: type[Part], pk: int, form_of: Callable[..., TeamModelForm], title: str
) -> HttpResponse:
    """Ask what a part of a plan says from now on, then keep it."""
    with when_posted(request, transaction.atomic()):
        part = part_of(request, kind, pk)
        form = form_of(posted(request), instance=part, plan=part.plan)
        if form.is_valid():
            form.save()
            return redirect(part.plan)
    return part_page(request, part.plan, form, title)


def remove_part[Part: (Milestone, Training, PilotVoice, DrawerLine)](
    request: TeamRequest, kind: type[Part], pk: int, question: str
) -> HttpResponse:
    """Ask once whether to take a part out of its plan, then do it; `question` has a place for its words."""
    with when_posted(request, transaction.atomic()):
        part = part_of(request, kind, pk)
        if request.method == "POST":
            part.delete()
            return redirect(part.plan)
    return confirm_page(request, question % part, action=_("Entfernen"), cancel_url=part.plan.get_absolute_url())
