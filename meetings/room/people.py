"""The people on the list beside the wall: who is here, who is ready, who has voted. Never what they wrote or chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from meetings.models import Meeting, Participant, Phase
from meetings.models.participants import PATIENCE
from meetings.room.vote import OpenVote

LAST_WORD = (Phase.DISCUSSION, Phase.VOTE)
"""Phases in which the moderator's turn comes last."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list; `role` and `mark` are words for the badges behind the name."""

    pk: int
    name: str
    role: str
    mark: str
    is_guest: bool
    is_moderator: bool
    is_here: bool
    is_present: bool
    is_awaited: bool
    is_ready: bool
    has_voted: bool
    is_absent: bool

    @property
    def called(self) -> str:
        """The name, which says of guests that they are."""
        guest = _("Gast")
        return f"{self.name} ({guest})" if self.is_guest else self.name

    @property
    def holds_up_the_vote(self) -> bool:
        """Here or gone for moments, and the moderator waits for their ballot."""
        return self.is_awaited and not (self.is_moderator or self.has_voted or self.is_absent)


def people_of(
    meeting: Meeting, participants: Iterable[Participant], vote: OpenVote | None, at: datetime
) -> list[Person]:
    """Everyone who is or was in the room, as they came, the moderator last."""
    voters, absent = (vote.voters, vote.absent) if vote else (frozenset(), frozenset())
    guest, chair = _("Gast"), _("Moderation · zuletzt") if meeting.phase in LAST_WORD else _("Moderation")
    ready, voted, away = _("fertig"), _("hat gewählt"), _("abwesend")
    people = []
    for person in participants:
        leads = meeting.is_moderated_by(person)
        is_ready = meeting.is_silent and person.ready_at is not None
        people.append(
            Person(
                pk=person.pk,
                name=person.name,
                role=chair if leads else guest if person.is_guest else "",
                mark=voted if person.pk in voters else away if person.pk in absent else ready if is_ready else "",
                is_guest=person.is_guest,
                is_moderator=leads,
                is_here=person.joined_at is not None and person.removed_at is None,
                is_present=person.is_present(at),
                is_awaited=person.is_present(at - PATIENCE),
                is_ready=is_ready,
                has_voted=person.pk in voters,
                is_absent=person.pk in absent,
            )
        )
    return sorted(people, key=lambda person: person.is_moderator)
