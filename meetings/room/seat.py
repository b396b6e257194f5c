"""Who sits at the table in a request: a member by their account, a guest by their session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from meetings.errors import NotInRoom
from meetings.joining import enter
from meetings.models import Meeting, Participant
from meetings.room.state import RoomState, look_around
from teams.access import GuestRequest
from teams.middleware import GUEST_SESSION_KEY


class Unreadable(Exception):
    """What was typed cannot be used as it is; the form says why beside each field."""


class ShownOut(PermissionDenied):
    """The moderator has asked this person to leave the round."""


@dataclass
class Seat:
    """One person at the table in one request; `form` is what they have filled in."""

    request: GuestRequest
    meeting: Meeting
    me: Participant
    at: datetime
    form: BaseForm | None = None

    @property
    def is_moderator(self) -> bool:
        """Whether this person leads the round now."""
        return self.meeting.is_moderated_by(self.me)

    @property
    def room(self) -> RoomState:
        """What this person sees around them, read anew."""
        return look_around(self.meeting, self.at)

    def read[F: BaseForm](self, form: F) -> F:
        """The form, if it can be used. Raises Unreadable; either way the desk shows again what was typed."""
        self.form = form
        if not form.is_valid():
            raise Unreadable
        return form

    def again(self) -> Seat:
        """The same seat with the round as it is stored now."""
        return take_seat(self.request, self.meeting.pk)


def take_seat(request: GuestRequest, pk: int) -> Seat:
    """The seat of whoever asks; members sit down by coming. Raises Http404 for those without one, ShownOut."""
    rounds = request.team.meetings.select_related("touchpoint", "moderator", "next_touchpoint")
    meeting = get_object_or_404(rounds, pk=pk)
    meeting.team = request.team
    at = timezone.now()
    me = _member(request, meeting, at) if request.membership else _guest(request, meeting)
    if me is None:
        raise Http404
    if me.removed_at:
        raise ShownOut
    return Seat(request=request, meeting=meeting, me=me, at=at)


def _member(request: GuestRequest, meeting: Meeting, at: datetime) -> Participant | None:
    me = meeting.participants.filter(user=request.user).first()
    if meeting.is_over or (me and (me.joined_at or me.removed_at)):
        return me
    try:
        return enter(meeting=meeting, user=request.user, at=at)
    except NotInRoom:
        return None


def _guest(request: GuestRequest, meeting: Meeting) -> Participant | None:
    pk = request.session.get(GUEST_SESSION_KEY, {}).get(str(meeting.pk))
    return meeting.participants.filter(pk=pk, is_guest=True).first() if pk else None
