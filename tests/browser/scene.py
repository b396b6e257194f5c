"""A round that is on now, with anna, ben and cem in the team, led to a phase through the real deeds."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from meetings import joining
from meetings.codes import new_code
from meetings.models import Phase
from teams.models import Membership
from tests.factories import MeetingFactory, MembershipFactory, UserFactory
from tests.meetings.rounds import Round


def a_room(anna: Membership, ben: Membership, phase: Phase = Phase.IDEAS, **fields: Any) -> Round:
    """Anna moderates, ben is her deputy; nobody has opened a screen yet."""
    cem = MembershipFactory(team=anna.team, user=UserFactory(name="Cem Arslan"))
    now = timezone.now()
    meeting = MeetingFactory(
        team=anna.team, starts_at=now, moderator=anna.user, deputy=ben.user, join_code=new_code(), **fields
    )
    first, second, third = (
        joining.enter(meeting=meeting, user=user, at=now) for user in (anna.user, ben.user, cem.user)
    )
    guest = joining.enter_as_guest(meeting=meeting, name="Paul Huber", at=now)
    room = Round(meeting.pk, first, second, third, guest, now)
    return room if phase == Phase.LOBBY else room.to(phase)
