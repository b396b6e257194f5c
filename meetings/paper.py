"""A round that was held on paper, typed in afterwards: same rules, same minutes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from actions.models import Action
from meetings import closing, plan
from meetings.errors import RoundMovedOn, RuleBroken
from meetings.models import FIVE_PHASES, Card, Meeting, Minutes, Outcome, Participant, Phase, VoteRound
from meetings.table import at_table
from meetings.voting import Decision, decide
from touchpoints.models import Touchpoint


class TieOnPaper(RuleBroken):
    """The tally sheet ends in a tie that nobody broke."""

    sentence = _("Gleichstand: Es fehlt die Stimme der Moderation oder das Ergebnis der Stichwahl.")


@dataclass(frozen=True)
class PaperCard:
    """One card from the wall with its strokes on the tally sheet."""

    text: str
    author: str
    votes: int = 0
    run_off: int | None = None
    is_moderators_choice: bool = False


@dataclass(frozen=True)
class PaperRound:
    """What the sheets of a round on paper say. Lengths are whole minutes."""

    present: Sequence[Participant]
    guests: Sequence[str]
    minutes: dict[Phase, int]
    cards: Sequence[PaperCard]
    abstentions: int = 0
    closing_word: str = ""
    actions: Sequence[Action] = field(default_factory=list)
    no_action_reason: str = ""
    next_touchpoint: Touchpoint | None = None
    next_starts_at: datetime | None = None


def type_in(*, meeting: Meeting, by: Participant, paper: PaperRound, at: datetime) -> Minutes:
    """Record the round as if it had been held here, and close it.

    Raises RuleBroken for a tie without a decision and for whatever closing still asks for; nothing is stored then.
    """
    with at_table(meeting) as meeting:
        if meeting.phase != Phase.LOBBY:
            raise RoundMovedOn
        _seat(meeting, paper)
        _run_phases(meeting, paper)
        _count_votes(meeting, _hang_up(meeting, paper), paper)
        for action in paper.actions:
            plan.decide_action(meeting=meeting, by=by, action=action, card=None, at=at)
        plan.choose_next(
            meeting=meeting, by=by, touchpoint=paper.next_touchpoint, starts_at=paper.next_starts_at, at=at
        )
        return closing.close(meeting=meeting, by=by, no_action_reason=paper.no_action_reason, at=at)


def _seat(meeting: Meeting, paper: PaperRound) -> None:
    present = meeting.participants.filter(pk__in=[person.pk for person in paper.present])
    present.update(joined_at=meeting.starts_at, removed_at=None)
    for name in paper.guests:
        meeting.participants.create(name=name, is_guest=True, joined_at=meeting.starts_at)


def _run_phases(meeting: Meeting, paper: PaperRound) -> None:
    """Let the clocks say what the sheets say, and leave the round in its last phase."""
    meeting.is_paper, meeting.closing_word = True, paper.closing_word
    meeting.save(update_fields=["is_paper", "closing_word"])
    moment = meeting.starts_at
    meeting.begin(at=moment)
    meeting.advance(expected=Phase.LOBBY, at=moment)
    meeting.advance(expected=Phase.FOLLOW_UP, at=moment)
    for phase in FIVE_PHASES[:-1]:
        moment += timedelta(minutes=paper.minutes[phase])
        meeting.advance(expected=phase, at=moment)
    moment += timedelta(minutes=paper.minutes[Phase.PLAN])
    meeting.clocks.filter(phase=Phase.PLAN).stop(moment)


def _hang_up(meeting: Meeting, paper: PaperRound) -> list[Card]:
    authors = {person.name: person for person in meeting.participants.in_room()}
    moment = meeting.starts_at
    return [
        meeting.cards.create(
            author=authors[card.author],
            text=card.text,
            pinned_at=moment + timedelta(seconds=place),
            revealed_at=moment + timedelta(seconds=place),
            explained_at=moment,
        )
        for place, card in enumerate(paper.cards)
    ]


def _count_votes(meeting: Meeting, cards: list[Card], paper: PaperRound) -> None:
    if not cards:
        return
    sheet = list(zip(cards, paper.cards, strict=True))
    moderators = next((card for card, typed in sheet if typed.is_moderators_choice), None)
    votes = {card: typed.votes for card, typed in sheet}
    first = _store_round(meeting, votes, moderators, paper.abstentions)
    if first.outcome != Outcome.RUN_OFF:
        return
    run_off = {card: typed.run_off or 0 for card, typed in sheet if typed.run_off is not None}
    if not run_off or _store_round(meeting, run_off, None, 0).outcome == Outcome.RUN_OFF:
        raise TieOnPaper


def _store_round(meeting: Meeting, votes: dict[Card, int], moderators: Card | None, abstentions: int) -> VoteRound:
    decision = _decide(votes, moderators)
    vote_round = meeting.vote_rounds.create(
        number=meeting.vote_rounds.count() + 1,
        opened_at=meeting.starts_at,
        closed_at=meeting.starts_at,
        outcome=decision.outcome,
        winner_id=decision.winner,
    )
    vote_round.candidates.set(votes)
    for card, count in votes.items():
        vote_round.paper_counts.create(card=card, votes=count)
    vote_round.paper_counts.create(card=None, votes=abstentions)
    return vote_round


def _decide(votes: dict[Card, int], moderators: Card | None) -> Decision[UUID]:
    """Rule 7 on anonymous strokes, of which one is the moderator's."""
    others = Counter({card.pk: count for card, count in votes.items()})
    if moderators:
        others[moderators.pk] -= 1
    return decide(
        ballots=dict(enumerate((+others).elements())),
        moderators=moderators.pk if moderators else None,
        candidates=[card.pk for card in votes],
    )
