"""The inventory on its way in: a table is uploaded, its columns are named, its problems are told, its rows are read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teams.access import TeamRequest, everyone


@require_safe
@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """What can be read in and what can be given out."""
    return render(request, "touchpoints/exchange/index.html")
