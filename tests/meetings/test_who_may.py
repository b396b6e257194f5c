"""Every deed of a round against everyone who may not do it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from actions.models import Outcome
from meetings import cards, closing, joining, phases, plan, voting
from meetings.errors import NotInRoom, OnlyMembers, OnlyModerator, RoundIsOver, RoundMovedOn, RuleBroken, VoteClosed
from meetings.models import Meeting, Participant, Phase
from teams.models import Membership
from tests.factories import NOW, ActionFactory, CardFactory, MeetingFactory, ParticipantFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db

type Deed = Callable[[Round, Participant], object]

REASON = "Der Kunde hat inzwischen gekündigt."


def card_of(a: Round) -> object:
    return a.meeting.cards.revealed().first() or CardFactory(meeting=a.meeting, author=a.ben, text="Entwurf")


def deed(act: Callable[..., object], **words: object) -> Deed:
    """That deed, at the round's present moment, with words that may be made from the round."""

    def do(a: Round, by: Participant) -> object:
        said = {name: value(a) if callable(value) else value for name, value in words.items()}
        return act(meeting=a.meeting, by=by, at=a.now, **said)

    return do


MODERATORS = {
    "start": (Phase.LOBBY, deed(phases.start)),
    "go_on": (Phase.IDEAS, deed(phases.go_on, expected=lambda a: a.meeting.phase)),
    "go_back": (Phase.IDEAS, deed(phases.go_back, expected=lambda a: a.meeting.phase)),
    "pause": (Phase.IDEAS, deed(phases.pause)),
    "resume": (Phase.IDEAS, deed(phases.resume)),
    "add_minute": (Phase.IDEAS, deed(phases.add_minute)),
    "remove": (Phase.LOBBY, deed(joining.remove, participant=lambda a: a.cem)),
    "let_in_again": (Phase.LOBBY, deed(joining.let_in_again, participant=lambda a: a.cem)),
    "hand_over": (Phase.LOBBY, deed(joining.hand_over, to=lambda a: a.cem)),
    "give_floor": (Phase.DISCUSSION, deed(cards.give_floor, card=card_of)),
    "merge": (Phase.DISCUSSION, deed(cards.merge, card=card_of, into=lambda a: a.meeting.cards.revealed().last())),
    "unmerge": (Phase.DISCUSSION, deed(cards.unmerge, card=card_of)),
    "mark_absent": (Phase.VOTE, deed(voting.mark_absent, participant=lambda a: a.cem)),
    "unmark_absent": (Phase.VOTE, deed(voting.unmark_absent, participant=lambda a: a.cem)),
    "vote_again": (Phase.VOTE, deed(voting.vote_again)),
    "set_aside": (Phase.PLAN, deed(voting.set_aside, reason=REASON, instead=None)),
    "let_stand": (Phase.PLAN, deed(voting.let_stand)),
    "write_closing_word": (Phase.PLAN, deed(voting.write_closing_word, text="Gut gemacht.")),
    "choose_next": (Phase.PLAN, deed(plan.choose_next, touchpoint=None, starts_at=None)),
    "close": (Phase.PLAN, deed(closing.close, no_action_reason=REASON)),
    "close_early": (Phase.IDEAS, deed(closing.close_early, reason=REASON)),
}
EVERYONES = {
    "set_ready": (Phase.IDEAS, deed(joining.set_ready, ready=True)),
    "save_draft": (Phase.IDEAS, deed(cards.save_draft, card_id=lambda a: uuid4(), text="Idee")),
    "pin": (Phase.IDEAS, deed(cards.pin, card_id=lambda a: uuid4(), text="Idee")),
    "discard": (Phase.IDEAS, deed(cards.discard, card=card_of)),
    "cast": (Phase.VOTE, deed(voting.cast, card=None)),
}
MEMBERS = {
    "settle": (
        Phase.ACTUAL_STATE,
        deed(
            plan.settle,
            action=lambda a: ActionFactory(team=a.meeting.team, follow_up_on=NOW.date()),
            outcome=Outcome.WORKS,
            result="",
            again_on=None,
        ),
    ),
    "decide_action": (
        Phase.PLAN,
        deed(plan.decide_action, action=lambda a: ActionFactory.build(team=None), card=None),
    ),
    "withdraw_action": (
        Phase.PLAN,
        deed(plan.withdraw_action, action=lambda a: ActionFactory(team=a.meeting.team)),
    ),
}
AUTHORS = {
    "take_back": (Phase.IDEAS, deed(cards.take_back, card=card_of)),
    "explained": (Phase.DISCUSSION, deed(cards.explained, card=card_of)),
    "write_note": (Phase.DISCUSSION, deed(cards.write_note, card=card_of, text="kurz")),
    "take_over": (Phase.LOBBY, deed(joining.take_over)),
}
ALL = MODERATORS | EVERYONES | MEMBERS | AUTHORS


