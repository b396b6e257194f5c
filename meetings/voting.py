"""The vote: everyone has one ballot, the moderator's is the last and closes the vote."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from meetings.errors import NotEveryoneHasVoted, NothingDecided, RuleBroken, VoteClosed
from meetings.models import Ballot, Card, Choice, Meeting, Outcome, Participant, Phase, VoteRound
from meetings.models.participants import ParticipantQuerySet
from meetings.table import at_table, during, in_chair, seated
from meetings.wording import fitting, required

REASON_LIMIT = 1000


@dataclass(frozen=True)
class Decision[CardId: Hashable]:
    """How a vote ended: the winner, or the tied cards for the run-off, or neither."""

    outcome: Outcome
    winner: CardId | None = None
    tied: frozenset[CardId] = frozenset()


def decide[Person: Hashable, CardId: Hashable](
    *, ballots: Mapping[Person, CardId | None], moderators: CardId | None, candidates: Collection[CardId]
) -> Decision[CardId]:
    """Rule 7. `ballots` are everyone's but the moderator's, by person; None is an abstention.

    Most ballots win, the moderator's counted like any other: {anna: 1, ben: 1, cem: 2}, None → 1 by majority.
    On a tie the moderator's ballot decides if it is for a tied card: {anna: 1, ben: 2, cem: 2}, 1 → 1.
    Otherwise a run-off among the tied follows: {anna: 1, ben: 2}, None → run-off of 1 and 2.
    """
    chosen = (*ballots.values(), moderators)
    counts = Counter(card for card in chosen if card is not None and card in candidates)
    most = max(counts.values(), default=0)
    leading = frozenset(card for card, votes in counts.items() if votes == most)
    if not leading:
        return Decision(Outcome.NO_VOTES)
    if len(leading) == 1:
        return Decision(Outcome.MAJORITY, winner=next(iter(leading)))
    if moderators is not None and moderators in leading:
        return Decision(Outcome.MODERATOR, winner=moderators)
    return Decision(Outcome.RUN_OFF, tied=leading)


# --- Casting --------------------------------------------------------------------------------------


def cast(*, meeting: Meeting, by: Participant, card: Card | None, at: datetime, number: int | None = None) -> Ballot:
    """Vote for a card, or abstain with None; changeable until the vote round closes.

    `number` is the vote round that the person saw: a click meant for the one before never counts in its run-off.

    The moderator's ballot closes it in the same moment, so that nobody votes after the boss; on a tie that it does
    not decide the run-off opens at once. Whoever gets the moderator's role after voting casts once more to close.
    Raises VoteClosed when too late, NotEveryoneHasVoted for the moderator's ballot while someone present
    is missing, RuleBroken for a card that is not up for the vote, NotInRoom.
    """
    with at_table(meeting) as meeting:
        person = seated(meeting, by)
        vote_round = _open_round(meeting)
        if number is not None and number != vote_round.number:
            raise VoteClosed
        if card is not None and not vote_round.candidates.filter(pk=card.pk).exists():
            raise RuleBroken(_("Dieses Kärtchen steht nicht zur Wahl."))
        if not meeting.is_moderated_by(person):
            return _put(vote_round, person, card, at)
        if pending(vote_round, at).exists():
            raise NotEveryoneHasVoted
        ballot = _put(vote_round, person, card, at)
        _close(vote_round, ballot, at)
        return ballot


def pending(vote_round: VoteRound, at: datetime) -> ParticipantQuerySet:
    """Whom the vote waits for: here or gone for moments, not the moderator, neither a ballot nor a mark of absence."""
    meeting = vote_round.meeting
    return meeting.participants.awaited(at).but_moderator(meeting).exclude(ballots__vote_round=vote_round)


def mark_absent(*, meeting: Meeting, by: Participant, participant: Participant, at: datetime) -> None:
    """Do not wait for someone's ballot; safe to repeat. They may still vote, which replaces the mark.

    Raises OnlyModerator, VoteClosed, RuleBroken for someone who has voted and for the moderator.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        vote_round = _open_round(meeting)
        person = seated(meeting, participant)
        if meeting.is_moderated_by(person):
            raise RuleBroken(_("Die Moderation stimmt selbst ab."))
        if vote_round.ballots.cast().filter(participant=person).exists():
            raise RuleBroken(_("Diese Person hat schon abgestimmt."))
        vote_round.ballots.get_or_create(participant=person, defaults={"choice": Choice.ABSENT, "cast_at": at})


def unmark_absent(*, meeting: Meeting, by: Participant, participant: Participant, at: datetime) -> None:
    """Wait for someone's ballot again; safe to repeat. Raises OnlyModerator, VoteClosed."""
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        _open_round(meeting).ballots.filter(participant=participant.pk, choice=Choice.ABSENT).delete()


# --- Opening and deciding -------------------------------------------------------------------------


def prepare(*, meeting: Meeting, at: datetime) -> None:
    """Open the vote among the standing cards, or bring an open one up to date; called at the table on entering VOTE.

    What is decided stands. When a card was merged meanwhile, everyone votes again: to ask only those who had voted
    for it would tell on them, and to move their ballots would let the moderator move votes. A card that came
    meanwhile is added; ballots stay and can be changed. A run-off stays among the tied.
    """
    last = latest_round(meeting)
    if last is not None and last.is_open:
        _sync(last)
    elif last is None or (last.outcome == Outcome.NO_VOTES and not meeting.set_aside_reason):
        _open(meeting, meeting.cards.standing(), at)


