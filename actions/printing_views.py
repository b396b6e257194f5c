"""The action plan on paper: for the wall and for a meeting."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import printing
from actions.filters import ActionFilter
from actions.timeline.finding import grouping_of
from teams.access import TeamRequest, everyone
from teams.pdf import pdf_response
from touchpoints.exchange.downloads import file_name

NO_FILTERS = {"group", "scale", "page", "sort", "month", "more"}
"""What an address may say without leaving anything out."""


@require_safe
@everyone
def wall(request: TeamRequest) -> HttpResponse:
    """What the filter finds as a poster."""
    return _printed(request, printing.print_for_wall, _("aktionsplan-wand"))


@require_safe
@everyone
def board(request: TeamRequest) -> HttpResponse:
    """What the filter finds as a paper for a meeting."""
    return _printed(request, printing.print_for_meeting, _("aktionsplan"))


def _printed(request: TeamRequest, print_found: Callable[..., bytes], stem: str) -> HttpResponse:
    """The PDF; more than fit into one go only behind a narrower filter."""
    found, at = ActionFilter(request.GET, request.team.actions.all(), request=request).qs, timezone.now()
    if not printing.is_printable(found):
        messages.error(request, printing.too_many())
        return redirect(f"{reverse('actions:timeline', args=[request.team.slug])}?{request.GET.urlencode()}")
    is_part = any(value for name, value in request.GET.items() if name not in NO_FILTERS)
    by = grouping_of(request.GET, found)
    content = print_found(found, team=request.team, by=by, is_part=is_part, at=at)
    return pdf_response(content, file_name(stem, "pdf", team=request.team, at=at))
