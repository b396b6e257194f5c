"""Which touchpoints the form asks about: one, those that miss a figure, or else all again, a handful at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from teams.forms import as_key
from teams.models import Team
from touchpoints.models import Touchpoint
from touchpoints.priorities.board import board

AT_ONCE = 12


@dataclass(frozen=True)
class Handful:
    """Some touchpoints to rate, and how many wait behind them."""

    touchpoints: list[Touchpoint]
    behind: int = 0


def asked(team: Team, query: QueryDict, *, at: datetime) -> Handful:
    """What an address asks for: one `touchpoint`, or those of which the `view` misses a figure, behind a name."""
    if "touchpoint" in query:
        return Handful(_of(team, [query.get("touchpoint", "")]))
    here = board(team, query, at=at)
    order = here.perspective.ordered(here.missing or here.known, "name")
    waiting = [each.pk for each in order if each.name.casefold() > query.get("after", "").casefold()]
    return Handful(_of(team, waiting[:AT_ONCE]), len(waiting[AT_ONCE:]))


def answered(team: Team, posted: QueryDict) -> list[Touchpoint]:
    """The touchpoints whose rows were sent; another team's are passed over."""
    return _of(team, posted.getlist("touchpoint")[:AT_ONCE])


def _of(team: Team, keys: Iterable[str | int]) -> list[Touchpoint]:
    fitting = [key for typed in keys if (key := as_key(str(typed))) is not None]
    return sorted(team.touchpoints.filter(pk__in=fitting), key=lambda each: each.name.casefold())
