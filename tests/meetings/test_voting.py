"""Rules 6, 7 and 11: one ballot a person, the boss last, the majority."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from meetings import cards, joining, voting
from meetings.errors import (
    NotEveryoneHasVoted,
    NothingDecided,
    NotInRoom,
    RoundMovedOn,
    RuleBroken,
    TextMissing,
    VoteClosed,
)
from meetings.models import Ballot, Card, Choice, Outcome, Phase, VoteRound
from meetings.models.participants import PATIENCE
from teams.models import Membership
from tests.factories import CardFactory, MeetingFactory, MembershipFactory, ParticipantFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its vote, with three cards to choose from."""
    a = a_round(anna, ben).to(Phase.IDEAS)
    for text in ("Eins", "Zwei", "Drei"):
        a.pin(a.ben, text)
        a.later()
    return a.to(Phase.VOTE)


def idea(a: Round, text: str) -> Card:
    return a.meeting.cards.get(text=text)


def rounds(a: Round) -> list[VoteRound]:
    return list(a.meeting.vote_rounds.all())


def missing(a: Round) -> set[str]:
    return {person.name for person in voting.pending(a.open_vote, a.now)}


# --- Rule 6 ---------------------------------------------------------------------------------------


def test_rule_6_one_ballot_a_person_changeable_until_the_round_closes(a: Round) -> None:
    a.cast(a.ben, idea(a, "Eins"))
    a.cast(a.ben, None)
    a.later()
    a.cast(a.ben, idea(a, "Zwei"))
    ballot = Ballot.objects.get()
    assert (ballot.card, ballot.choice, ballot.cast_at) == (idea(a, "Zwei"), Choice.CARD, a.now)


def test_rule_6_the_moderator_cannot_vote_before_everyone_else(a: Round) -> None:
    a.cast(a.ben, idea(a, "Eins"))
    a.cast(a.cem, None)
    assert missing(a) == {"Paul Huber"}
    with pytest.raises(NotEveryoneHasVoted):
        a.cast(a.anna, idea(a, "Eins"))
    assert not Ballot.objects.filter(participant=a.anna).exists()


def test_rule_6_nobody_votes_after_the_boss(a: Round) -> None:
    a.vote(idea(a, "Eins"), idea(a, "Eins"), None, None)
    for person in (a.ben, a.gast, a.anna):
        with pytest.raises(VoteClosed):
            a.cast(person, idea(a, "Zwei"))
    assert voting.decision_of(a.meeting) == idea(a, "Eins")


