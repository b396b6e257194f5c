"""One suggestion as a person of the team sees it: what they may read, and what they can do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from actions.models import Status
from feedback.models import Listening, Suggestion, SuggestionState
from feedback.models.suggestion import CLOSED, MOVES
from feedback.suggestions import reviewing
from feedback.suggestions.becoming import may_become
from feedback.suggestions.forms import AnswerForm, BackForm, DecisionForm, ExpertsForm, RatingForm
from feedback.suggestions.outcome_forms import PublicForm
from teams.access import TeamRequest

WAY = (SuggestionState.RECEIVED, SuggestionState.IN_REVIEW, SuggestionState.ACCEPTED, SuggestionState.DONE)
"""The way of a suggestion that goes well."""


def found(request: TeamRequest, pk: int) -> Suggestion:
    """The team's suggestion of that number. Raises Http404."""
    known = request.team.suggestions.select_related("team", "by", "touchpoint", "action", "became")
    return get_object_or_404(known, pk=pk)


def is_mine(request: TeamRequest, suggestion: Suggestion) -> bool:
    """Whether the person made it, as far as anybody knows."""
    return suggestion.by_id == request.user.pk


def shown(request: TeamRequest, suggestion: Suggestion, **forms_typed: forms.BaseForm) -> HttpResponse:
    """The page; with a form that did not pass, said so by 422."""
    context = _read(request, suggestion) | _to_do(request, suggestion) | forms_typed
    return render(request, "feedback/suggestions/suggestion.html", context, status=422 if forms_typed else 200)


def way_of(suggestion: Suggestion) -> list[tuple[str, str, bool]]:
    """The stations up to where it is now and those that may come: value, words, whether it has got there."""
    stations = list(WAY)
    if suggestion.state in (SuggestionState.NOT_NOW, SuggestionState.DECLINED):
        stations = [*WAY[:2], SuggestionState(suggestion.state)]
    here = stations.index(SuggestionState(suggestion.state))
    return [(station.value, str(station.label), place <= here) for place, station in enumerate(stations)]


def _read(request: TeamRequest, suggestion: Suggestion) -> dict[str, Any]:
    ratings = reviewing.ratings_for(suggestion, request.membership)
    reads = request.membership.can_write or is_mine(request, suggestion)
    return {
        "suggestion": suggestion,
        "way": way_of(suggestion),
        "is_mine": is_mine(request, suggestion),
        "experts": list(suggestion.experts.order_by("name")),
        "departments": list(suggestion.departments.all()),
        "rated": suggestion.ratings.count(),
        "ratings": ratings,
        "mean": reviewing.mean(ratings or []),
        "replies": list(suggestion.replies.select_related("by")) if reads else [],
        "reads_replies": reads,
    }


def _to_do(request: TeamRequest, suggestion: Suggestion) -> dict[str, Any]:
    if is_mine(request, suggestion):
        return {"back_form": BackForm(auto_id="id_back_%s")} | _own(request, suggestion)
    if not request.membership.can_write:
        return {}
    in_review = suggestion.state == SuggestionState.IN_REVIEW
    context: dict[str, Any] = {
        "answer_form": AnswerForm(auto_id="id_answer_%s"),
        "is_finished_work": _is_worked_off(suggestion),
        "may_become": may_become(suggestion),
        "may_be_brought": suggestion.state in (SuggestionState.IN_REVIEW, SuggestionState.ACCEPTED),
    }
    if suggestion.state in CLOSED and (suggestion.public_title or Listening.of(request.team).shows_outcomes):
        context["public_form"] = PublicForm(suggestion=suggestion, auto_id="id_public_%s")
    if suggestion.state in (SuggestionState.RECEIVED, SuggestionState.IN_REVIEW):
        context["experts_form"] = ExpertsForm(suggestion=suggestion, auto_id="id_ask_%s")
    if in_review and reviewing.is_expert(suggestion, request.user):
        own = suggestion.ratings.filter(by=request.user).first()
        context |= {"own_rating": own, "rating_form": RatingForm(instance=own, auto_id="id_rate_%s")}
    if suggestion.state != SuggestionState.RECEIVED and MOVES[suggestion.state]:
        proposed = SuggestionState.DONE if _is_worked_off(suggestion) else ""
        context["decision_form"] = DecisionForm(suggestion=suggestion, auto_id="id_decide_%s", proposed=proposed)
    return context


def _own(request: TeamRequest, suggestion: Suggestion) -> dict[str, Any]:
    """Those who work in the team carry on with what was accepted, their own too."""
    works = request.membership.can_write
    return {"may_become": works and may_become(suggestion), "may_be_brought": works and not suggestion.closed_at}


def _is_worked_off(suggestion: Suggestion) -> bool:
    """The action that it became is done, and the person has not heard of it yet."""
    action = suggestion.action
    return suggestion.state == SuggestionState.ACCEPTED and action is not None and action.status == Status.DONE
