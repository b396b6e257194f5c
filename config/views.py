"""Pages that draw on every app: the team's overview; and the server's sign of life."""

from tempfile import SpooledTemporaryFile
from typing import IO

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.standing import standing
from config.whole_team import pack
from teams.access import TeamRequest, everyone, leads
from touchpoints.exchange.tables import IN_MEMORY


def healthz(request: HttpRequest) -> HttpResponse:
    """Answers "ok" when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """Where the team stands today and the one next step."""
    return render(request, "overview.html", standing(membership=request.membership, at=timezone.now()))


@require_safe
@leads
def whole_team(request: TeamRequest) -> FileResponse:
    """All that the team has, as a ZIP of open formats."""
    now = timezone.now()
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    pack(file, team=request.team, at=now)
    file.seek(0)
    name = f"kontaktpunkt-{request.team.slug}-{request.team.today(now)}.zip"
    return FileResponse(file, as_attachment=True, filename=name)
