"""The projector's link: signed, good for one round, and without any person."""

from django.core import signing
from django.urls import reverse

from meetings.models import Meeting

SALT = "meetings.wall"


def wall_url(meeting: Meeting) -> str:
    """Where a projector finds this round."""
    return reverse("wall", args=[signing.dumps(meeting.pk, salt=SALT)])


def meeting_behind(token: str) -> Meeting | None:
    """The round that a projector's link leads to; None if the link is forged or the round is gone."""
    try:
        pk: int = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rounds = Meeting.objects.select_related("team", "touchpoint", "moderator", "next_touchpoint")
    return rounds.filter(pk=pk).first()
