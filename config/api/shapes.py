"""What all resources of the API have in common: keys, names, pages, headers."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Field, Header, Schema
from pydantic import ConfigDict

from config.api.problems import SENTENCES, Fault, Problem, Refusal
from teams.forms import KEY_DIGITS

Key = Annotated[int, Field(ge=1, le=10**KEY_DIGITS - 1, description="Number of a row.", examples=[7])]
Version = Annotated[int, Field(description="Grows with each change; `If-Match` takes it in quotation marks.")]

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=200,
        description="Change only if the row still has this version, the `ETag` of an earlier answer; else 412.",
        examples=['"17"'],
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_.:-]{1,64}$",
        description="A key of your choice for this creation. Sent again within 24 hours, it makes no second row.",
        examples=["7b0f6a52-import-42"],
    ),
]


def refusals(*statuses: int) -> dict[int, type[Problem]]:
    """The refusals that an operation knows, beside those that all know."""
    return dict.fromkeys(sorted({401, 429, *statuses}), Problem)


OF_WHAT_IS_SENT = (400, 403, 413, 415, 422)
"""Refusals that every operation with a body knows."""


class Sent(Schema):
    """What programs send: nothing but the named fields, each of its own kind."""

    model_config = ConfigDict(extra="forbid", strict=True)


def without_defaults(schema: dict[str, Any]) -> None:
    """Say nothing about values that a change leaves alone."""
    for field in schema["properties"].values():
        field.pop("default", None)


class Named(Schema):
    """Another row, by its number and name."""

    id: Key
    name: str = Field(examples=["Vertrieb"])


class Paging(Schema):
    """Which part of a list. Rows come in the order of their numbers, so that none is missed or met twice."""

    after: Key | None = Field(None, description="Only rows after this one: `next` of the page before.")
    limit: int = Field(50, ge=1, le=100, description="Rows a page.")


def demand_known_names(request: HttpRequest, asked: Paging) -> None:
    """Raise a Refusal for other names in the address: a mistyped filter must not look like one that finds all."""
    unknown = [name for name in request.GET if name not in type(asked).model_fields]
    if unknown:
        raise Refusal(422, faults=[Fault(name, str(SENTENCES["extra_forbidden"])) for name in unknown])


class Page[Shape](Schema):
    """Part of a list."""

    items: list[Shape]
    next: Key | None = Field(None, description="Pass it as `after` for the next page; null on the last one.")


def page_of[M: Model](rows: QuerySet[M], paging: Paging) -> dict[str, Any]:
    """That part of the rows. Costs the same wherever it lies."""
    if paging.after is not None:
        rows = rows.filter(pk__gt=paging.after)
    found = list(rows.order_by("pk")[: paging.limit + 1])
    items = found[: paging.limit]
    return {"items": items, "next": items[-1].pk if len(found) > paging.limit else None}
