"""The page of the timeline."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.filters import ActionFilter
from actions.timeline.drawing import Grouping
from actions.timeline.finding import MOST, grouped, grouping_of, scale_of, timeline_of
from actions.timeline.scales import Scale
from teams.access import TeamRequest, everyone

ON_PAPER = 16
"""Rows that a landscape page of A4 holds beside its heading."""


@require_safe
@everyone
def timeline_page(request: TeamRequest) -> HttpResponse:
    """What the filter finds, along time."""
    return render(request, "actions/timeline/timeline.html", _shown(request))


def _shown(request: TeamRequest) -> dict[str, Any]:
    today = request.team.today(timezone.now())
    found = ActionFilter(request.GET, request.team.actions.all(), request=request)
    by, scale = grouping_of(request.GET, found.qs), scale_of(request.GET)
    page = Paginator(grouped(found.qs, by), MOST).get_page(request.GET.get("page"))
    timeline = timeline_of(list(page), team=request.team, by=by, today=today, scale=scale)
    return {
        "filter": found,
        "page": page,
        "timeline": timeline,
        "sheets": timeline.sheets(ON_PAPER),
        "group": by,
        "groupings": Grouping.choices,
        "usual_group": _("Nach Plan oder Person"),
        "scale": scale,
        "scales": Scale.choices,
        "today": today,
    }
