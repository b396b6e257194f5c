"""The team's day of a moment, as both databases find it fast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

FORMAT = "%Y-%m-%d %H:%M:%S"
"""How SQLite keeps a moment, up to its fractions of a second."""


class Stretch(NamedTuple):
    """A time in which the clocks of a zone are as far from UTC; it begins at that moment."""

    begin: datetime
    offset: timedelta


class LocalDay(TruncDate):
    """The day of a moment in a time zone.

    PostgreSQL knows time zones. SQLite would ask Python for every row, ten seconds for a hundred thousand; between two
    changes of the clocks it adds the same hours itself. What lies before `first` is taken as far from UTC as that day.
    """

    def __init__(self, expression: Any, *, tzinfo: ZoneInfo, first: date, last: date) -> None:
        super().__init__(expression, tzinfo=tzinfo)
        self.first, self.last = first, last

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, tuple[str | int, ...]]:
        """A case for each stretch, the newest first."""
        moment, own = compiler.compile(self.lhs)
        cases, params = [], list[str | int]()
        oldest, *newer = stretches(self.tzinfo, self.first, self.last)
        for stretch in reversed(newer):
            cases.append(f"WHEN {moment} >= %s THEN {_day(moment)}")
            params += [*own, stretch.begin.strftime(FORMAT), *own, _seconds(stretch)]
        sql = f"CASE {' '.join(cases)} ELSE {_day(moment)} END" if cases else _day(moment)
        return sql, (*params, *own, _seconds(oldest))


@lru_cache
def stretches(zone: ZoneInfo, first: date, last: date) -> tuple[Stretch, ...]:
    """The times from the first day to the last in which the clocks do not change, the oldest first."""
    return tuple(_stretches(zone, first, last))


def _stretches(zone: ZoneInfo, first: date, last: date) -> Iterator[Stretch]:
    days = (datetime.combine(first, time(), UTC) + timedelta(days=day) for day in range(-1, (last - first).days + 3))
    begin = next(days)
    yield Stretch(begin, _offset(begin, zone))
    for before, after in pairwise([begin, *days]):
        if _offset(before, zone) != _offset(after, zone):
            yield Stretch(_changed(before, after, zone), _offset(after, zone))


def _changed(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clocks change between two moments."""
    old, between = _offset(before, zone), int((after - before).total_seconds())
    while between > 1:
        half = between // 2
        if _offset(before + timedelta(seconds=half), zone) == old:
            before += timedelta(seconds=half)
            between -= half
        else:
            between = half
    return before + timedelta(seconds=between)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    return offset or timedelta(0)


def _day(moment: str) -> str:
    """Without fractions of a second, which SQLite would round up to the next day."""
    return f"date(substr({moment}, 1, 19), %s)"


def _seconds(stretch: Stretch) -> str:
    return f"{stretch.offset.total_seconds():+.0f} seconds"
