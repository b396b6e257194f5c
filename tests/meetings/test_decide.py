"""Rule 7 for any ballots, absences and ties; and never depending on the order before the moderator's ballot."""

from collections import Counter
from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from meetings import voting
from meetings.models import Outcome, Phase
from meetings.voting import Decision, decide
from teams.models import Membership
from tests.meetings.rounds import Round, a_round

CARDS = ("A", "B", "C", "D")
choices = st.none() | st.sampled_from(CARDS)


def plainly(votes: Sequence[str | None], moderators: str | None, candidates: Sequence[str]) -> Decision[str]:
    """Rule 7 once more, word by word: counts by hand and compares them card by card."""
    counts = {card: sum(vote == card for vote in (*votes, moderators)) for card in candidates}
    ahead = {card for card, count in counts.items() if count > 0 and all(count >= other for other in counts.values())}
    match sorted(ahead):
        case []:
            return Decision(Outcome.NO_VOTES)
        case [winner]:
            return Decision(Outcome.MAJORITY, winner=winner)
        case [*tied] if moderators in tied:
            return Decision(Outcome.MODERATOR, winner=moderators)
        case [*tied]:
            return Decision(Outcome.RUN_OFF, tied=frozenset(tied))


@pytest.mark.parametrize(
    ("votes", "moderators", "decision"),
    [
        ("AAB", None, Decision(Outcome.MAJORITY, winner="A")),
        ("AB", "A", Decision(Outcome.MAJORITY, winner="A")),
        ("AAB", "B", Decision(Outcome.MODERATOR, winner="B")),
        ("AABB", "C", Decision(Outcome.RUN_OFF, tied=frozenset("AB"))),
        ("AB", "C", Decision(Outcome.MODERATOR, winner="C")),
        ("AABB", None, Decision(Outcome.RUN_OFF, tied=frozenset("AB"))),
        ("", "D", Decision(Outcome.MAJORITY, winner="D")),
        ("", None, Decision(Outcome.NO_VOTES)),
    ],
)
def test_rule_7_by_example(votes: str, moderators: str | None, decision: Decision[str]) -> None:
    assert decide(ballots=dict(enumerate(votes)), moderators=moderators, candidates=CARDS) == decision


@given(votes=st.lists(choices, max_size=12), moderators=choices, candidates=st.sets(st.sampled_from(CARDS), min_size=1))
@example(votes=["A", "B"], moderators="A", candidates={"B"})
def test_rule_7_holds_for_any_ballots(votes: list[str | None], moderators: str | None, candidates: set[str]) -> None:
    decision = decide(ballots=dict(enumerate(votes)), moderators=moderators, candidates=candidates)
    up = [vote if vote in candidates else None for vote in votes]
    assert decision == plainly(up, moderators if moderators in candidates else None, sorted(candidates))


@given(votes=st.lists(choices, max_size=12), moderators=choices, data=st.data())
def test_rule_7_never_depends_on_the_order_of_ballots(
    votes: list[str | None], moderators: str | None, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(votes))
    cast = dict(enumerate(votes))
    cast_otherwise = {f"person {seat}": vote for seat, vote in enumerate(shuffled)}
    expected = decide(ballots=cast, moderators=moderators, candidates=CARDS)
    assert decide(ballots=cast_otherwise, moderators=moderators, candidates=CARDS) == expected


@given(votes=st.lists(choices, max_size=12), moderators=choices)
def test_rule_7_a_winner_is_among_the_most_voted(votes: list[str | None], moderators: str | None) -> None:
    decision = decide(ballots=dict(enumerate(votes)), moderators=moderators, candidates=CARDS)
    counts = Counter(card for card in (*votes, moderators) if card)
    leading = {card for card, count in counts.items() if count == max(counts.values())}
    assert ({decision.winner} if decision.winner else set(decision.tied)) <= leading
    assert (decision.winner is None) == (decision.outcome in (Outcome.RUN_OFF, Outcome.NO_VOTES))


# --- The same through the stored round -------------------------------------------------------------


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its vote on three cards."""
    a = a_round(anna, ben).to(Phase.IDEAS)
    for text in "ABC":
        a.pin(a.ben, text)
        a.later()
    return a.to(Phase.VOTE)


class Undone(Exception):
    """Takes back what one example stored."""


def ending(a: Round, said: dict[str, str | None], order: Sequence[str], absent: set[str]) -> Decision[str]:
    """How the stored vote ends, in the cards' texts; taken back afterwards."""
    cards = {card.text: card for card in a.meeting.cards.all()}
    try:
        with transaction.atomic():
            for name in absent:
                voting.mark_absent(meeting=a.meeting, by=a.anna, participant=getattr(a, name), at=a.now)
            for name in order:
                a.cast(getattr(a, name), cards.get(said[name] or ""))
            a.cast(a.anna, cards.get(said["anna"] or ""))
            first, *run_off = a.meeting.vote_rounds.all()
            tied = frozenset(card.text for vote_round in run_off for card in vote_round.candidates.all())
            ended = Decision(Outcome(first.outcome), first.winner.text if first.winner else None, tied)
            raise Undone
    except Undone:
        return ended


people = ("ben", "cem", "gast")


@st.composite
def votes(draw: st.DrawFn) -> tuple[dict[str, str | None], list[str], list[str], set[str]]:
    """Who says what, two orders in which they say it (each may change their mind), and who is marked absent."""
    said = {name: draw(st.none() | st.sampled_from("ABC")) for name in (*people, "anna")}
    absent = draw(st.sets(st.sampled_from(people)))
    voters = [name for name in people if name not in absent]
    repeats = draw(st.lists(st.sampled_from(voters), max_size=2)) if voters else []
    return said, draw(st.permutations(voters)), draw(st.permutations([*voters, *repeats])), absent


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vote=votes())
def test_rule_7_the_stored_vote_follows_it_in_any_order(
    a: Round, vote: tuple[dict[str, str | None], list[str], list[str], set[str]]
) -> None:
    said, order, another_order, absent = vote
    expected = plainly([said[name] for name in order], said["anna"], "ABC")
    assert ending(a, said, order, absent) == expected
    assert ending(a, said, another_order, absent) == expected


@pytest.mark.django_db
def test_examples_leave_no_trace(a: Round) -> None:
    ending(a, {"ben": "A", "cem": "B", "gast": "C", "anna": None}, people, set())
    assert not a.open_vote.ballots.exists()
