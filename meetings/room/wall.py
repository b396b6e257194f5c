"""The projector's link: signed, good for one round, and without any person."""

from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.urls import reverse

from meetings.models import Meeting

SALT = "meetings.wall"
STAYS_UP = timedelta(hours=12)
"""How long the wall can be looked at after the end: the link is known in the room, the minutes are for its people."""


def wall_url(meeting: Meeting) -> str:
    """Where a projector finds this round."""
    return reverse("wall", args=[signing.dumps(meeting.pk, salt=SALT)])


def meeting_behind(token: str, at: datetime) -> Meeting | None:
    """The round that a projector's link leads to; None if the link is forged or the round is gone or long over."""
    try:
        pk: int = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rounds = Meeting.objects.select_related("team", "touchpoint", "moderator", "next_touchpoint")
    return rounds.filter(Q(closed_at=None) | Q(closed_at__gt=at - STAYS_UP), pk=pk).first()
