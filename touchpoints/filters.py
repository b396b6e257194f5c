"""What the inventory can be narrowed down to; everything stands in the address."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.module_loading import import_string

from teams.forms import as_key
from teams.models import Team
from touchpoints.models import MET, Evidence, Kind, Status, TouchpointQuerySet

WHAT_CUSTOMERS_MEET = "met"
"""The usual status: neither ideas nor what is retired."""

NOTHING = {
    "kind": "",
    "key": "",
    "stage": "",
    "department": "",
    "status": WHAT_CUSTOMERS_MEET,
    "q": "",
    "tag": "",
    "channel": "",
    "evidence": "",
    "step": "",
    "truth": "",
}
AT_HAND = ("q", "kind", "key")
"""Filters that always stand above the list; the choices of all others are fetched on demand."""


def asked_for(query: QueryDict) -> dict[str, str]:
    """What an address asks for, by filter, as typed; only what customers meet unless it says otherwise."""
    return {name: query.get(name, usual).replace("\0", "") for name, usual in NOTHING.items()}


def asks_further(query: QueryDict) -> bool:
    """Whether an address uses a filter that is not at hand, lest it narrow the list unseen, or wants to see those."""
    asked = asked_for(query)
    return "more" in query or any(asked[name] != usual for name, usual in NOTHING.items() if name not in AT_HAND)


def narrowed(team: Team, asked: dict[str, str]) -> TouchpointQuerySet:
    """The touchpoints that fit. What makes no sense is passed over: a mistyped address still shows the inventory."""
    found = team.touchpoints.filter(**_chosen(asked), **_ticked(asked), **_pointed_to(asked))
    if asked["status"] == WHAT_CUSTOMERS_MEET:
        found = found.filter(status__in=MET)
    if asked["channel"]:
        found = found.filter(channel=asked["channel"])
    if asked["step"]:  # a floor above knows where each stands in the cycle
        found = import_string(settings.INVENTORY_BY_STEP)(found, asked["step"], team.zone)
    return found.search(asked["q"]) if asked["q"] else found


def _chosen(asked: dict[str, str]) -> dict[str, Any]:
    choices = {"kind": Kind, "status": Status, "evidence": Evidence}
    return {name: asked[name] for name, offered in choices.items() if asked[name] in offered.values}


def _ticked(asked: dict[str, str]) -> dict[str, Any]:
    fields = {"key": "is_key", "truth": "is_moment_of_truth"}
    return {field: True for name, field in fields.items() if asked[name]}


def _pointed_to(asked: dict[str, str]) -> dict[str, Any]:
    fields = {"stage": "stage", "department": "department", "tag": "tags"}
    return {field: key for name, field in fields.items() if (key := as_key(asked[name])) is not None}
