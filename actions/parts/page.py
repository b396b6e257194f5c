"""All that the page of an action shows, in a number of queries that does not grow with what hangs on it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actions.effect import effect_of
from actions.models import Action, Step
from actions.parts.expenses import Purse
from actions.parts.forms import CommentForm, FileForm, StepForm
from actions.parts.mentioning import People
from actions.parts.scenarios import Outlook
from teams.access import TeamRequest
from teams.history import changes

COMMENTS_AT_ONCE = 20
EXPENSES_BESIDE = 5
CHANGES_BESIDE = 8

BELONGS = ("team", "responsible", "department", "touchpoint", "metric__touchpoint", "plan", "predecessor", "successor")
"""What an action points to and its page names."""


def page_of(request: TeamRequest, pk: int, **bound: BaseForm) -> dict[str, Any]:
    """What the page shows; `bound` are forms that stand on it again because what they held did not pass."""
    found = request.team.actions.select_related(*BELONGS).with_progress().with_spent()
    action = get_object_or_404(found.prefetch_related("helpers", "scenarios", _lines()), pk=pk)
    today = request.team.today(timezone.now())
    may_change = action.may_be_changed_by(request.membership)
    return {
        "action": action,
        "may_change": may_change,
        "today": today,
        "asks": action.asks_for_result(today),
        "effect": effect_of(action),
        "purse": purse_of(action),
        "outlook": Outlook.of(action),
        "files": action.files.defer("content").select_related("added_by"),
        "expenses": action.expenses.order_by("-spent_on", "-pk")[:EXPENSES_BESIDE],
        "comments": _comments(request, action),
        "changes": changes(action, limit=CHANGES_BESIDE),
        **(_forms(request) if request.membership.can_write else {}),
        **bound,
    }


def refused(request: TeamRequest, pk: int, **bound: BaseForm) -> HttpResponse:
    """The page once more, with the form that did not pass."""
    return render(request, "actions/detail.html", page_of(request, pk, **bound), status=422)


def checklist_of(request: TeamRequest, pk: int) -> dict[str, Any]:
    """What the checklist alone shows."""
    found = request.team.actions.select_related("team").with_progress().prefetch_related("helpers", _lines())
    action = get_object_or_404(found, pk=pk)
    may_change = action.may_be_changed_by(request.membership)
    return {"action": action, "may_change": may_change, "step_form": StepForm(auto_id="step_%s")}


def people_of(request: TeamRequest) -> People:
    """Everyone of the team, to be named in a comment."""
    memberships = request.team.memberships.select_related("user")
    return People(membership.user for membership in memberships)


def purse_of(action: Action) -> Purse:
    """The budget of an action `with_spent` and what was spent of it."""
    return Purse(budget=action.budget, spent=action.spent, currency=action.team.currency)  # type: ignore[attr-defined]


def _forms(request: TeamRequest) -> dict[str, BaseForm]:
    return {
        "step_form": StepForm(auto_id="step_%s"),
        "comment_form": CommentForm(auto_id="comment_%s", people=people_of(request)),
        "file_form": FileForm(auto_id="file_%s"),
    }


def _lines() -> Prefetch[Any]:
    return Prefetch("steps", Step.objects.select_related("done_by"))


def _comments(request: TeamRequest, action: Action) -> Any:
    talk = action.comments.select_related("author").prefetch_related("mentions").order_by("-at", "-pk")
    return Paginator(talk, COMMENTS_AT_ONCE).get_page(request.GET.get("page"))
