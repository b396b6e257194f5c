"""The time that figures are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

TREND_MONTHS = 12
A_QUARTER = 3


class Reach(IntegerChoices):
    """How many calendar months the figures reach back, the running one included."""

    QUARTER = 3, _("3 Monate")
    HALF = 6, _("6 Monate")
    YEAR = 12, _("12 Monate")
    TWO_YEARS = 24, _("24 Monate")


class Step(TextChoices):
    """What a trend goes by."""

    MONTH = "month", _("Monat")
    QUARTER = "quarter", _("Quartal")


@dataclass(frozen=True)
class Window:
    """Days from first to last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Period(Window):
    """A month or a quarter of a trend."""

    step: Step

    @property
    def name(self) -> str:
        """As it reads in a table."""
        if self.step == Step.MONTH:
            return format_date(self.first, pgettext("month, in Django's date format", "F Y"))
        return gettext("Q%(number)s %(year)s") % {"number": self.first.month // A_QUARTER + 1, "year": self.first.year}

    @property
    def short(self) -> str:
        """As it reads on an axis."""
        if self.step == Step.MONTH:
            return format_date(self.first, pgettext("month in short, in Django's date format", "N"))
        return gettext("Q%(number)s") % {"number": self.first.month // A_QUARTER + 1}


def back(today: date, months: int) -> Window:
    """So many calendar months up to yesterday: what was promised for today still has until midnight."""
    return Window(_months_before(today.replace(day=1), months - 1), today - timedelta(days=1))


def periods(today: date, step: Step) -> list[Period]:
    """The last twelve months or four quarters, the running one last."""
    length = 1 if step == Step.MONTH else A_QUARTER
    start = today.replace(day=1, month=(today.month - 1) // length * length + 1)
    starts = [_months_before(start, TREND_MONTHS - length - months) for months in range(0, TREND_MONTHS, length)]
    ends = [after - timedelta(days=1) for after in [*starts[1:], today]]
    return [Period(first, last, step) for first, last in zip(starts, ends, strict=True)]


def _months_before(day: date, months: int) -> date:
    """The first of the month so many months before a first of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
