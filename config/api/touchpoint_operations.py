"""Touchpoints: list, read, capture, change."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Status

from config.api.door import ApiRequest, reading, writing
from config.api.filling import demand, keep_what_is_not_sent, untouched
from config.api.repeating import once
from config.api.shapes import OF_WHAT_IS_SENT, IdempotencyKey, IfMatch, Page, demand_known_names, page_of, refusals
from config.api.touchpoint_shapes import NewTouchpoint, TouchpointChange, TouchpointQuery, TouchpointShown
from config.api.versions import demand_version, tell_version, versioned
from teams.models import Team
from touchpoints.describing import one_at_a_time
from touchpoints.filters import NOTHING, narrowed
from touchpoints.forms import TouchpointForm
from touchpoints.models import Touchpoint, TouchpointQuerySet

router = Router(tags=["Touchpoints"])

WITH_WHAT_IS_SHOWN = ("stage", "department", "owner")
TICKED = {False: "", True: "1"}


@router.get("", auth=reading, response={200: Page[TouchpointShown], **refusals(422)}, operation_id="listTouchpoints")
def list_touchpoints(request: ApiRequest, asked: Query[TouchpointQuery]) -> dict[str, Any]:
    """The team's touchpoints; without a filter, those that customers meet today."""
    demand_known_names(request, asked)
    return page_of(_shown(_narrowed(request.team, asked)), asked)


@router.get(
    "/{int:pk}",
    auth=reading,
    response={200: TouchpointShown, **refusals(404)},
    operation_id="readTouchpoint",
    url_name="touchpoint",
)
def read_touchpoint(request: ApiRequest, response: HttpResponse, pk: int) -> Touchpoint:
    """Everything known about one touchpoint."""
    return _told(request, response, pk)


@router.post(
    "",
    auth=writing,
    response={201: TouchpointShown, **refusals(409, *OF_WHAT_IS_SENT)},
    operation_id="createTouchpoint",
)
def create_touchpoint(
    request: ApiRequest, response: HttpResponse, said: NewTouchpoint, key: IdempotencyKey = None
) -> Status[Touchpoint]:
    """Capture a touchpoint."""
    with one_at_a_time(request.team):
        rows, at = request.team.touchpoints.all(), timezone.now()
        pk = once(request, key, rows, lambda: _save(request.team, Touchpoint(), said), at=at)
    response.headers["Location"] = reverse("api:touchpoint", args=[pk])
    return Status(201, _told(request, response, pk))


@router.patch(
    "/{int:pk}",
    auth=writing,
    response={200: TouchpointShown, **refusals(404, 412, *OF_WHAT_IS_SENT)},
    operation_id="changeTouchpoint",
)
def change_touchpoint(
    request: ApiRequest, response: HttpResponse, pk: int, said: TouchpointChange, if_match: IfMatch = None
) -> Touchpoint:
    """Change what is sent; everything else stays, whoever wrote it."""
    with one_at_a_time(request.team):
        held = request.team.touchpoints.select_for_update(of=("self",))
        touchpoint = get_object_or_404(held, pk=pk)
        demand_version(touchpoint, if_match)
        _save(request.team, touchpoint, said)
    return _told(request, response, pk)


def _shown(rows: TouchpointQuerySet) -> TouchpointQuerySet:
    return versioned(rows.select_related(*WITH_WHAT_IS_SHOWN).prefetch_related("tags", "metrics"))


def _told(request: ApiRequest, response: HttpResponse, pk: int) -> Touchpoint:
    touchpoint = get_object_or_404(_shown(request.team.touchpoints.all()), pk=pk)
    tell_version(response, touchpoint)
    return touchpoint


def _narrowed(team: Team, asked: TouchpointQuery) -> TouchpointQuerySet:
    typed = {
        "status": asked.status,
        "q": asked.q.replace("\0", ""),
        "kind": asked.kind or "",
        "key": TICKED[asked.key],
        "truth": TICKED[asked.truth],
        "stage": str(asked.stage or ""),
        "department": str(asked.department or ""),
        "channel": asked.channel.replace("\0", ""),
        "evidence": asked.evidence or "",
    }
    found = narrowed(team, NOTHING | typed)
    return found.filter(tags__name__iexact=asked.tag.replace("\0", "")) if asked.tag else found


def _save(team: Team, touchpoint: Touchpoint, said: NewTouchpoint | TouchpointChange) -> int:
    sent = said.model_dump(exclude_unset=True)
    posted = untouched(touchpoint, TouchpointForm.Meta.fields) | sent
    if "tags" in sent:
        posted |= _tags(team, sent["tags"])
    form = TouchpointForm(posted, instance=touchpoint, team=team)
    keep_what_is_not_sent(form, sent)
    demand(form, sent, called={"new_tags": "tags"})
    return int(form.save().pk)


def _tags(team: Team, names: list[str]) -> dict[str, Any]:
    """Tags as the form has them: numbers of those that there are, names of those to add."""
    known = {tag.name.casefold(): tag.pk for tag in team.tags.all()}
    return {
        "tags": [known[name.casefold()] for name in names if name.casefold() in known],
        "new_tags": ", ".join(name for name in names if name.casefold() not in known),
    }
