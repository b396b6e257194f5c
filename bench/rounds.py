"""Rounds to measure with: people who are signed in, cards on the wall, made by the real deeds."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from meetings import cards, joining, phases
from meetings.models import Card, Meeting, Participant, Phase
from teams.models import Membership, Role, Team
from tests.factories import MeetingFactory, MembershipFactory, TeamFactory, UserFactory

TEXT = "Rechnung erst mit der Versandbestätigung auslösen und den Lieferstatus-Link darauf drucken"


def a_team(people: int) -> tuple[Team, list[Membership]]:
    """A team whose first member leads it."""
    team = TeamFactory()
    users = UserFactory.create_batch(people)
    roles = [Role.LEAD] + [Role.MEMBER] * (people - 1)
    return team, [MembershipFactory(team=team, user=user, role=role) for user, role in zip(users, roles, strict=True)]


def in_discussion(people: int, wall: int) -> tuple[Meeting, list[Participant]]:
    """A round in its discussion, moderated by the first of its people, with so many cards on the wall."""
    team, memberships = a_team(people)
    at = timezone.now()
    meeting = MeetingFactory(team=team, moderator=memberships[0].user, starts_at=at)
    seats = [joining.enter(meeting=meeting, user=membership.user, at=at) for membership in memberships]
    phases.start(meeting=meeting, by=seats[0], at=at)
    phases.go_on(meeting=meeting, by=seats[0], expected=Phase.ACTUAL_STATE, at=at)
    for number in range(wall):
        _pin(meeting, seats[number % people], number, at)
    phases.go_on(meeting=meeting, by=seats[0], expected=Phase.IDEAS, at=at)
    return team.meetings.select_related("team", "moderator").get(), seats


def _pin(meeting: Meeting, author: Participant, number: int, at: datetime) -> Card:
    return cards.pin(meeting=meeting, by=author, card_id=uuid4(), text=f"{number + 1}. {TEXT}", at=at)


def room_path(meeting: Meeting, deed: str = "") -> str:
    """Where the room is, or one of its deeds."""
    return f"/t/{meeting.team.slug}/rounds/{meeting.pk}/room/{deed}"
