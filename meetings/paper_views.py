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
from meetings.paper import type_in, why_not_held
from meetings.paper_forms import PaperSheets
from teams.access import TeamRequest, writers
from teams.forms import posted


@writers
def paper(request: TeamRequest, pk: int) -> HttpResponse:
    """The form with the sheets of a round; the moderator or a lead types it in."""
    meeting = get_object_or_404(request.team.meetings.planned().select_related("team", "touchpoint"), pk=pk)
    if not request.membership.is_lead and meeting.moderator != request.user:
        raise PermissionDenied
    if "more" in request.POST:
        return _page(request, meeting, PaperSheets.with_more_rows(meeting, request.POST))
    sheets = PaperSheets(meeting, posted(request))
    if request.method == "POST" and sheets.is_valid() and _typed_in(meeting, sheets):
        return redirect(meeting)
    return _page(request, meeting, sheets, HTTPStatus.UNPROCESSABLE_ENTITY if sheets.head.is_bound else HTTPStatus.OK)


def _page(
    request: TeamRequest, meeting: Meeting, sheets: PaperSheets, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"meeting": meeting, "sheets": sheets, "refusal": why_not_held(meeting, timezone.now())}
    return render(request, "meetings/paper.html", context, status=status)


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
