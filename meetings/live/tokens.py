"""What a page shows at the stream's door: signed, short-lived, for one round, one person and one language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.signing import TimestampSigner

if TYPE_CHECKING:
    from meetings.models import Meeting, Participant

MAX_AGE = timedelta(minutes=15)

signer = TimestampSigner(salt="meetings.live")


class Ticket(NamedTuple):
    """Who may see which round in which language; the wall view comes without a participant."""

    meeting: int
    participant: int | None
    language: str


def issue(meeting: Meeting, participant: Participant | None, language: str) -> str:
    """A token for the address of a stream, good for a quarter of an hour; an open stream outlives it."""
    return signer.sign(f"{meeting.pk}.{participant.pk if participant else ''}.{language}")


def read(token: str) -> Ticket:
    """The ticket inside a token. Raises `django.core.signing.BadSignature` if it is forged or too old."""
    meeting, participant, language = signer.unsign(token, max_age=MAX_AGE).split(".")
    return Ticket(int(meeting), int(participant) if participant else None, language)
