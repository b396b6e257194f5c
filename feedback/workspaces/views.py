"""All voices, and the two places where they are worked off: complaints and praise."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from feedback.models import Polarity
from feedback.workspaces import praising, window, worklist
from feedback.workspaces.figures import side
from feedback.workspaces.filters import VoiceFilter
from feedback.workspaces.paging import page_of
from teams.access import TeamRequest, everyone

LIST = "feedback/workspaces/list.html"
CASES = 50
MINE = 10


@require_safe
@everyone
def voices(request: TeamRequest) -> HttpResponse:
    """Every voice that the address asks for, the newest first."""
    return render(request, LIST, _found(request))


@require_safe
@everyone
def lines(request: TeamRequest) -> HttpResponse:
    """Only the lines that the filter finds; the address bar shows the page they belong to."""
    response = render(request, f"{LIST}#lines", _found(request))
    page_url = reverse("feedback:list", args=[request.team.slug])
    return push_url(response, f"{page_url}?{request.GET.urlencode()}")


@require_safe
@everyone
def further_filters(request: TeamRequest) -> HttpResponse:
    """The filters that are not at hand, for the row of filters."""
    context = {"filter": VoiceFilter(request.GET, team=request.team)}
    return render(request, "feedback/workspaces/further_filters.html", context)


def _found(request: TeamRequest) -> dict[str, Any]:
    asked = VoiceFilter(request.GET, team=request.team)
    page = page_of(asked.narrowed(request.team.voices.all()), request.GET.get("before", ""))
    return {"filter": asked, "page": page, "query": _query_behind(request, page.after)}


def _query_behind(request: TeamRequest, after: str) -> str:
    """What the address of the next page says: the same, from there on."""
    query = request.GET.copy()
    query["before"] = after
    return query.urlencode()


@require_safe
@everyone
def figures(request: TeamRequest) -> HttpResponse:
    """How many, about what and where: complaints and praise side by side, each for itself."""
    return render(request, "feedback/workspaces/figures.html", _sides(request))


@require_safe
@everyone
def beside(request: TeamRequest) -> HttpResponse:
    """The same in short, for beside the list."""
    return render(request, "feedback/workspaces/beside.html", _sides(request))


def _sides(request: TeamRequest) -> dict[str, Any]:
    when = _window(request)
    return {"when": when, "sides": [side(request.team, each, when) for each in (Polarity.NEGATIVE, Polarity.POSITIVE)]}


@require_safe
@everyone
def negative(request: TeamRequest) -> HttpResponse:
    """Where complaints are worked off: cases by deadline, what nobody has taken up yet, and the causes."""
    at, when = timezone.now(), _window(request)
    whose = request.user if request.GET.get("whose") == "mine" else None
    context = {
        "now": at,
        "when": when,
        "side": side(request.team, Polarity.NEGATIVE, when),
        "page": Paginator(worklist.cases(request.team, whose), CASES).get_page(request.GET.get("page")),
        "waiting": worklist.wanting_an_answer(request.team, at),
        "untouched": worklist.without_case(request.team),
    }
    return render(request, "feedback/workspaces/negative.html", context)


@require_safe
@everyone
def positive(request: TeamRequest) -> HttpResponse:
    """Where praise is taken further: why customers are delighted, what to repeat, and who is to hear of it."""
    when = _window(request)
    context = {
        "when": when,
        "side": side(request.team, Polarity.POSITIVE, when),
        "mine": praising.mine(request.team, request.user).select_related("praise__shown_by", "touchpoint")[:MINE],
        "repeated": worklist.repeated(request.team),
        "fresh": worklist.not_shown_yet(request.team),
    }
    return render(request, "feedback/workspaces/positive.html", context)


def _window(request: TeamRequest) -> window.Window:
    return window.window(request.team.today(timezone.now()), window.step_of(request.GET.get("by", "")))
