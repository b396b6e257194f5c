"""Actions: list, read, record, change, move, settle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answered

from actions.errors import NotAllowed
from actions.forms import ActionForm, MoveForm
from actions.models import Action, ActionQuerySet, Status
from actions.moving import move
from actions.recording import change, record
from actions.settle_form import SettleForm
from actions.settling import settle
from config.api.action_shapes import ActionChange, ActionQuery, ActionShown, Answer, Move, NewAction
from config.api.door import ApiRequest, reading, writing
from config.api.filling import demand, keep_what_is_not_sent, untouched
from config.api.problems import Refusal
from config.api.repeating import once
from config.api.shapes import OF_WHAT_IS_SENT, IdempotencyKey, IfMatch, Page, demand_known_names, page_of, refusals
from config.api.versions import demand_version, tell_version, versioned
from touchpoints.describing import one_at_a_time

router = Router(tags=["Actions"])

WITH_WHAT_IS_SHOWN = ("touchpoint", "plan", "department", "responsible", "metric")
CHANGED = {200: ActionShown, **refusals(404, 409, 412, *OF_WHAT_IS_SENT)}


@router.get("", auth=reading, response={200: Page[ActionShown], **refusals(422)}, operation_id="listActions")
def list_actions(request: ApiRequest, asked: Query[ActionQuery]) -> dict[str, Any]:
    """The team's actions; without a filter, those that are still to do."""
    demand_known_names(request, asked)
    return page_of(_shown(_narrowed(request, asked)), asked)


@router.get(
    "/{int:pk}",
    auth=reading,
    response={200: ActionShown, **refusals(404)},
    operation_id="readAction",
    url_name="action",
)
def read_action(request: ApiRequest, response: HttpResponse, pk: int) -> Action:
    """One action and what became of it."""
    return _told(request, response, pk)


@router.post(
    "", auth=writing, response={201: ActionShown, **refusals(409, *OF_WHAT_IS_SENT)}, operation_id="createAction"
)
def create_action(
    request: ApiRequest, response: HttpResponse, said: NewAction, key: IdempotencyKey = None
) -> Answered[Action]:
    """Record an action; it starts as planned."""
    with one_at_a_time(request.team):
        pk = once(request, key, request.team.actions.all(), lambda: _record(request, said), at=timezone.now())
    response.headers["Location"] = reverse("api:action", args=[pk])
    return Answered(201, _told(request, response, pk))


@router.patch("/{int:pk}", auth=writing, response=CHANGED, operation_id="changeAction")
def change_action(
    request: ApiRequest, response: HttpResponse, pk: int, said: ActionChange, if_match: IfMatch = None
) -> Action:
    """Change what is sent; everything else stays, whoever wrote it."""
    with one_at_a_time(request.team), _changeable(request, pk, if_match) as action:
        form = _filled(request, action, said)
        change(action=action, values=form.changes, by=request.user, at=timezone.now())
    return _told(request, response, pk)


@router.post("/{int:pk}/move", auth=writing, response=CHANGED, operation_id="moveAction")
def move_action(request: ApiRequest, response: HttpResponse, pk: int, said: Move, if_match: IfMatch = None) -> Action:
    """Start it, stop it, finish it, drop it, take it up again; to where it is already, nothing happens."""
    form = MoveForm(said.model_dump())
    demand(form, {})
    with _changeable(request, pk, if_match) as action:
        to, reason = Status(form.cleaned_data["to"]), form.cleaned_data["reason"]
        move(action=action, to=to, reason=reason, at=timezone.now())
    return _told(request, response, pk)


@router.post("/{int:pk}/settle", auth=writing, response=CHANGED, operation_id="settleAction")
def settle_action(
    request: ApiRequest, response: HttpResponse, pk: int, said: Answer, if_match: IfMatch = None
) -> Action:
    """Say at the follow-up what became of it; said again, it corrects the first answer."""
    at = timezone.now()
    with _changeable(request, pk, if_match) as action:
        sent = said.model_dump()
        form = SettleForm(sent, action=action, today=request.team.today(at))
        demand(form, sent)
        settle(action=action, **form.cleaned_data, by=request.user, at=at)
    return _told(request, response, pk)


def _shown(rows: ActionQuerySet) -> ActionQuerySet:
    return versioned(rows.select_related(*WITH_WHAT_IS_SHOWN).prefetch_related("helpers"))


def _told(request: ApiRequest, response: HttpResponse, pk: int) -> Action:
    action = get_object_or_404(_shown(request.team.actions.all()), pk=pk)
    tell_version(response, action)
    return action


def _narrowed(request: ApiRequest, asked: ActionQuery) -> ActionQuerySet:
    pointed_to = {name: getattr(asked, name) for name in ("responsible", "touchpoint", "plan", "department")}
    found = request.team.actions.filter(**{name: key for name, key in pointed_to.items() if key is not None})
    found = found.concerning(request.user) if asked.mine else found
    today = request.team.today(timezone.now())
    match asked.state:
        case "all":
            return found
        case "open":
            return found.open()
        case "overdue":
            return found.overdue(today)
        case "follow_up":
            return found.follow_up_due(today)
        case status:
            return found.filter(status=status)


@contextmanager
def _changeable(request: ApiRequest, pk: int, if_match: str | None) -> Iterator[Action]:
    """The action, held until the change is stored. Raises Refusal for a colleague's, and for what plans forbid."""
    with transaction.atomic():
        held = request.team.actions.select_for_update(of=("self",))
        action = get_object_or_404(held, pk=pk)
        if not action.may_be_changed_by(request.membership):
            raise Refusal(403, _("Diese Maßnahme hat jemand anderes übernommen."))
        demand_version(action, if_match)
        try:
            yield action
        except NotAllowed as refused:
            raise Refusal(409, str(refused)) from refused


def _record(request: ApiRequest, said: NewAction) -> int:
    form = _filled(request, Action(), said)
    helpers = form.cleaned_data["helpers"]
    return int(record(action=form.save(commit=False), by=request.user, helpers=helpers, at=timezone.now()).pk)


def _filled(request: ApiRequest, action: Action, said: NewAction | ActionChange) -> ActionForm:
    sent = said.model_dump(exclude_unset=True)
    posted = untouched(action, ActionForm.Meta.fields) | sent
    form = ActionForm(posted, instance=action, team=request.team, by=request.membership)
    kept = {*sent, "metric"} if "touchpoint" in sent else set(sent)  # a metric belongs to its touchpoint
    keep_what_is_not_sent(form, kept)
    demand(form, sent)
    return form
