"""The page of the figures, and the same as tables."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.figures import giving_out
from actions.figures.asking import reach_of, step_of, year_of, years
from actions.figures.budget import costs_by, ending_in, total
from actions.figures.follow_through import Side, follow_through, trend
from actions.figures.trend_picture import TrendPicture
from actions.figures.window import Reach, Step
from teams.access import TeamRequest, everyone
from touchpoints.exchange.downloads import Sheet, download, file_name


@require_safe
@everyone
def figures(request: TeamRequest) -> HttpResponse:
    """How much gets done, and what it costs."""
    return render(request, "actions/figures/figures.html", _rates(request) | _costs(request))


@require_safe
@everyone
def rates_csv(request: TeamRequest) -> FileResponse:
    """How much gets done, as CSV."""
    return _give_out(request, _rates_sheet(request), _("umsetzung"), "csv")


@require_safe
@everyone
def rates_xlsx(request: TeamRequest) -> FileResponse:
    """How much gets done, as a workbook."""
    return _give_out(request, _rates_sheet(request), _("umsetzung"), "xlsx")


@require_safe
@everyone
def budget_csv(request: TeamRequest) -> FileResponse:
    """What it costs, as CSV."""
    return _give_out(request, _budget_sheet(request), _("budget"), "csv")


@require_safe
@everyone
def budget_xlsx(request: TeamRequest) -> FileResponse:
    """What it costs, as a workbook."""
    return _give_out(request, _budget_sheet(request), _("budget"), "xlsx")


def _rates(request: TeamRequest) -> dict[str, Any]:
    team, today = request.team, request.team.today(timezone.now())
    reach = reach_of(request.GET)
    told = trend(team=team, today=today, step=step_of(request.GET))
    return {
        "found": follow_through(team=team, person=request.user, months=reach, today=today),
        "trend": told,
        "picture": TrendPicture(told),
        "step": told[0][0].step,
        "steps": Step.choices,
        "reach": reach,
        "reaches": Reach.choices,
    }


def _costs(request: TeamRequest) -> dict[str, Any]:
    today = request.team.today(timezone.now())
    year = year_of(request.GET, today)
    actions = ending_in(request.team.actions.all(), year)
    costs = {side: costs_by(actions, side) for side in Side}
    return {
        "costs": costs,
        "total": total(costs[Side.DEPARTMENT]),
        "year": year,
        "years": years(request.team, today),
    }


def _rates_sheet(request: TeamRequest) -> Sheet:
    rates = _rates(request)
    return giving_out.figures(rates["found"], rates["trend"], team=request.team)


def _budget_sheet(request: TeamRequest) -> Sheet:
    costs = _costs(request)
    return giving_out.budget(costs["costs"], costs["total"], team=request.team)


def _give_out(request: TeamRequest, sheet: Sheet, stem: str, ending: str) -> FileResponse:
    return download(sheet, file_name(stem, ending, team=request.team, at=timezone.now()))
