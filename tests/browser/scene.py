"""A round that is on now, with anna, ben and cem in the team, led to a phase through the real deeds."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from meetings.codes import new_code
from meetings.models import Phase
from teams.models import Membership
from tests.meetings.rounds import Round, seated


def a_room(anna: Membership, ben: Membership, phase: Phase = Phase.IDEAS, **fields: Any) -> Round:
    """Anna moderates, ben is her deputy; nobody has opened a screen yet."""
    now = timezone.now()
    room = seated(anna, ben, at=now, starts_at=now, join_code=new_code(), **fields)
    return room if phase == Phase.LOBBY else room.to(phase)
