"""Pages that draw on every app: the team's overview; and the server's sign of life."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from actions.models import Outcome
from config.standing import countdown, greeting, last_decisions, next_step
from meetings.templatetags.rounds import next_round
from teams.access import TeamRequest, everyone


def healthz(request: HttpRequest) -> HttpResponse:
    """Answers "ok" when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """Where the team stands today and the one next step."""
    team, at = request.team, timezone.now()
    today, meeting = team.today(at), next_round(team)
    inventory = team.touchpoints.active().census()
    context = {
        "greeting": greeting(request.user.get_short_name(), timezone.localtime(at)),
        "meeting": meeting,
        "countdown": countdown(until=meeting.starts_at, at=at) if meeting else "",
        "step": next_step(
            membership=request.membership, meeting=meeting, has_touchpoints=inventory["total"] > 0, at=at
        ),
        "inventory": inventory,
        "rounds_held": team.meetings.closed().count(),
        "todo": team.actions.census(today),
        "works": team.actions.filter(outcome=Outcome.WORKS).count(),
        "mine": team.actions.open().of(request.user).order_by("due_on")[:6],
        "overdue": team.actions.overdue(today).exclude(responsible=request.user).select_related("responsible")[:6],
        "follow_ups": team.actions.follow_up_due(today).select_related("responsible")[:6],
        "decisions": last_decisions(team),
        "today": today,
    }
    return render(request, "overview.html", context)
