"""Voices on their way out: a table of what a filter finds."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.exchange import giving_out
from feedback.workspaces.filters import voices_of
from teams.access import TeamRequest, everyone
from touchpoints.exchange.downloads import download, file_name, streamed


@require_safe
@everyone
def csv(request: TeamRequest) -> HttpResponseBase:
    """What the filter finds, as CSV; it flows as it is made."""
    return streamed(giving_out.voices(voices_of(request.team, request.GET)), _file_name(request, "csv"))


@require_safe
@everyone
def xlsx(request: TeamRequest) -> HttpResponseBase:
    """What the filter finds, as a workbook; more than fit into one go out as CSV or behind a narrower filter."""
    found = voices_of(request.team, request.GET)
    if not giving_out.fit_into_workbook(found):
        most = number_format(giving_out.MOST_IN_WORKBOOK, force_grouping=True)
        refusal = _("Eine Excel-Tabelle fasst höchstens %s Stimmen. Als CSV sind es alle, oder vorher enger filtern.")
        messages.error(request, refusal % most)
        return redirect(f"{reverse('feedback:exchange', args=[request.team.slug])}?{request.GET.urlencode()}")
    return download(giving_out.voices(found), _file_name(request, "xlsx"))


def _file_name(request: TeamRequest, ending: str) -> str:
    return file_name(_("kundenstimmen"), ending, team=request.team, at=timezone.now())
