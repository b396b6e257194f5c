"""A round as the tests of its rules need it: with people in the room, led to a phase through the real deeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from actions.models import Action
from meetings import cards, closing, joining, phases, plan, voting
from meetings.models import Card, Meeting, Minutes, Participant, Phase, VoteRound
from teams.models import Membership, Team
from tests.factories import NOW, MeetingFactory, MembershipFactory, TouchpointFactory, UserFactory

IDEA = "Rechnung erst mit der Versandbestätigung auslösen"
OTHER_IDEA = "Zahlungsziel ab Zustellung statt ab Rechnungsdatum"
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


def seated(anna: Membership, ben: Membership, *, at: datetime, **fields: object) -> Round:
    """A round in its lobby; four people have come in and none has opened a screen. Ben is anna's deputy."""
    cem = _cem(anna.team)
    meeting = MeetingFactory(team=anna.team, moderator=anna.user, deputy=ben.user, **fields)
    return Round(
        pk=meeting.pk,
        anna=joining.enter(meeting=meeting, user=anna.user, at=at),
        ben=joining.enter(meeting=meeting, user=ben.user, at=at),
        cem=joining.enter(meeting=meeting, user=cem.user, at=at),
        gast=joining.enter_as_guest(meeting=meeting, name="Paul Huber", at=at),
        now=at,
    )


def _cem(team: Team) -> Membership:
    """The same colleague in every round of the team."""
    cem = team.memberships.filter(user__name="Cem Arslan").first()
    return cem or MembershipFactory(team=team, user=UserFactory(name="Cem Arslan"))


def a_round(anna: Membership, ben: Membership, **fields: object) -> Round:
    """A round in its lobby with four people present."""
    a = seated(anna, ben, at=NOW, **fields)
    people = a.meeting.participants.values_list("pk", flat=True)
    joining.keep_present(participant_pks=people, until=NOW + timedelta(hours=9))
    return a


def a_decided_round(anna: Membership, ben: Membership) -> Round:
    """A round 24 minutes old, in its plan: three voted for ben's idea, cem abstained."""
    occasion = "Kundin Brandt bekam die Rechnung drei Tage vor dem Paket."
    a = a_round(anna, ben, what_happened=occasion, customer="Kundin Brandt").to(Phase.ACTUAL_STATE)
    a.later(minutes=5)
    a.to(Phase.IDEAS).later()
    idea = a.pin(a.ben, IDEA)
    a.later()
    a.pin(a.gast, OTHER_IDEA)
    a.later(minutes=4)
    a.to(Phase.DISCUSSION).later(minutes=9)
    a.to(Phase.VOTE).later(minutes=3)
    a.vote(idea, None, idea, idea)
    a.later()
    return a.to(Phase.PLAN)


def a_held_round(anna: Membership, ben: Membership) -> Minutes:
    """The minutes of that round, closed after 29 minutes with an action of ben's and the next touchpoint."""
    a = a_decided_round(anna, ben)
    at = a.later(minutes=5)
    action = Action(
        team=anna.team,
        touchpoint=a.meeting.touchpoint,
        what="Versandbestätigung als Auslöser einrichten",
        responsible=ben.user,
        with_whom="Buchhaltung",
        due_on=NOW.date() + timedelta(days=14),
        follow_up_on=NOW.date() + timedelta(days=21),
    )
    plan.decide_action(meeting=a.meeting, by=a.anna, action=action, card=None, at=at)
    following = TouchpointFactory(team=anna.team, name="Hotline")
    plan.choose_next(meeting=a.meeting, by=a.anna, touchpoint=following, starts_at=NOW + timedelta(days=7), at=at)
    return closing.close(meeting=a.meeting, by=a.anna, no_action_reason="", at=at)