def vote_again(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Vote once more after nobody voted for a card. Raises OnlyModerator, RoundMovedOn, RuleBroken with a result."""
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.VOTE)
        last = latest_round(meeting)
        if last is None or last.outcome != Outcome.NO_VOTES or meeting.set_aside_reason:
            raise RuleBroken(_("Neu abgestimmt wird nur, wenn niemand für ein Kärtchen gestimmt hat."))
        _open(meeting, meeting.cards.standing(), at)


def latest_round(meeting: Meeting) -> VoteRound | None:
    """The vote round that is open or was the last."""
    return meeting.vote_rounds.order_by("-number").first()


def is_settled(meeting: Meeting) -> bool:
    """Whether the vote has come to its end: decided, set aside, or nothing to vote on."""
    last = latest_round(meeting)
    if last is None:
        return True
    return not last.is_open and (last.outcome != Outcome.NO_VOTES or bool(meeting.set_aside_reason))


def decision_of(meeting: Meeting) -> Card | None:
    """The card that the round goes on with: the winner, or what was chosen instead when that was set aside."""
    if meeting.set_aside_reason:
        return meeting.chosen_instead
    decided = meeting.vote_rounds.exclude(winner=None).select_related("winner__author").order_by("-number").first()
    return decided.winner if decided else None


# --- After the vote -------------------------------------------------------------------------------


def set_aside(*, meeting: Meeting, by: Participant, reason: str, instead: Card | None, at: datetime) -> None:
    """Not go by the result, with a written reason, for another card or for none; until the round closes.

    Raises OnlyModerator, NothingDecided while the vote is open, TextMissing without a reason,
    RuleBroken for the winner itself or a card that does not stand on this wall.
    """
    reason = required(reason, limit=REASON_LIMIT, sentence=_("Wer das Ergebnis beiseitelegt, schreibt den Grund dazu."))
    with at_table(meeting) as meeting:
        last = _closed_round(meeting, by)
        if instead is not None and instead.pk == last.winner_id:
            raise RuleBroken(_("Dieses Kärtchen hat die Abstimmung gewonnen."))
        if instead is not None and not meeting.cards.standing().filter(pk=instead.pk).exists():
            raise RuleBroken(_("Dieses Kärtchen hängt nicht an der Wand."))
        meeting.set_aside_reason, meeting.chosen_instead = reason, instead
        meeting.save(update_fields=["set_aside_reason", "chosen_instead"])


def let_stand(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Go by the result after all; safe to repeat. Raises OnlyModerator, NothingDecided."""
    with at_table(meeting) as meeting:
        _closed_round(meeting, by)
        meeting.set_aside_reason, meeting.chosen_instead = "", None
        meeting.save(update_fields=["set_aside_reason", "chosen_instead"])


def write_closing_word(*, meeting: Meeting, by: Participant, text: str, at: datetime) -> None:
    """Write what the moderator says after everyone else; changeable until the round closes.

    Raises OnlyModerator, TextTooLong, NothingDecided while the vote is open.
    """
    text = fitting(text, limit=REASON_LIMIT)
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.VOTE, Phase.PLAN)
        last = latest_round(meeting)
        if last is not None and last.is_open:
            raise NothingDecided
        meeting.closing_word = text
        meeting.save(update_fields=["closing_word"])


# --- At the ballot box ----------------------------------------------------------------------------


def _open_round(meeting: Meeting) -> VoteRound:
    vote_round = latest_round(meeting)
    if meeting.phase != Phase.VOTE or vote_round is None or not vote_round.is_open:
        raise VoteClosed
    vote_round.meeting = meeting
    return vote_round


def _closed_round(meeting: Meeting, by: Participant) -> VoteRound:
    in_chair(meeting, by)
    during(meeting, Phase.VOTE, Phase.PLAN)
    last = latest_round(meeting)
    if last is None or last.is_open:
        raise NothingDecided
    return last


def _put(vote_round: VoteRound, person: Participant, card: Card | None, at: datetime) -> Ballot:
    choice = Choice.CARD if card else Choice.ABSTENTION
    ballot, _new = vote_round.ballots.update_or_create(
        participant=person, defaults={"choice": choice, "card": card, "cast_at": at}
    )
    return ballot


def _close(vote_round: VoteRound, last: Ballot, at: datetime) -> None:
    others = vote_round.ballots.cast().exclude(pk=last.pk)
    ballots = {ballot.participant_id: ballot.card_id for ballot in others}
    candidates = {card.pk: card for card in vote_round.candidates.all()}
    decision = decide(ballots=ballots, moderators=last.card_id, candidates=candidates)
    vote_round.closed_at, vote_round.outcome = at, decision.outcome
    vote_round.winner_id = decision.winner
    vote_round.save(update_fields=["closed_at", "outcome", "winner"])
    if decision.tied:
        _open(vote_round.meeting, [candidates[card_id] for card_id in decision.tied], at)


def _open(meeting: Meeting, candidates: Collection[Card], at: datetime) -> None:
    if not candidates:
        return
    last = latest_round(meeting)
    vote_round = meeting.vote_rounds.create(number=last.number + 1 if last else 1, opened_at=at)
    vote_round.candidates.set(candidates)


def _sync(vote_round: VoteRound) -> None:
    if vote_round.is_run_off:
        return
    if vote_round.candidates.exclude(merged_into=None).exists():
        vote_round.ballots.cast().delete()
    vote_round.candidates.set(vote_round.meeting.cards.standing())