def led_to(phase: Phase, anna: Membership, ben: Membership) -> Round:
    """A round in that phase, with two ideas on its wall and a decided vote once that is over."""
    a = a_round(anna, ben)
    if phase == Phase.LOBBY:
        return a
    a.to(Phase.ACTUAL_STATE)
    if phase == Phase.ACTUAL_STATE:
        return a
    a.to(Phase.IDEAS)
    ideas = [a.pin(a.ben, "Erste Idee"), a.pin(a.gast, "Zweite Idee")]
    if phase == Phase.PLAN:
        a.to(Phase.VOTE).vote(*(ideas[0],) * 4)
    return a.to(phase)


@pytest.mark.parametrize("name", MODERATORS)
@pytest.mark.parametrize("who", ["ben", "gast"])
def test_only_the_moderator_leads(name: str, who: str, anna: Membership, ben: Membership) -> None:
    phase, act = MODERATORS[name]
    a = led_to(phase, anna, ben)
    with pytest.raises(OnlyModerator):
        act(a, getattr(a, who))


@pytest.mark.parametrize("name", EVERYONES)
def test_guests_do_what_members_do(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = EVERYONES[name]
    a = led_to(phase, anna, ben)
    act(a, a.gast)


@pytest.mark.parametrize("name", MEMBERS)
def test_what_the_team_has_to_do_is_for_its_members(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = MEMBERS[name]
    a = led_to(phase, anna, ben)
    with pytest.raises(OnlyMembers):
        act(a, a.gast)
    act(a, a.ben)


@pytest.mark.parametrize("name", ALL)
def test_nobody_acts_who_was_removed(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = ALL[name]
    a = led_to(phase, anna, ben)
    a.meeting.participants.filter(pk=a.anna.pk).update(removed_at=a.now)
    with pytest.raises(NotInRoom):
        act(a, a.anna)


@pytest.mark.parametrize("name", ALL)
def test_nobody_acts_from_another_round(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = ALL[name]
    a = led_to(phase, anna, ben)
    neighbour = ParticipantFactory(meeting=MeetingFactory(team=anna.team), user=anna.user)
    with pytest.raises(NotInRoom):
        act(a, neighbour)


@pytest.mark.parametrize("name", ALL)
def test_nobody_acts_who_was_only_invited(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = ALL[name]
    a = led_to(phase, anna, ben)
    invited = ParticipantFactory(meeting=a.meeting, joined_at=None)
    with pytest.raises(NotInRoom):
        act(a, invited)


@pytest.mark.parametrize("name", [name for name in ALL if name != "close"])
def test_nothing_happens_once_the_round_is_over(name: str, anna: Membership, ben: Membership) -> None:
    phase, act = ALL[name]
    a = led_to(phase, anna, ben)
    if phase == Phase.LOBBY:
        a.meeting.cancel()
    else:
        closing.close_early(meeting=a.meeting, by=a.anna, reason=REASON, at=a.now)
    before = Meeting.objects.filter(pk=a.pk).values().get()
    who = a.ben if name in AUTHORS else a.anna
    with pytest.raises((RoundIsOver, VoteClosed)):
        act(a, who)
    assert Meeting.objects.filter(pk=a.pk).values().get() == before


@pytest.mark.parametrize("name", [name for name, (phase, _act) in ALL.items() if phase != Phase.LOBBY])
def test_nothing_happens_before_the_start(name: str, anna: Membership, ben: Membership) -> None:
    _phase, act = ALL[name]
    a = a_round(anna, ben)
    with pytest.raises(RuleBroken) as refused:
        act(a, a.anna)
    assert isinstance(refused.value, (RoundMovedOn, VoteClosed)) or name in ("take_back", "explained", "write_note")
    assert not a.meeting.cards.exclude(text="Entwurf").exists()


def test_a_refusal_leaves_no_trace(anna: Membership, ben: Membership) -> None:
    a = led_to(Phase.DISCUSSION, anna, ben)
    version = a.meeting.version
    with pytest.raises(OnlyModerator):
        phases.go_on(meeting=a.meeting, by=a.ben, expected=Phase.DISCUSSION, at=a.now + timedelta(minutes=1))
    assert a.meeting.version == version
