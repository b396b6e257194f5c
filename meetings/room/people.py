"""The people on the list beside the wall: who is here, who is ready, who has voted. Never what they wrote or chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from meetings.models import Meeting, Participant
from meetings.room.vote import OpenVote


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list."""

    pk: int
    name: str
    is_guest: bool
    is_moderator: bool
    is_here: bool
    is_present: bool
    is_ready: bool
    has_voted: bool
    is_absent: bool

    @property
    def holds_up_the_vote(self) -> bool:
        """Present, and the moderator waits for their ballot."""
        return self.is_present and not (self.is_moderator or self.has_voted or self.is_absent)


def people_of(
    meeting: Meeting, participants: Iterable[Participant], vote: OpenVote | None, at: datetime
) -> list[Person]:
    """Everyone who is or was in the room, as they came, the moderator last."""
    people = [
        Person(
            pk=participant.pk,
            name=participant.name,
            is_guest=participant.is_guest,
            is_moderator=meeting.is_moderated_by(participant),
            is_here=participant.joined_at is not None and participant.removed_at is None,
            is_present=participant.is_present(at),
            is_ready=participant.ready_at is not None,
            has_voted=vote is not None and participant.pk in vote.voters,
            is_absent=vote is not None and participant.pk in vote.absent,
        )
        for participant in participants
    ]
    return sorted(people, key=lambda person: person.is_moderator)
