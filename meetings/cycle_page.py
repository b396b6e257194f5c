"""Where the touchpoints of one page stand: the inventory's list is on the hot path."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from meetings.cycle import with_positions
from touchpoints.models import Touchpoint
from touchpoints.views import PAGE_SIZE


def positions_of(keys: Iterable[int], zone: ZoneInfo) -> dict[int, int]:
    """The positions of those of a page that customers meet, by primary key; ValueError for more than a page.

    The statement is the same for every page but for the keys. It is put together once a process and zone, because
    Django takes twenty times as long over it as the database over the answer.
    """
    wanted = list(keys)
    if len(wanted) > PAGE_SIZE:
        raise ValueError("more touchpoints than a page has")
    statement, given = _statement(zone)
    with connection.cursor() as cursor:
        cursor.execute(statement, (*given, *wanted, *(0 for _place in range(PAGE_SIZE - len(wanted)))))
        return dict(cursor.fetchall())


@cache
def _statement(zone: ZoneInfo) -> tuple[str, tuple[Any, ...]]:
    """SQL with a place for each key of a page at its end, and what fills the places before."""
    page = Touchpoint.objects.active().filter(pk__in=range(1, PAGE_SIZE + 1)).order_by()
    rows = with_positions(page, zone).values_list("pk", "position")  # type: ignore[misc]
    statement, given = rows.query.sql_with_params()
    return statement, given[:-PAGE_SIZE]
