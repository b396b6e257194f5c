"""Pages that draw on every app: the team's overview; and the server's sign of life."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config.standing import standing
from teams.access import TeamRequest, everyone


def healthz(request: HttpRequest) -> HttpResponse:
    """Answers "ok" when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """Where the team stands today and the one next step."""
    return render(request, "overview.html", standing(membership=request.membership, at=timezone.now()))
