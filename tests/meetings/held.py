"""A round held from start to plan through the real deeds, for tests of what comes after."""

from datetime import timedelta
from uuid import uuid4

from actions.models import Action
from meetings import cards, closing, joining, phases, plan, voting
from meetings.models import Meeting, Minutes, Participant, Phase
from teams.models import Membership
from tests.factories import NOW, MeetingFactory, TouchpointFactory

IDEA = "Rechnung erst mit der Versandbestätigung auslösen"
OTHER_IDEA = "Zahlungsziel ab Zustellung statt ab Rechnungsdatum"


def seats(meeting: Meeting) -> dict[str, Participant]:
    """Who is in the room, by first name."""
    return {person.name.split()[0].lower(): person for person in meeting.participants.in_room()}


def opened(anna: Membership, ben: Membership) -> Meeting:
    """A round moderated by anna, with ben and the guest Paul in the room, in its ideas phase."""
    meeting = MeetingFactory(
        team=anna.team,
        moderator=anna.user,
        what_happened="Kundin Brandt bekam die Rechnung drei Tage vor dem Paket.",
        customer="Kundin Brandt",
    )
    for membership in (anna, ben):
        joining.enter(meeting=meeting, user=membership.user, at=NOW)
    joining.enter_as_guest(meeting=meeting, name="Paul Huber", at=NOW)
    meeting.participants.update(present_until=NOW + timedelta(hours=2))
    moderator = seats(meeting)["anna"]
    phases.start(meeting=meeting, by=moderator, at=NOW)
    phases.go_on(meeting=meeting, by=moderator, expected=Phase.ACTUAL_STATE, at=NOW + timedelta(minutes=5))
    meeting.refresh_from_db()
    return meeting


def planned(anna: Membership, ben: Membership) -> Meeting:
    """The same round with its decision made, in the plan."""
    meeting = opened(anna, ben)
    people = seats(meeting)
    card = cards.pin(meeting=meeting, by=people["ben"], card_id=uuid4(), text=IDEA, at=NOW + timedelta(minutes=6))
    cards.pin(meeting=meeting, by=people["paul"], card_id=uuid4(), text=OTHER_IDEA, at=NOW + timedelta(minutes=7))
    for minute, phase in ((11, Phase.IDEAS), (20, Phase.DISCUSSION)):
        phases.go_on(meeting=meeting, by=people["anna"], expected=phase, at=NOW + timedelta(minutes=minute))
    for name in ("ben", "paul", "anna"):
        voting.cast(meeting=meeting, by=people[name], card=card, at=NOW + timedelta(minutes=23))
    phases.go_on(meeting=meeting, by=people["anna"], expected=Phase.VOTE, at=NOW + timedelta(minutes=24))
    meeting.refresh_from_db()
    return meeting


def held(anna: Membership, ben: Membership) -> Minutes:
    """The same round closed, with its minutes."""
    meeting = planned(anna, ben)
    moderator = seats(meeting)["anna"]
    action = Action(
        team=meeting.team,
        touchpoint=meeting.touchpoint,
        what="Versandbestätigung als Auslöser einrichten",
        responsible=ben.user,
        with_whom="Buchhaltung",
        due_on=NOW.date() + timedelta(days=14),
        follow_up_on=NOW.date() + timedelta(days=21),
    )
    at = NOW + timedelta(minutes=29)
    plan.decide_action(meeting=meeting, by=moderator, action=action, card=None, at=at)
    following = TouchpointFactory(team=meeting.team, name="Hotline")
    plan.choose_next(meeting=meeting, by=moderator, touchpoint=following, starts_at=NOW + timedelta(days=7), at=at)
    return closing.close(meeting=meeting, by=moderator, no_action_reason="", at=at)
