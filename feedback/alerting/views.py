"""What open pages ask every moment, and the list of what somebody was written about."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.alerting.fresh import Since, shown_lines, tag_at
from feedback.alerting.told import told_of
from teams.access import TeamRequest, everyone
from teams.etags import tag_of, unchanged

PAGE_SIZE = 50


@require_safe
@everyone
def fresh(request: TeamRequest) -> HttpResponseBase:
    """The voices that have come in since the page was opened; 304 while it has them all."""
    rows = Since.asked(request.GET, timezone.now()).fresh(request.team)
    tag = tag_of(rows)
    if answer := unchanged(request, tag):
        return answer
    lines = shown_lines(request.team, rows) if rows else []
    response = render(request, "feedback/alerting/fresh.html#lines", {"lines": lines, "count": len(rows)})
    response.headers["ETag"] = tag
    return response


@require_safe
@everyone
def at_touchpoint(request: TeamRequest, pk: int) -> HttpResponseBase:
    """What customers said at a touchpoint, for its open page; 304 while nothing has come in."""
    touchpoint = get_object_or_404(request.team.touchpoints.select_related("team"), pk=pk)
    tag = tag_at(touchpoint, request.membership, timezone.now())
    if answer := unchanged(request, tag):
        return answer
    response = render(request, "feedback/elsewhere/panel.html#voices", {"touchpoint": touchpoint})
    response.headers["ETag"] = tag
    return response


@require_safe
@everyone
def alerts(request: TeamRequest) -> HttpResponse:
    """What was noticed, with its figures, and who was told."""
    found = request.team.alerts.select_related("touchpoint", "feedback", "team")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "feedback/alerting/alerts.html", {"page": page, "told": told_of(page.object_list)})
