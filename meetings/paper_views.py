"""Typing in a round that was held on paper."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.errors import RuleBroken
from meetings.joining import enter
from meetings.models import Meeting
from meetings.paper import type_in
from meetings.paper_forms import PaperSheets
from teams.access import TeamRequest, writers


@writers
def paper(request: TeamRequest, pk: int) -> HttpResponse:
    """The form with the sheets of a round; the moderator or a lead types it in."""
    meeting = get_object_or_404(request.team.meetings.planned().select_related("team", "touchpoint"), pk=pk)
    if not request.membership.is_lead and meeting.moderator != request.user:
        raise PermissionDenied
    sheets = PaperSheets(meeting, request.POST or None)
    if request.method == "POST" and sheets.is_valid() and _typed_in(meeting, sheets):
        return redirect(meeting)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "meetings/paper.html", {"meeting": meeting, "sheets": sheets}, status=status)


def _typed_in(meeting: Meeting, sheets: PaperSheets) -> bool:
    now = timezone.now()
    try:
        if meeting.moderator is None:
            raise RuleBroken(_("Die Runde hat noch keine Moderation."))
        moderator = enter(meeting=meeting, user=meeting.moderator, at=now)
        type_in(meeting=meeting, by=moderator, paper=sheets.paper(), at=now)
    except RuleBroken as refusal:
        sheets.head.add_error(None, str(refusal))
        return False
    return True
