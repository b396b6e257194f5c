"""What the address of the figures asks for; what makes no sense is what is usual."""

from datetime import date

from django.db.models import Max, Min
from django.http import QueryDict

from actions.figures.window import Reach, Step
from teams.models import Team

EVERY_YEAR = "all"
FAR = 10
"""Years before and after this one that a budget can be asked for; a slip in a year makes no list of a thousand."""


def reach_of(asked: QueryDict) -> Reach:
    """How far back; a year unless asked otherwise."""
    wanted = asked.get("months", "")
    return Reach(int(wanted)) if wanted in {str(months) for months in Reach.values} else Reach.YEAR


def step_of(asked: QueryDict) -> Step | None:
    """Whether the trend goes by months or by quarters; None where nobody asks."""
    wanted = asked.get("step")
    return Step(wanted) if wanted in Step.values else None


def year_of(asked: QueryDict, today: date) -> int | None:
    """The year whose budget is asked for, this one unless asked otherwise; None for all."""
    wanted = asked.get("year", "")
    if wanted == EVERY_YEAR:
        return None
    near = {str(year): year for year in _near(today)}
    return near.get(wanted, today.year)


def years(team: Team, today: date) -> list[int]:
    """The years in which actions end, and this one."""
    ends = team.actions.aggregate(first=Min("due_on"), last=Max("due_on"))
    first, last = (day.year if day else today.year for day in (ends["first"], ends["last"]))
    return [year for year in _near(today) if min(first, today.year) <= year <= max(last, today.year)]


def _near(today: date) -> range:
    return range(today.year - FAR, today.year + FAR + 1)
