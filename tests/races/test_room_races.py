"""Rule 11: all writes of a round go through its locked row, so no two people ever get in each other's way."""

from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import pytest

from actions.models import Outcome as ActionOutcome
from meetings import cards, closing, joining, phases, plan, voting
from meetings.errors import KeptAsDraft, NoSuchCard, NotEveryoneHasVoted, NotInRoom, RoundMovedOn, VoteClosed
from meetings.models import Ballot, Card, Minutes, Outcome, Participant, Phase, Settlement
from meetings.tasks import print_minutes
from teams.models import Membership
from tests.factories import NOW, ActionFactory, ParticipantFactory
from tests.meetings.rounds import Round, a_round
from tests.races.at_once import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)

THIRTY = 30


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(print_minutes, "delay_on_commit", lambda minutes_pk: None)
    yield


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its lobby."""
    return a_round(anna, ben)


def crowd(a: Round, size: int) -> list[Participant]:
    return [ParticipantFactory(meeting=a.meeting, user=None, is_guest=True, name=f"Gast {n}") for n in range(size)]


# --- Pinning while the phase ends -----------------------------------------------------------------


def pinning(a: Round, people: list[Participant]) -> list[partial[Card]]:
    meeting = a.meeting
    return [
        partial(cards.pin, meeting=meeting, by=person, card_id=uuid4(), text=f"Idee von {person}", at=a.now)
        for person in people
    ]


def test_thirty_people_pin_while_the_ideas_phase_ends_and_every_card_is_on_the_wall(a: Round) -> None:
    a.to(Phase.IDEAS)
    end = partial(phases.go_on, meeting=a.meeting, by=a.anna, expected=Phase.IDEAS, at=a.now)
    results = at_once([*pinning(a, crowd(a, THIRTY)), end])
    assert refused(results) == []
    assert a.meeting.cards.standing().count() == THIRTY
    assert not a.meeting.cards.face_down().exists()


def test_thirty_people_pin_while_the_discussion_ends_and_every_text_is_kept(a: Round) -> None:
    a.to(Phase.IDEAS).pin(a.ben)
    a.to(Phase.DISCUSSION)
    end = partial(phases.go_on, meeting=a.meeting, by=a.anna, expected=Phase.DISCUSSION, at=a.now)
    results = at_once([*pinning(a, crowd(a, THIRTY)), end])
    late = refused(results)
    assert all(isinstance(refusal, KeptAsDraft) for refusal in late)
    assert a.meeting.cards.count() == THIRTY + 1
    assert a.meeting.cards.drafts().count() == len(late)
    assert set(a.open_vote.candidates.all()) == set(a.meeting.cards.standing())


# --- Double clicks --------------------------------------------------------------------------------


def test_a_card_pinned_by_two_clicks_is_one(a: Round) -> None:
    a.to(Phase.IDEAS)
    click = partial(cards.pin, meeting=a.meeting, by=a.ben, card_id=uuid4(), text="Idee", at=a.now)
    assert at_once([click] * 4) == [Card.objects.get()] * 4


def test_the_same_id_from_two_people_belongs_to_one_of_them(a: Round) -> None:
    a.to(Phase.IDEAS)
    pk = uuid4()
    deeds = [
        partial(cards.pin, meeting=a.meeting, by=person, card_id=pk, text=f"Von {person}", at=a.now)
        for person in (a.ben, a.cem)
    ]
    assert [type(refusal) for refusal in refused(at_once(deeds))] == [NoSuchCard]
    card = Card.objects.get()
    assert card.text == f"Von {card.author}"


def test_the_same_id_in_two_rounds_belongs_to_one_of_them(a: Round, clara: Membership) -> None:
    a.to(Phase.IDEAS)
    other = ParticipantFactory(meeting__team=clara.team, meeting__phase=Phase.IDEAS, meeting__started_at=NOW)
    pk = uuid4()
    deeds = [
        partial(cards.pin, meeting=person.meeting, by=person, card_id=pk, text=f"Von {person}", at=a.now)
        for person in (a.ben, other)
    ]
    assert [type(refusal) for refusal in refused(at_once(deeds))] == [NoSuchCard]
    card = Card.objects.get()
    assert (card.text, card.meeting) == (f"Von {card.author}", card.author.meeting)


def test_a_vote_cast_by_two_clicks_is_one(a: Round) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE)
    at_once([partial(voting.cast, meeting=a.meeting, by=a.ben, card=card, at=a.now)] * 4)
    assert Ballot.objects.get().card == card


def test_a_member_who_comes_in_twice_at_once_is_there_once(a: Round, ben: Membership) -> None:
    a.meeting.participants.filter(user=ben.user).delete()
    came = at_once([partial(joining.enter, meeting=a.meeting, user=ben.user, at=a.now)] * 4)
    assert came == [a.meeting.participants.get(user=ben.user)] * 4


def test_a_guest_who_clicks_twice_is_there_once(a: Round) -> None:
    at_once([partial(joining.enter_as_guest, meeting=a.meeting, name="Ute Lange", at=a.now)] * 4)
    assert a.meeting.participants.filter(name="Ute Lange").count() == 1


def test_an_action_decided_by_two_clicks_is_one(a: Round) -> None:
    a.to(Phase.PLAN)
    team = a.meeting.team
    deeds = [
        partial(
            plan.decide_action,
            meeting=a.meeting,
            by=a.ben,
            action=ActionFactory.build(team=team, responsible=a.ben.user),
            card=None,
            at=a.now,
        )
        for _click in range(4)
    ]
    at_once(deeds)
    assert a.meeting.decided_actions.count() == 1


def test_an_answer_given_by_two_people_at_once_is_one(a: Round) -> None:
    action = ActionFactory(team=a.meeting.team, follow_up_on=NOW.date())
    a.to(Phase.FOLLOW_UP)
    deeds = [
        partial(
            plan.settle,
            meeting=a.meeting,
            by=person,
            action=action,
            outcome=outcome,
            result="",
            again_on=None,
            at=a.now,
        )
        for person, outcome in ((a.ben, ActionOutcome.WORKS), (a.cem, ActionOutcome.DID_NOT_WORK))
    ]
    assert refused(at_once(deeds)) == []
    action.refresh_from_db()
    assert Settlement.objects.get().outcome == action.outcome


def test_a_round_closed_by_two_clicks_has_one_record(a: Round) -> None:
    a.to(Phase.PLAN)
    plan.choose_next(meeting=a.meeting, by=a.anna, touchpoint=None, starts_at=None, at=a.now)
    click = partial(closing.close, meeting=a.meeting, by=a.anna, no_action_reason="Keine nötig", at=a.now)
    assert at_once([click] * 4) == [Minutes.objects.get()] * 4


# --- Two moderators' tabs -------------------------------------------------------------------------


def test_two_tabs_of_the_moderator_advance_one_phase(a: Round) -> None:
    start = partial(phases.start, meeting=a.meeting, by=a.anna, at=a.now)
    assert [type(refusal) for refusal in refused(at_once([start] * 2))] == [RoundMovedOn]
    for phase in (Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION):
        click = partial(phases.go_on, meeting=a.meeting, by=a.anna, expected=phase, at=a.later())
        assert len(refused(at_once([click] * 3))) == 2
    assert a.meeting.phase == Phase.VOTE
    assert a.meeting.clocks.exclude(running_since=None).count() == 1


def test_one_tab_goes_on_and_the_other_back_and_one_of_them_wins(a: Round) -> None:
    a.to(Phase.IDEAS)
    words = {"meeting": a.meeting, "by": a.anna, "expected": Phase.IDEAS, "at": a.now}
    results = at_once([partial(phases.go_on, **words), partial(phases.go_back, **words)])  # type: ignore[arg-type]
    assert len(refused(results)) == 1
    assert a.meeting.phase in results


# --- The vote in the moment of closing ------------------------------------------------------------


@pytest.mark.parametrize("attempt", range(6))
def test_a_vote_in_the_moment_of_closing_counts_or_is_told_that_it_came_too_late(a: Round, attempt: int) -> None:
    a.to(Phase.IDEAS)
    one, two = a.pin(a.ben, "Eins"), a.pin(a.cem, "Zwei")
    a.to(Phase.VOTE)
    for person in (a.ben, a.cem, a.gast):
        a.cast(person, one)
    deeds = [
        partial(voting.cast, meeting=a.meeting, by=person, card=card, at=a.now)
        for person, card in ((a.ben, two), (a.anna, None), (a.cem, two))
    ]
    late = refused(at_once(deeds[:: -1 if attempt % 2 else 1]))
    assert all(isinstance(refusal, VoteClosed) for refusal in late)
    vote = a.meeting.vote_rounds.get()
    votes_for_two = vote.ballots.filter(card=two).count()
    assert votes_for_two == 2 - len(late)
    assert (vote.outcome, vote.winner) == (Outcome.MAJORITY, two if votes_for_two == 2 else one)


def test_the_last_missing_ballot_and_the_moderators_never_leave_someone_out(a: Round) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE)
    a.cast(a.ben, None)
    a.cast(a.cem, None)
    deeds = [partial(voting.cast, meeting=a.meeting, by=person, card=card, at=a.now) for person in (a.gast, a.anna)]
    early = refused(at_once(deeds))
    assert all(isinstance(refusal, NotEveryoneHasVoted) for refusal in early)
    assert a.meeting.vote_rounds.get().is_open == bool(early)
    assert Ballot.objects.filter(participant=a.gast).exists()


def test_nobody_votes_who_is_shown_out_in_the_same_moment(a: Round) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE)
    results = at_once(
        [
            partial(voting.cast, meeting=a.meeting, by=a.gast, card=card, at=a.now),
            partial(joining.remove, meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now),
        ]
    )
    assert all(isinstance(refusal, NotInRoom) for refusal in refused(results))
    assert not Ballot.objects.exists()
