"""The public page is the lead's to open and to shut."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.learning import linking
from teams.access import TeamRequest, leads


@leads
@require_POST
def open_link(request: TeamRequest) -> HttpResponse:
    """Open the page by a link, or by another one."""
    linking.open_door(request.team)
    messages.success(request, _("Der Link gilt jetzt. Ein früherer führt nirgends mehr hin."))
    return redirect("feedback:learned", request.team.slug)


@leads
@require_POST
def shut_link(request: TeamRequest) -> HttpResponse:
    """Let nobody outside read it any more."""
    linking.shut_door(request.team)
    messages.success(request, _("Die öffentliche Seite ist geschlossen."))
    return redirect("feedback:learned", request.team.slug)
