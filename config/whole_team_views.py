"""Taking the whole team along: asked for, watched, downloaded by those who lead it."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config import packing
from config.models import Archive
from config.tasks import pack_whole_team
from teams.access import TeamRequest, leads


@leads
def whole_team(request: TeamRequest) -> HttpResponse:
    """What is packed and how far it is; posting has it packed anew."""
    if request.method == "POST":
        archive = packing.ask(team=request.team, by=request.user, at=timezone.now())
        pack_whole_team.delay_on_commit(archive.pk)
        return redirect("whole_team", request.team.slug)
    return render(request, "whole_team.html", _archives(request))


@require_safe
@leads
def progress(request: TeamRequest) -> HttpResponse:
    """Only how far it is; asked for again until it is packed."""
    return render(request, "whole_team.html#status", _archives(request))


@require_safe
@leads
def download(request: TeamRequest) -> FileResponse:
    """The file."""
    archive = get_object_or_404(request.team.archives, state=Archive.State.DONE)
    return FileResponse(packing.unpacked(archive), as_attachment=True, filename=str(archive))


def _archives(request: TeamRequest) -> dict[str, Any]:
    archives = request.team.archives.select_related("by")
    ready = archives.filter(state=Archive.State.DONE).first()
    return {
        "newest": archives.first(),
        "ready": ready,
        "kept_until": request.team.today(ready.asked_at + packing.KEPT_FOR) if ready else None,
    }
