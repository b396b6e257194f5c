"""Gives out figures and budget as tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from actions.figures.budget import Costs
from actions.figures.follow_through import FollowThrough, Side, Tally
from actions.figures.window import Period
from teams.models import Team
from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.tables import Value

PLACES = 1
"""Decimals of a percentage."""


def figures(found: FollowThrough, trend: Sequence[tuple[Period, Tally]], *, team: Team) -> Sheet:
    """A line for the team, for each department, touchpoint and plan, and for each month or quarter.

    Where there are fewer than five, only how many.
    """
    headings = [
        _("Sicht"),
        _("Name"),
        _("Zugesagt (n)"),
        _("Rechtzeitig erledigt"),
        _("Später erledigt"),
        _("Verworfen"),
        _("Noch offen"),
        _("Umsetzungsquote (%)"),
        _("Untere Grenze (95 %)"),
        _("Obere Grenze (95 %)"),
    ]
    return Sheet(_("Umsetzung"), headings, _lines(found, trend, team))


def _lines(found: FollowThrough, trend: Iterable[tuple[Period, Tally]], team: Team) -> Iterator[list[Value]]:
    yield _line(_("Team"), team.name, found.total)
    for side, tallies in found.by.items():
        for tally in tallies:
            yield _line(str(side.label), tally.name, tally)
    for period, tally in trend:
        yield _line(str(period.step.label), period.name, tally)


def _line(side: str, name: str, tally: Tally) -> list[Value]:
    if tally.rate is None:
        return [side, name, tally.decided, *[None] * 7]
    rate = tally.rate
    bounds = (None if bound is None else round(bound, PLACES) for bound in (rate.low, rate.high))
    counts = [tally.decided, tally.in_time, tally.late, tally.dropped, tally.open]
    return [side, name, *counts, round(rate.value, PLACES), *bounds]


def budget(costs: Mapping[Side, Sequence[Costs]], total: Costs, *, team: Team) -> Sheet:
    """A line for the team and for each department, touchpoint and plan, in the team's currency."""
    headings = [
        _("Sicht"),
        _("Name"),
        _("Maßnahmen"),
        *(_("%(what)s (%(currency)s)") % {"what": what, "currency": team.currency} for what in _amounts()),
        _("Offen ohne Budget"),
    ]
    return Sheet(_("Budget"), headings, _costs(costs, total, team))


def _amounts() -> list[str]:
    return [_("Geplant"), _("Ausgegeben"), _("Voraussichtlich"), _("Abweichung")]


def _costs(costs: Mapping[Side, Sequence[Costs]], total: Costs, team: Team) -> Iterator[list[Value]]:
    yield _costs_line(_("Team"), team.name, total)
    for side, found in costs.items():
        for each in found:
            yield _costs_line(str(side.label), each.name, each)


def _costs_line(side: str, name: str, costs: Costs) -> list[Value]:
    amounts = [costs.planned, costs.spent, costs.forecast, costs.change]
    return [side, name, costs.actions, *amounts, costs.open_ended]
