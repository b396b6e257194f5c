"""An action's days as a file for one's own calendar."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from actions.calendar import calendar_file, file_name
from teams.access import TeamRequest, everyone


@require_safe
@everyone
def download(request: TeamRequest, pk: int) -> HttpResponse:
    """Its last day and its follow-up."""
    action = get_object_or_404(request.team.actions.select_related("team", "responsible"), pk=pk)
    disposition = content_disposition_header(as_attachment=True, filename=file_name(action))
    return HttpResponse(
        calendar_file(action, at=timezone.now()),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": disposition},
    )
