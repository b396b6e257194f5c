"""Who sits at the table in a request: a member by their account, a guest by their session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from meetings.errors import RuleBroken
from meetings.joining import enter
from meetings.models import Meeting, Participant
from meetings.room.state import RoomState, look_around
from teams.access import GuestRequest
from teams.middleware import GUEST_SESSION_KEY


class Unreadable(Exception):
    """What was typed cannot be used as it is; the form says why beside each field."""


class ShownOut(PermissionDenied):
    """The moderator has asked this person to leave the round."""

    def __init__(self, person: Participant) -> None:
        super().__init__()
        self.person = person


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
    rounds = request.team.meetings.select_related("touchpoint").prefetch_related("participants")
    meeting = get_object_or_404(rounds, pk=pk)
    meeting.team = request.team
    me = _found(request, meeting)
    if _may_come_in(request, meeting, me):
        _come_in(request, meeting)
        return take_seat(request, pk)
    if me is None:
        raise Http404
    if me.removed_at:
        raise ShownOut(me)
    return Seat(request=request, meeting=meeting, me=me, at=timezone.now())


def _found(request: GuestRequest, meeting: Meeting) -> Participant | None:
    everyone = meeting.participants.all()
    if request.membership:
        return next((person for person in everyone if person.user_id == request.user.pk), None)
    guest = request.session.get(GUEST_SESSION_KEY, {}).get(str(meeting.pk))
    return next((person for person in everyone if person.pk == guest and person.is_guest), None)


def _may_come_in(request: GuestRequest, meeting: Meeting, me: Participant | None) -> bool:
    is_out = me is None or (me.joined_at is None and me.removed_at is None)
    return request.membership is not None and is_out and not meeting.is_over


def _come_in(request: GuestRequest, meeting: Meeting) -> None:
    try:
        enter(meeting=meeting, user=request.user, at=timezone.now())
    except RuleBroken:
        raise Http404 from None
