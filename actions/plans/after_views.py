"""What an action waits for."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from actions.models import Action, ActionQuerySet
from actions.plans.finding import matching
from actions.plans.sequence import connect, waits_of
from teams.access import TeamRequest, writers
from teams.forms import as_key

OFFERED = 30
"""Actions that are offered at a time; typing finds the others."""


@writers
def after(request: TeamRequest, pk: int) -> HttpResponse:
    """Choose what it comes after: what is in the same plan first, everything else by typing."""
    action, refusal = _changeable(request, pk), ""
    if request.method == "POST":
        try:
            connect(
                action=action, after=get_object_or_404(request.team.actions, pk=as_key(request.POST.get("after", "")))
            )
            return redirect("actions:after", request.team.slug, pk)
        except ValidationError as error:
            refusal = error.messages[0]
    context = {
        "action": action,
        "refusal": refusal,
        "waits_for": waits_of(action),
        "offered": _offered(request, action)[:OFFERED],
    }
    return render(request, "actions/plans/after_page.html", context, status=422 if refusal else 200)


@writers
@require_POST
def remove_after(request: TeamRequest, pk: int, dependency: int) -> HttpResponse:
    """Let it not wait for that any more."""
    action = _changeable(request, pk)
    get_object_or_404(action.waits_for, pk=dependency).delete()
    return redirect("actions:after", request.team.slug, pk)


def _offered(request: TeamRequest, action: Action) -> ActionQuerySet:
    typed = request.GET.get("q", "")
    others = request.team.actions.exclude(pk=action.pk).exclude(holds_up__action=action)
    near = others if typed else others.open()
    if not typed and action.plan_id:
        near = near.filter(plan=action.plan_id)
    return matching(near, typed).select_related("responsible", "plan")


def _changeable(request: TeamRequest, pk: int) -> Action:
    action = get_object_or_404(request.team.actions.select_related("team"), pk=pk)
    if not action.may_be_changed_by(request.membership):
        raise PermissionDenied
    return action
