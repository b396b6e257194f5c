"""The vote as everyone may see it: sealed while it is open, counted once it is closed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from meetings.models import Ballot, Choice, Meeting, Outcome, VoteRound


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A running vote round: who has a ballot in it, never which."""

    number: int
    candidates: frozenset[uuid.UUID]
    voters: frozenset[int]
    absent: frozenset[int]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes for one card; `width` is its share of the longest bar in percent."""

    text: str
    votes: int
    width: int
    is_winner: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A closed vote round."""

    number: int
    outcome: str
    rule: str
    winner: uuid.UUID | None
    tallies: list[Tally]
    abstentions: int
    absent: int

    @property
    def votes(self) -> int:
        """How many votes were given to cards."""
        return sum(tally.votes for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class Vote:
    """The running vote round, if any, and the results of the closed ones."""

    open: OpenVote | None
    results: list[Result]

    @property
    def winner(self) -> uuid.UUID | None:
        """The card that the last closed vote round chose."""
        return self.results[-1].winner if self.results and not self.open else None

    @property
    def is_repeated(self) -> bool:
        """Nobody voted for a card in the last closed vote round; one that follows it is no run-off."""
        return bool(self.results) and self.results[-1].outcome == Outcome.NO_VOTES

    @property
    def needs_another(self) -> bool:
        """The last vote round ended without a single vote for a card."""
        return not self.open and self.is_repeated


def vote_of(meeting: Meeting) -> Vote:
    """Four queries; the one about the running vote round does not select what anyone chose."""
    rounds = list(VoteRound.objects.filter(meeting=meeting))
    if not rounds:
        return Vote(open=None, results=[])
    candidates = _candidates(meeting)
    running = next((vote_round for vote_round in rounds if vote_round.closed_at is None), None)
    closed = [vote_round for vote_round in rounds if vote_round.closed_at is not None]
    counts = _counts(closed) if closed else {}
    return Vote(
        open=_sealed(running, candidates[running.pk]) if running else None,
        results=[_result(done, candidates[done.pk], counts.get(done.pk, {})) for done in closed],
    )


type Candidates = dict[uuid.UUID, str]
type Counts = dict[tuple[str, uuid.UUID | None], int]


def _candidates(meeting: Meeting) -> dict[int, Candidates]:
    by_round: dict[int, Candidates] = defaultdict(dict)
    rows = VoteRound.objects.filter(meeting=meeting).values_list("pk", "candidates", "candidates__text")
    for vote_round, card, text in rows.order_by("candidates__pinned_at"):
        by_round[vote_round][card] = text
    return by_round


def _sealed(running: VoteRound, candidates: Candidates) -> OpenVote:
    is_absent = ExpressionWrapper(Q(choice=Choice.ABSENT), output_field=BooleanField())
    marks = dict(running.ballots.annotate(is_absent=is_absent).values_list("participant_id", "is_absent"))
    return OpenVote(
        number=running.number,
        candidates=frozenset(candidates),
        voters=frozenset(person for person, absent in marks.items() if not absent),
        absent=frozenset(person for person, absent in marks.items() if absent),
    )


def _counts(closed: list[VoteRound]) -> dict[int, Counts]:
    by_round: dict[int, Counts] = defaultdict(dict)
    rows = Ballot.objects.filter(vote_round__in=closed).values_list("vote_round_id", "choice", "card_id")
    for vote_round, choice, card, count in rows.annotate(count=Count("pk")).order_by():
        by_round[vote_round][choice, card] = count
    return by_round


def _result(vote_round: VoteRound, candidates: Candidates, counts: Counts) -> Result:
    votes = {card: counts.get((Choice.CARD, card), 0) for card in candidates}
    most = max(votes.values(), default=0) or 1
    return Result(
        number=vote_round.number,
        outcome=vote_round.outcome,
        rule=vote_round.get_outcome_display(),
        winner=vote_round.winner_id,
        tallies=[
            Tally(candidates[card], count, width=round(100 * count / most), is_winner=card == vote_round.winner_id)
            for card, count in sorted(votes.items(), key=lambda pair: -pair[1])
        ],
        abstentions=counts.get((Choice.ABSTENTION, None), 0),
        absent=counts.get((Choice.ABSENT, None), 0),
    )
