"""The board and the calendar, and moving a card from one column to another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from actions.errors import NotAllowed
from actions.filters import ActionFilter
from actions.forms import MoveForm
from actions.models import Action, Status
from actions.moving import move
from actions.overview.board import by_group, by_status
from actions.overview.grouping import By
from actions.overview.month import Month, grid, weekdays
from actions.reaching import changeable
from actions.views import MOVED
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page, posted


@require_safe
@everyone
def board(request: TeamRequest) -> HttpResponse:
    """What the filter finds, as cards in columns."""
    return render(request, "actions/board.html", _board(request))


def _board(request: TeamRequest) -> dict[str, Any]:
    at, team, by = timezone.now(), request.team, request.GET.get("group", "")
    is_grouped = by in By.values
    found = ActionFilter(request.GET, team.actions.all(), request=request, usual="open" if is_grouped else "")
    if is_grouped:
        columns, left_out = by_group(found.qs, By(by), team=team, at=at)
    else:
        columns, left_out = by_status(found.qs, team=team, at=at), 0
    cards = [action for column in columns for action in column.actions]
    return {
        "filter": found,
        "columns": columns,
        "left_out": left_out,
        "groupings": By.choices,
        "group": by if is_grouped else "",
        "movable": {card.pk for card in cards if card.may_be_changed_by(request.membership)},
        "today": team.today(at),
    }


@writers
def move_card(request: TeamRequest, pk: int) -> HttpResponse:
    """Ask where a card goes, and why if it stops there; the filter of the board travels along in the address."""
    action = changeable(request, pk)
    form = MoveForm(posted(request), initial={"to": request.GET.get("to")})
    if form.is_valid():
        to, reason = Status(form.cleaned_data["to"]), form.cleaned_data["reason"]
        try:
            return _moved(request, move(action=action, to=to, reason=reason, at=timezone.now()))
        except NotAllowed as refused:
            form.add_error(None, str(refused.sentence))
    return form_page(request, "actions/move_card.html", form, action=action, back=_back(request))


def _moved(request: TeamRequest, action: Action) -> HttpResponse:
    """To the board; where that is open already it is told what has happened."""
    told = MOVED[Status(action.status)] % action
    if request.htmx:
        return trigger_client_event(HttpResponse(status=204), "cardMoved", {"card": action.pk, "told": told})
    messages.success(request, told)
    return redirect(_back(request))


def _back(request: TeamRequest) -> str:
    asked = request.GET.copy()
    asked.pop("to", None)
    return f"{reverse('actions:board', args=[request.team.slug])}?{asked.urlencode()}"


@require_safe
@everyone
def month(request: TeamRequest) -> HttpResponse:
    """What the filter finds, in a month."""
    return render(request, "actions/calendar.html", _month(request))


def _month(request: TeamRequest) -> dict[str, Any]:
    """Whoever asks for no state sees the days of what is open, and the follow-ups of what is done too."""
    today, team = request.team.today(timezone.now()), request.team
    shown = Month.asked_for(request.GET.get("month", ""), today)
    found = ActionFilter(request.GET, team.actions.all(), request=request)
    whatever = ActionFilter(request.GET, team.actions.all(), request=request, usual="")
    return {
        "filter": found,
        "shown": shown,
        "month": request.GET.get("month", ""),
        "weekdays": weekdays(shown),
        "weeks": grid(shown, open_ones=found.qs, asked_about=whatever.qs, team=team, today=today),
        "today": today,
    }
