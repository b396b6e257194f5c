"""Two who change the same row: each can say which version they have seen, and hears if it is out of date."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from config.api.problems import Refusal
from teams.encounters import latest


def versioned[Rows: QuerySet[Any, Any]](rows: Rows) -> Rows:
    """Each with its `version`: the number of its newest entry in the history."""
    entries = rows.model.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return rows.annotate(version=Coalesce(Subquery(entries.values("history_id")[:1]), 0))


def demand_version(held: Model, if_match: str | None) -> None:
    """Raise a Refusal if the request is about another version than that of the row, which the caller holds.

    The version is asked for anew: what was read while waiting for the row may be out of date.
    """
    if if_match is None or "*" in (named := parse_etags(if_match)) or _tag(latest(held)) in named:
        return
    raise Refusal(412, _("Jemand hat das inzwischen geändert. Neu lesen, dann noch einmal schicken."))


def tell_version(response: HttpResponse, row: Any) -> None:
    """Put the version into the answer's head, as `If-Match` takes it."""
    response.headers["ETag"] = _tag(row.version)


def _tag(version: int | None) -> str:
    return f'"{version or 0}"'
