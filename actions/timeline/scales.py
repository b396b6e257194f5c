"""Which days a timeline shows, how wide a day is, and what stands above them.

Lengths are in units of the drawing, sixteen of which are as wide as one rem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

FIT = 880
"""Width of a drawing that stands beside its names on a laptop, and on paper."""
SIGN = 7
"""Room that a letter of a label takes at most, on the average of a word."""
DAY = timedelta(days=1)


class Scale(TextChoices):
    """What time is counted in."""

    WEEKS = "weeks", _("Wochen")
    MONTHS = "months", _("Monate")
    QUARTERS = "quarters", _("Quartale")


NARROWEST = {Scale.WEEKS: 8.0, Scale.MONTHS: 1.9, Scale.QUARTERS: 0.62}
"""Width of a day below which the labels of its scale would not stand beside each other."""
LONGEST = {Scale.WEEKS: 371, Scale.MONTHS: 3 * 366, Scale.QUARTERS: 10 * 366}
"""Days that are drawn at most: nobody scrolls further, and one slip in a year must not press everything together."""
SHORTEST = 28
"""Days that are drawn at least."""


class Tick(NamedTuple):
    """A stretch of the axis; without words where they would not fit."""

    x: int
    width: int
    words: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Span:
    """The days from first to last, both included, as wide as the drawing; on paper that is never wider than it."""

    first: date
    last: date
    scale: Scale
    on_paper: bool = False

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def width(self) -> int:
        """Of all days together."""
        return FIT if self.on_paper else max(FIT, round(self.days * NARROWEST[self.scale]))

    def left(self, day: date) -> int:
        """Where a day begins; what lies outside is at the edge."""
        return self._at((day - self.first).days)

    def right(self, day: date) -> int:
        """Where a day ends; what lies outside is at the edge."""
        return self._at((day - self.first).days + 1)

    def middle(self, day: date) -> int:
        """The noon of a day."""
        return (self.left(day) + self.right(day)) // 2

    def shows(self, day: date) -> bool:
        """Whether the day is in the picture."""
        return self.first <= day <= self.last

    @property
    def above(self) -> list[Tick]:
        """The upper line of the axis: months over weeks, years over everything else."""
        if self.scale == Scale.WEEKS:
            words = pgettext("month over its weeks, in Django's date format", "F Y")
            return self._ticks(_starts(self.first, self.last, 1), words)
        return self._ticks(_starts(self.first, self.last, 12), "Y")

    @property
    def below(self) -> list[Tick]:
        """The lower line of the axis: weeks, months or quarters."""
        match self.scale:
            case Scale.WEEKS:
                mondays = (self.first + timedelta(days=days) for days in range(0, self.days, 7))
                return self._ticks(mondays, pgettext("week of the year, in Django's date format", "\\K\\W W"))
            case Scale.MONTHS:
                starts = _starts(self.first, self.last, 1)
                return self._ticks(starts, pgettext("month in short, in Django's date format", "N"))
        starts = _starts(self.first, self.last, 3)
        quarter = gettext("Q%(number)s")
        return [
            self._tick(start, end, quarter % {"number": (start.month + 2) // 3})
            for start, end in _stretches(starts, self.last)
        ]

    def resting(self, works_on: Callable[[date], bool]) -> list[Tick]:
        """Days off, joined where they meet; only where weeks are drawn can they be told apart."""
        if self.scale != Scale.WEEKS:
            return []
        found: list[Tick] = []
        for day in (self.first + timedelta(days=days) for days in range(self.days)):
            if works_on(day):
                continue
            left, right = self.left(day), self.right(day)
            if found and found[-1].x + found[-1].width == left:
                left = found.pop().x
            found.append(Tick(left, right - left, ""))
        return found

    def _at(self, days: int) -> int:
        return round(min(max(days, 0), self.days) * self.width / self.days)

    def _ticks(self, starts: Iterable[date], words: str) -> list[Tick]:
        return [self._tick(start, end, format_date(start, words)) for start, end in _stretches(list(starts), self.last)]

    def _tick(self, start: date, end: date, words: str) -> Tick:
        left, width = self.left(start), self.right(end) - self.left(start)
        return Tick(left, width, words if len(words) * SIGN <= width else "")


def span_of(days: Iterable[date], *, today: date, scale: Scale | None = None, on_paper: bool = False) -> Span:
    """The span that shows today and as many of these days as its scale can hold; without a scale the finest that fits.

    It begins and ends with whole weeks, months or quarters.
    """
    known = [today, *days]
    first, last = min(known), max(known)
    scale = scale or next((each for each in Scale if (last - first).days * NARROWEST[each] <= FIT), Scale.QUARTERS)
    most = timedelta(days=min(LONGEST[scale], round(FIT / NARROWEST[scale])) if on_paper else LONGEST[scale])
    first = max(first, today - most / 3) if last - first > most else first
    last = min(last, first + most)
    return _whole(first, max(last, first + timedelta(days=SHORTEST)), scale, on_paper)


def _whole(first: date, last: date, scale: Scale, on_paper: bool) -> Span:
    if scale == Scale.WEEKS:
        first -= timedelta(days=first.weekday())
        return Span(first, last + timedelta(days=6 - last.weekday()), scale, on_paper)
    months = 1 if scale == Scale.MONTHS else 3
    return Span(_start(first, months), _next_start(last, months) - DAY, scale, on_paper)


def _start(day: date, months: int) -> date:
    """The first day of the month, the quarter or the year that the day lies in."""
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _next_start(day: date, months: int) -> date:
    years, month = divmod(_start(day, months).month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _starts(first: date, last: date, months: int) -> Iterator[date]:
    """The first day, and the beginning of every stretch of so many months after it."""
    day = first
    while day <= last:
        yield day
        day = _next_start(day, months)


def _stretches(starts: Iterable[date], last: date) -> list[tuple[date, date]]:
    """Each start with the last day before the next one."""
    begun = list(starts)
    return list(zip(begun, [*(start - DAY for start in begun[1:]), last], strict=True))