def test_rule_6_someone_marked_absent_is_not_waited_for_and_may_still_vote(a: Round) -> None:
    for _click in range(2):
        voting.mark_absent(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    assert missing(a) == {"Ben Yılmaz", "Cem Arslan"}
    a.cast(a.gast, idea(a, "Zwei"))
    assert a.open_vote.ballots.get(participant=a.gast).card == idea(a, "Zwei")


def test_rule_6_a_mark_of_absence_is_taken_back(a: Round) -> None:
    voting.mark_absent(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    for _click in range(2):
        voting.unmark_absent(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    assert "Paul Huber" in missing(a)


def test_rule_6_taking_back_a_mark_never_takes_back_a_ballot(a: Round) -> None:
    a.cast(a.gast, None)
    voting.unmark_absent(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    assert a.open_vote.ballots.get().choice == Choice.ABSTENTION


def test_rule_6_nobody_is_marked_absent_who_has_voted_nor_the_moderator(a: Round) -> None:
    a.cast(a.ben, None)
    for person in (a.ben, a.anna):
        with pytest.raises(RuleBroken):
            voting.mark_absent(meeting=a.meeting, by=a.anna, participant=person, at=a.now)


def test_rule_6_only_people_of_this_round_are_marked(a: Round) -> None:
    with pytest.raises(NotInRoom):
        voting.mark_absent(meeting=a.meeting, by=a.anna, participant=ParticipantFactory(), at=a.now)


def test_rule_6_the_vote_is_only_for_what_hangs_there(a: Round) -> None:
    elsewhere = CardFactory(meeting=MeetingFactory(), pinned_at=a.now, revealed_at=a.now)
    hidden = cards.save_draft(meeting=a.meeting, by=a.cem, card_id=uuid4(), text="Entwurf", at=a.now)
    for card in (elsewhere, hidden, Card()):
        with pytest.raises(RuleBroken, match="steht nicht zur Wahl"):
            a.cast(a.cem, card)


def test_rule_6_a_latecomer_is_waited_for_as_soon_as_they_are_present(a: Round) -> None:
    late = MembershipFactory(team=a.meeting.team)
    person = joining.enter(meeting=a.meeting, user=late.user, at=a.now)
    assert late.user.name not in missing(a)
    joining.keep_present(participant_pks=[person.pk], until=a.later(minutes=5))
    a.later(minutes=-1)
    assert late.user.name in missing(a)


# --- Rule 10 in the vote --------------------------------------------------------------------------


def test_rule_10_someone_who_drops_out_does_not_block_the_vote(a: Round) -> None:
    a.leave(a.cem, a.gast)
    a.cast(a.ben, idea(a, "Eins"))
    a.cast(a.anna, idea(a, "Eins"))
    assert rounds(a)[0].outcome == Outcome.MAJORITY


def test_rule_10_who_was_lost_from_sight_a_moment_ago_is_still_waited_for(a: Round) -> None:
    a.meeting.participants.filter(pk=a.cem.pk).update(present_until=a.now)
    a.now += PATIENCE - timedelta(seconds=1)
    assert "Cem" in " ".join(missing(a))
    a.now += timedelta(seconds=1)
    assert "Cem" not in " ".join(missing(a))


def test_rule_10_who_gets_the_role_after_voting_casts_once_more_to_close(a: Round) -> None:
    for person, text in ((a.ben, "Eins"), (a.cem, "Zwei"), (a.gast, "Zwei")):
        a.cast(person, idea(a, text))
    joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)
    assert missing(a) == {"Anna Keller"}
    with pytest.raises(NotEveryoneHasVoted):
        a.cast(a.ben, idea(a, "Eins"))
    a.cast(a.anna, idea(a, "Eins"))
    assert a.open_vote.is_open
    a.cast(a.ben, idea(a, "Eins"))
    assert (rounds(a)[0].outcome, rounds(a)[0].winner) == (Outcome.MODERATOR, idea(a, "Eins"))
    assert rounds(a)[0].ballots.count() == 4


def test_rule_10_the_deputy_ends_the_vote_of_a_moderator_who_left(a: Round) -> None:
    for person in (a.ben, a.cem, a.gast):
        a.cast(person, idea(a, "Drei"))
    a.leave(a.anna)
    joining.take_over(meeting=a.meeting, by=a.ben, at=a.now)
    a.cast(a.ben, None)
    assert (rounds(a)[0].outcome, rounds(a)[0].winner) == (Outcome.MAJORITY, idea(a, "Drei"))


def test_rule_10_a_mark_of_absence_does_not_follow_into_the_role(a: Round) -> None:
    voting.mark_absent(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)
    for person in (a.anna, a.cem, a.gast):
        a.cast(person, None)
    a.cast(a.ben, idea(a, "Eins"))
    assert rounds(a)[0].winner == idea(a, "Eins")


# --- Rule 7 ---------------------------------------------------------------------------------------


def test_rule_7_most_ballots_win_and_the_moderators_counts(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, two, None, two)
    decided = rounds(a)[0]
    assert (decided.outcome, decided.winner, decided.closed_at) == (Outcome.MAJORITY, two, a.now)


def test_rule_7_on_a_tie_the_moderators_ballot_decides(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, two, two, one)
    assert (rounds(a)[0].outcome, rounds(a)[0].winner) == (Outcome.MODERATOR, one)


@pytest.mark.parametrize("moderators", [None, "Drei"])
def test_rule_7_otherwise_a_run_off_among_the_tied_follows(a: Round, moderators: str | None) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    for card in (one, two):
        extra = MembershipFactory(team=a.meeting.team)
        a.cast(joining.enter(meeting=a.meeting, user=extra.user, at=a.now), card)
    a.vote(one, two, None, idea(a, moderators) if moderators else None)
    first, run_off = rounds(a)
    assert (first.outcome, first.winner) == (Outcome.RUN_OFF, None)
    assert set(run_off.candidates.all()) == {one, two}
    assert missing(a) == {"Ben Yılmaz", "Cem Arslan", "Paul Huber"}
    with pytest.raises(RuleBroken):
        a.cast(a.ben, idea(a, "Drei"))


def test_rule_7_the_run_off_decides(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, two, None, None)
    with pytest.raises(NothingDecided):
        a.to(Phase.PLAN)
    a.vote(one, two, two, None)
    assert voting.decision_of(a.meeting) == two
    a.to(Phase.PLAN)


def test_rule_7_a_click_meant_for_the_first_vote_does_not_count_in_the_run_off(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, two, None, None)
    with pytest.raises(VoteClosed):
        voting.cast(meeting=a.meeting, by=a.gast, card=one, number=1, at=a.now)
    voting.cast(meeting=a.meeting, by=a.gast, card=one, number=2, at=a.now)


def test_rule_7_nobody_voted_for_a_card_so_the_vote_is_held_again(a: Round) -> None:
    a.vote(None, None, None, None)
    assert rounds(a)[0].outcome == Outcome.NO_VOTES
    with pytest.raises(NothingDecided):
        a.to(Phase.PLAN)
    voting.vote_again(meeting=a.meeting, by=a.anna, at=a.now)
    with pytest.raises(RuleBroken):
        voting.vote_again(meeting=a.meeting, by=a.anna, at=a.now)
    a.vote(idea(a, "Eins"), None, None, None)
    assert [a_round.outcome for a_round in rounds(a)] == [Outcome.NO_VOTES, Outcome.MAJORITY]


def test_rule_7_a_result_is_not_voted_on_again(a: Round) -> None:
    a.vote(*(idea(a, "Eins"),) * 4)
    with pytest.raises(RuleBroken):
        voting.vote_again(meeting=a.meeting, by=a.anna, at=a.now)


def test_rule_7_the_result_is_set_aside_only_with_a_written_reason(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, one, one, two)
    with pytest.raises(TextMissing):
        voting.set_aside(meeting=a.meeting, by=a.anna, reason=" \u200b ", instead=two, at=a.now)
    assert voting.decision_of(a.meeting) == one
    voting.set_aside(meeting=a.meeting, by=a.anna, reason="Kostet zu viel.", instead=two, at=a.now)
    assert voting.decision_of(a.meeting) == two
    assert rounds(a)[0].winner == one
    voting.set_aside(meeting=a.meeting, by=a.anna, reason="Doch ganz anders.", instead=None, at=a.now)
    assert voting.decision_of(a.meeting) is None
    voting.let_stand(meeting=a.meeting, by=a.anna, at=a.now)
    assert voting.decision_of(a.meeting) == one


def test_rule_7_nothing_is_set_aside_before_the_vote_is_closed(a: Round) -> None:
    with pytest.raises(NothingDecided):
        voting.set_aside(meeting=a.meeting, by=a.anna, reason="Egal", instead=None, at=a.now)


def test_rule_7_the_winner_is_not_its_own_replacement_nor_is_a_card_from_elsewhere(a: Round) -> None:
    a.vote(*(idea(a, "Eins"),) * 4)
    for card in (idea(a, "Eins"), CardFactory(pinned_at=a.now, revealed_at=a.now)):
        with pytest.raises(RuleBroken):
            voting.set_aside(meeting=a.meeting, by=a.anna, reason="Grund", instead=card, at=a.now)


def test_rule_7_after_no_votes_the_moderator_may_go_on_with_a_reason(a: Round) -> None:
    a.vote(None, None, None, None)
    voting.set_aside(meeting=a.meeting, by=a.anna, reason="Niemand will.", instead=None, at=a.now)
    a.to(Phase.PLAN)
    assert voting.decision_of(a.meeting) is None


def test_the_last_word_comes_after_everyone_elses(a: Round) -> None:
    with pytest.raises(NothingDecided):
        voting.write_closing_word(meeting=a.meeting, by=a.anna, text="Ich finde ja Eins gut.", at=a.now)
    a.vote(*(idea(a, "Eins"),) * 4)
    voting.write_closing_word(meeting=a.meeting, by=a.anna, text="Danke!", at=a.now)
    a.to(Phase.PLAN)
    voting.write_closing_word(meeting=a.meeting, by=a.anna, text="Danke, allen!", at=a.now)
    assert a.meeting.closing_word == "Danke, allen!"


# --- Back and forth -------------------------------------------------------------------------------


def test_going_back_keeps_the_open_vote_and_adds_what_came_meanwhile(a: Round) -> None:
    a.cast(a.ben, idea(a, "Eins"))
    a.back()
    with pytest.raises(VoteClosed):
        a.cast(a.ben, None)
    late = a.pin(a.cem, "Vier")
    a.to(Phase.VOTE)
    assert late in a.open_vote.candidates.all()
    assert a.open_vote.ballots.get().card == idea(a, "Eins")


def test_after_a_merge_everyone_votes_again_so_that_it_tells_on_nobody(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.cast(a.ben, one)
    a.cast(a.cem, two)
    voting.mark_absent(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    a.back()
    cards.merge(meeting=a.meeting, by=a.anna, card=two, into=one, at=a.now)
    a.to(Phase.VOTE)
    assert missing(a) == {"Ben Yılmaz", "Cem Arslan"}
    assert set(a.open_vote.candidates.all()) == {one, idea(a, "Drei")}


def test_a_run_off_stays_among_the_tied_when_the_round_goes_back(a: Round) -> None:
    one, two = idea(a, "Eins"), idea(a, "Zwei")
    a.vote(one, two, None, None)
    a.back()
    a.pin(a.cem, "Vier")
    a.to(Phase.VOTE)
    assert set(a.open_vote.candidates.all()) == {one, two}


def test_a_decided_vote_stands_when_the_round_goes_back(a: Round) -> None:
    a.vote(*(idea(a, "Eins"),) * 4)
    a.to(Phase.PLAN).back().back()
    a.pin(a.cem, "Vier")
    a.to(Phase.PLAN)
    assert voting.decision_of(a.meeting) == idea(a, "Eins")
    assert len(rounds(a)) == 1


def test_without_cards_there_is_nothing_to_vote_on(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.PLAN)
    assert rounds(a) == []
    with pytest.raises(NothingDecided):
        voting.set_aside(meeting=a.meeting, by=a.anna, reason="Grund", instead=None, at=a.now)


def test_the_vote_is_open_in_its_phase_only(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.DISCUSSION)
    with pytest.raises(VoteClosed):
        a.cast(a.ben, card)
    with pytest.raises(RoundMovedOn):
        voting.vote_again(meeting=a.meeting, by=a.anna, at=a.now)


# --- The last guard -------------------------------------------------------------------------------


def test_the_database_takes_one_ballot_a_person_and_one_open_vote_a_round(a: Round) -> None:
    vote = a.open_vote
    Ballot.objects.create(vote_round=vote, participant=a.ben, choice=Choice.ABSENT, cast_at=a.now)
    for broken in (
        Ballot(vote_round=vote, participant=a.ben, choice=Choice.ABSTENTION, cast_at=a.now),
        Ballot(vote_round=vote, participant=a.cem, choice=Choice.CARD, cast_at=a.now),
        Ballot(vote_round=vote, participant=a.cem, choice=Choice.ABSENT, card=idea(a, "Eins"), cast_at=a.now),
        VoteRound(meeting=a.meeting, number=2, opened_at=a.now),
        VoteRound(meeting=a.meeting, number=2, opened_at=a.now, closed_at=a.now),
        VoteRound(meeting=a.meeting, number=2, opened_at=a.now, closed_at=a.now, outcome=Outcome.MAJORITY),
        VoteRound(
            meeting=a.meeting,
            number=2,
            opened_at=a.now,
            closed_at=a.now,
            outcome=Outcome.RUN_OFF,
            winner=idea(a, "Eins"),
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.save()


def test_a_ballot_costs_the_same_in_a_full_room(
    a: Round, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    meeting, card = a.meeting, idea(a, "Eins")
    with django_assert_max_num_queries(14):
        voting.cast(meeting=meeting, by=a.ben, card=card, at=a.now)
