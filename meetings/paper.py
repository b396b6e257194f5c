"""A round that was held on paper, typed in afterwards: same rules, same minutes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from meetings import closing, plan
from meetings.errors import RoundMovedOn, RuleBroken
from meetings.models import FIVE_PHASES, Card, Meeting, Minutes, Outcome, Participant, Phase
from meetings.table import at_table
from meetings.voting import Decision, decide
from touchpoints.models import Touchpoint


@dataclass(frozen=True)
class PaperCard:
    """One card from the wall with its strokes on the tally sheet, of which one in each vote is the moderator's."""

    text: str
    author: str
    votes: int = 0
    run_off: int | None = None
    is_moderators_choice: bool = False
    is_moderators_run_off: bool = False


@dataclass(frozen=True)
class PaperRound:
    """What the sheets of a round on paper say. Lengths are whole minutes; `instead` is a place among the cards."""

    present: Sequence[Participant]
    guests: Sequence[str]
    minutes: dict[Phase, int]
    cards: Sequence[PaperCard]
    abstentions: int = 0
    run_off_abstentions: int = 0
    set_aside_reason: str = ""
    instead: int | None = None
    closing_word: str = ""
    actions: Sequence[Action] = field(default_factory=list)
    no_action_reason: str = ""
    next_touchpoint: Touchpoint | None = None
    next_starts_at: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """The strokes of one vote by the card's place on the wall."""

    strokes: dict[int, int]
    moderators: int | None
    abstentions: int

    @property
    def people(self) -> int:
        """How many have voted or abstained."""
        return sum(self.strokes.values()) + self.abstentions

    @cached_property
    def decision(self) -> Decision[int]:
        """Rule 7 on anonymous strokes, of which one is the moderator's."""
        others = Counter(self.strokes)
        if self.moderators is not None:
            others[self.moderators] -= 1
        return decide(
            ballots=dict(enumerate((+others).elements())), moderators=self.moderators, candidates=self.strokes.keys()
        )


@dataclass(frozen=True)
class Slip:
    """What cannot have been, and where it was typed: in a card's row, or in the sheet's head."""

    field: str
    sentence: str | Promise
    card: int | None = None


def type_in(*, meeting: Meeting, by: Participant, paper: PaperRound, at: datetime) -> Minutes:
    """Record the round as if it had been held here, and close it.

    Raises RuleBroken for a round that cannot have been, for the first slip, and for whatever closing still asks for;
    nothing is stored then.
    """
    with at_table(meeting) as meeting:
        if meeting.phase != Phase.LOBBY:
            raise RoundMovedOn
        if refusal := why_not_held(meeting, at) or next((slip.sentence for slip in slips(paper)), None):
            raise RuleBroken(refusal)
        _seat(meeting, paper)
        _run_phases(meeting, paper)
        _count_votes(meeting, _hang_up(meeting, paper), paper)
        for action in paper.actions:
            plan.decide_action(meeting=meeting, by=by, action=action, card=None, at=at)
        plan.choose_next(
            meeting=meeting, by=by, touchpoint=paper.next_touchpoint, starts_at=paper.next_starts_at, at=at
        )
        return closing.close(meeting=meeting, by=by, no_action_reason=paper.no_action_reason, at=at)


def why_not_held(meeting: Meeting, at: datetime) -> str | Promise | None:
    """Why the round cannot have been held yet."""
    if meeting.touchpoint_id is None:
        return _("Die Runde hat noch keinen Kontaktpunkt.")
    if at < meeting.starts_at:
        return _("Die Runde beginnt erst noch. Nachgetragen wird sie danach.")
    return None


def tallies(paper: PaperRound) -> list[Tally]:
    """The vote, and the run-off among the tied cards where one had to follow."""
    if not paper.cards:
        return []
    first = Tally(
        {place: card.votes for place, card in enumerate(paper.cards)},
        next((place for place, card in enumerate(paper.cards) if card.is_moderators_choice), None),
        paper.abstentions,
    )
    tied = sorted(first.decision.tied)
    if not tied:
        return [first]
    run_off = Tally(
        {place: paper.cards[place].run_off or 0 for place in tied},
        next((place for place in tied if paper.cards[place].is_moderators_run_off), None),
        paper.run_off_abstentions,
    )
    return [first, run_off]


def slips(paper: PaperRound) -> Iterator[Slip]:
    """What on the sheets goes against the rules of the vote."""
    votes, people = tallies(paper), len(paper.present) + len(paper.guests)
    for tally, field_name in zip(votes, ("abstentions", "run_off_abstentions"), strict=False):
        if tally.people > people:
            yield Slip(field_name, _("Das sind mehr Stimmen und Enthaltungen als Menschen im Raum."))
    yield from _outside_the_run_off(paper, votes)
    yield from _around_the_result(paper, votes[-1].decision if votes else None)


def _outside_the_run_off(paper: PaperRound, votes: Sequence[Tally]) -> Iterator[Slip]:
    tied = votes[1].strokes if len(votes) > 1 else {}
    for place, card in enumerate(paper.cards):
        if card.run_off and place not in tied:
            yield Slip("run_off", _("In die Stichwahl kommen nur Kärtchen, die gleichauf liegen."), place)
    if tied and (votes[1].decision.tied or not votes[1].people):
        sentence = _("Gleichstand: Es fehlt die Stimme der Moderation oder das Ergebnis der Stichwahl.")
        yield Slip("run_off", sentence, min(tied))


def _around_the_result(paper: PaperRound, result: Decision[int] | None) -> Iterator[Slip]:
    if paper.set_aside_reason and result is None:
        yield Slip("set_aside_reason", _("Ohne Kärtchen gibt es kein Ergebnis, das beiseitegelegt wird."))
    if result and result.outcome == Outcome.NO_VOTES and not paper.set_aside_reason:
        yield Slip("set_aside_reason", _("Niemand hat für ein Kärtchen gestimmt: Warum ging es trotzdem weiter?"))
    if paper.instead is not None and not paper.set_aside_reason:
        yield Slip("set_aside_reason", _("Wer das Ergebnis beiseitelegt, schreibt den Grund dazu."))
    if result and paper.instead is not None and paper.instead == result.winner:
        yield Slip("instead", _("Dieses Kärtchen hat die Abstimmung gewonnen."))


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
    for tally in tallies(paper):
        _store_round(meeting, cards, tally)
    meeting.set_aside_reason = paper.set_aside_reason
    meeting.chosen_instead = None if paper.instead is None else cards[paper.instead]
    meeting.save(update_fields=["set_aside_reason", "chosen_instead"])


def _store_round(meeting: Meeting, cards: list[Card], tally: Tally) -> None:
    winner = tally.decision.winner
    vote_round = meeting.vote_rounds.create(
        number=meeting.vote_rounds.count() + 1,
        opened_at=meeting.starts_at,
        closed_at=meeting.starts_at,
        outcome=tally.decision.outcome,
        winner=None if winner is None else cards[winner],
    )
    vote_round.candidates.set(cards[place] for place in tally.strokes)
    for place, votes in tally.strokes.items():
        vote_round.paper_counts.create(card=cards[place], votes=votes)
    vote_round.paper_counts.create(card=None, votes=tally.abstentions)
