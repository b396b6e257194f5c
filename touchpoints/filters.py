"""What the inventory can be narrowed down to; everything stands in the address."""

from typing import Any

from django.http import QueryDict

from touchpoints.models import Kind, Status, TouchpointQuerySet

NOTHING = {"kind": "", "key": "", "stage": "", "department": "", "status": str(Status.ACTIVE), "q": ""}
LONGEST_KEY = 18
"""Digits that a primary key can have in every database."""


def asked_for(query: QueryDict) -> dict[str, str]:
    """What an address asks for, by filter, as typed; only active touchpoints unless it says otherwise."""
    return {name: query.get(name, usual).replace("\0", "") for name, usual in NOTHING.items()}


def narrowed(touchpoints: TouchpointQuerySet, asked: dict[str, str]) -> TouchpointQuerySet:
    """The touchpoints that fit. What makes no sense is passed over: a mistyped address still shows the inventory."""
    wanted: dict[str, Any] = {}
    if asked["kind"] in Kind.values:
        wanted["kind"] = asked["kind"]
    if asked["status"] in Status.values:
        wanted["status"] = asked["status"]
    if asked["key"]:
        wanted["is_key"] = True
    for name in ("stage", "department"):
        if asked[name].isdecimal() and len(asked[name]) <= LONGEST_KEY:
            wanted[name] = asked[name]
    found = touchpoints.filter(**wanted)
    return found.search(asked["q"]) if asked["q"] else found
