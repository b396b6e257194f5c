"""The table of actions, and the filters that are fetched on demand."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions.filters import ActionFilter
from actions.overview.grouping import By, Lines, all_in_one, in_groups
from actions.overview.ordering import Order
from teams.access import TeamRequest, everyone

PAGE_SIZE = 50


@require_safe
@everyone
def plan(request: TeamRequest) -> HttpResponse:
    """The team's actions, filtered, grouped and sorted as the address says."""
    return render(request, "actions/list.html", _found(request))


def _found(request: TeamRequest) -> dict[str, Any]:
    today, team = request.team.today(timezone.now()), request.team
    found = ActionFilter(request.GET, team.actions.all(), request=request)
    by, order = request.GET.get("group", ""), Order.asked_for(request.GET.get("sort", ""), today)
    actions, groups = in_groups(found.qs, By(by), team) if by in By.values else (found.qs, all_in_one(found.qs))
    lines = Lines(actions, groups, rows=team.actions.as_lines(), order=order.of)
    return {
        "filter": found,
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "heads": order.heads,
        "groupings": By.choices,
        "group": by,
        "sort": request.GET.get("sort", ""),
        "today": today,
        "census": team.actions.census(today),
    }


@require_safe
@everyone
def further_filters(request: TeamRequest) -> HttpResponse:
    """The filters that are not at hand, for the row of filters."""
    found = ActionFilter(request.GET, request.team.actions.none(), request=request)
    return render(request, "actions/further_filters.html", {"filter": found, "is_fetched": True})
