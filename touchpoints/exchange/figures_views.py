"""Figures on their way out, as tables: the readings of a metric, and the priorities."""

from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teams.access import TeamRequest, everyone
from touchpoints.exchange import giving_out_figures
from touchpoints.exchange.downloads import download, file_name
from touchpoints.measuring.views import metric_of
from touchpoints.priorities.board import board


@require_safe
@everyone
def readings_csv(request: TeamRequest, pk: int, metric: int) -> FileResponse:
    """What was measured, as CSV."""
    return _readings(request, pk, metric, "csv")


@require_safe
@everyone
def readings_xlsx(request: TeamRequest, pk: int, metric: int) -> FileResponse:
    """What was measured, as a workbook."""
    return _readings(request, pk, metric, "xlsx")


@require_safe
@everyone
def priorities_csv(request: TeamRequest) -> FileResponse:
    """The priorities from the perspective and in the order of the address, as CSV."""
    return _priorities(request, "csv")


@require_safe
@everyone
def priorities_xlsx(request: TeamRequest) -> FileResponse:
    """The priorities from the perspective and in the order of the address, as a workbook."""
    return _priorities(request, "xlsx")


def _readings(request: TeamRequest, pk: int, metric: int, ending: str) -> FileResponse:
    row, at = metric_of(request, pk, metric), timezone.now()
    stem = "-".join([_("messungen"), slugify(row.name) or str(row.pk)])
    return download(giving_out_figures.readings(row), file_name(stem, ending, team=request.team, at=at))


def _priorities(request: TeamRequest, ending: str) -> FileResponse:
    at = timezone.now()
    sheet = giving_out_figures.priorities(board(request.team, request.GET, at=at))
    return download(sheet, file_name(_("prioritaeten"), ending, team=request.team, at=at))
