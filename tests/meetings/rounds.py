"""A round as the tests of its rules need it: with people in the room, led to a phase through the real deeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from meetings import cards, joining, phases, voting
from meetings.models import Card, Meeting, Participant, Phase, VoteRound
from teams.models import Membership
from tests.factories import NOW, MeetingFactory, MembershipFactory, UserFactory

WAY = (Phase.FOLLOW_UP, Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION, Phase.VOTE, Phase.PLAN)


@dataclass
class Round:
    """The round, its people and its moment; `anna` moderates, `ben` and `cem` take part, `gast` has no account."""

    pk: int
    anna: Participant
    ben: Participant
    cem: Participant
    gast: Participant
    now: datetime = NOW

    @property
    def meeting(self) -> Meeting:
        """As stored."""
        return Meeting.objects.select_related("team").get(pk=self.pk)

    @property
    def open_vote(self) -> VoteRound:
        """The vote round that takes ballots."""
        return self.meeting.vote_rounds.get(closed_at=None)

    def later(self, **by: int) -> datetime:
        """Let time pass, one minute unless said otherwise."""
        self.now += timedelta(**by) if by else timedelta(minutes=1)
        return self.now

    def to(self, phase: Phase, *, by: Participant | None = None) -> Round:
        """Lead the round on to that phase."""
        moderator = by or self.anna
        if self.meeting.phase == Phase.LOBBY:
            phases.start(meeting=self.meeting, by=moderator, at=self.now)
        while (here := self.meeting.phase) != phase:
            assert WAY.index(Phase(here)) < WAY.index(phase)
            phases.go_on(meeting=self.meeting, by=moderator, expected=here, at=self.now)
        return self

    def back(self) -> Round:
        """Lead the round one phase back."""
        phases.go_back(meeting=self.meeting, by=self.anna, expected=self.meeting.phase, at=self.now)
        return self

    def pin(
        self, by: Participant, text: str = "Lieferstatus-Link auf die Rechnung drucken", pk: UUID | None = None
    ) -> Card:
        """A card pinned by that person now."""
        return cards.pin(meeting=self.meeting, by=by, card_id=pk or uuid4(), text=text, at=self.now)

    def cast(self, by: Participant, card: Card | None) -> None:
        """A ballot of that person now."""
        voting.cast(meeting=self.meeting, by=by, card=card, at=self.now)

    def vote(self, *choices: Card | None) -> None:
        """Ballots of ben, cem, the guest and anna, in this order."""
        for person, card in zip((self.ben, self.cem, self.gast, self.anna), choices, strict=True):
            self.cast(person, card)

    def leave(self, *people: Participant) -> None:
        """Close these people's screens."""
        pks = [person.pk for person in people]
        self.meeting.participants.filter(pk__in=pks).update(present_until=self.now - timedelta(minutes=1))


def a_round(anna: Membership, ben: Membership, **fields: object) -> Round:
    """A round in its lobby with four people present; ben is anna's deputy."""
    cem = MembershipFactory(team=anna.team, user=UserFactory(name="Cem Arslan"))
    meeting = MeetingFactory(team=anna.team, moderator=anna.user, deputy=ben.user, **fields)
    a = Round(
        pk=meeting.pk,
        anna=joining.enter(meeting=meeting, user=anna.user, at=NOW),
        ben=joining.enter(meeting=meeting, user=ben.user, at=NOW),
        cem=joining.enter(meeting=meeting, user=cem.user, at=NOW),
        gast=joining.enter_as_guest(meeting=meeting, name="Paul Huber", at=NOW),
    )
    people = meeting.participants.values_list("pk", flat=True)
    joining.keep_present(participant_pks=people, until=NOW + timedelta(hours=9))
    return a
