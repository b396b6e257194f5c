"""Voices on their way out: a table of what a filter finds."""

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.exchange.giving_out import voices
from feedback.workspaces.filters import voices_of
from teams.access import TeamRequest, everyone
from touchpoints.exchange.downloads import download, file_name


@require_safe
@everyone
def csv(request: TeamRequest) -> FileResponse:
    """What the filter finds, as CSV."""
    return _given_out(request, "csv")


@require_safe
@everyone
def xlsx(request: TeamRequest) -> FileResponse:
    """What the filter finds, as a workbook."""
    return _given_out(request, "xlsx")


def _given_out(request: TeamRequest, ending: str) -> FileResponse:
    name = file_name(_("kundenstimmen"), ending, team=request.team, at=timezone.now())
    return download(voices(voices_of(request.team, request.GET)), name)
