"""The time that figures of voices are about: twelve weeks or twelve months, the running one included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

PERIODS = 12
WEEK = timedelta(days=7)
MONTHS = 12


class Step(TextChoices):
    """What a trend goes by."""

    WEEK = "week", _("Woche")
    MONTH = "month", _("Monat")


@dataclass(frozen=True)
class Window:
    """The first days of the periods, oldest first, and the last day of all."""

    step: Step
    starts: tuple[date, ...]
    last: date

    @property
    def first(self) -> date:
        """The first day of all."""
        return self.starts[0]

    def place(self, day: date) -> int:
        """Which period a day within the window lies in, counted from 0."""
        if self.step == Step.WEEK:
            return (day - self.first) // WEEK
        return (day.year - self.first.year) * MONTHS + day.month - self.first.month

    @property
    def names(self) -> list[str]:
        """The periods as they read in a table: the day a week begins on, or the month."""
        if self.step == Step.WEEK:
            pattern = pgettext("day that a week begins on, in Django's date format", "j. N")
        else:
            pattern = pgettext("month, in Django's date format", "F Y")
        return [format_date(day, pattern) for day in self.starts]


def window(today: date, step: Step) -> Window:
    """The last twelve weeks, from Monday on, or months."""
    if step == Step.WEEK:
        monday = today - timedelta(days=today.weekday())
        return Window(step, tuple(monday - WEEK * back for back in reversed(range(PERIODS))), today)
    months = today.year * MONTHS + today.month - 1
    starts = (divmod(months - back, MONTHS) for back in reversed(range(PERIODS)))
    return Window(step, tuple(date(year, month + 1, 1) for year, month in starts), today)


def step_of(asked: str) -> Step:
    """What an address asks for; weeks if that makes no sense."""
    return Step(asked) if asked in Step.values else Step.WEEK
