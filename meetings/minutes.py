"""The record of a round: what is frozen when it closes, and never changed afterwards.

The content is plain data without words of the program, so that page and PDF can say it in any language.
Secrets cannot slip in: only revealed cards are read, and ballots only as counts of closed vote rounds.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from actions.models import Action
from meetings.models import FIVE_PHASES, Ballot, Card, Choice, Meeting, Minutes, Phase, VoteRound
from meetings.voting import decision_of

type Content = dict[str, Any]
"""JSON: strings, whole numbers, booleans, None, lists and objects; moments in ISO 8601, lengths in seconds."""


def freeze(*, meeting: Meeting, following: Meeting | None, at: datetime) -> Minutes:
    """Keep the record of a round that closes now. Call at its table, before it is printed."""
    content = content_of(meeting, at, following)
    return Minutes.objects.create(meeting=meeting, content=content, language=meeting.team.language)


def content_of(meeting: Meeting, at: datetime, following: Meeting | None = None) -> Content:
    """Everything that page and PDF say about the round; the one that follows it is planned when it closes."""
    cards = list(
        meeting.cards.standing().in_speaking_order(meeting).select_related("author").prefetch_related("merged__author")
    )
    numbers = {card.pk: number for number, card in enumerate(cards, start=1)}
    decision = decision_of(meeting)
    return {
        "team": meeting.team.name,
        "series": meeting.series.name if meeting.series else "",
        "title": meeting.title,
        "touchpoint": _touchpoint(meeting),
        "occasion": {
            "what_happened": meeting.what_happened,
            "customer": meeting.customer,
            "problems": meeting.problems,
            "consequences": meeting.consequences,
        },
        "starts_at": meeting.starts_at.isoformat(),
        "started_at": meeting.started_at.isoformat() if meeting.started_at else None,
        "closed_at": at.isoformat(),
        "paper": meeting.is_paper,
        "moderator": str(meeting.moderator or ""),
        "participants": _participants(meeting),
        "phases": _phases(meeting, at),
        "settlements": _settlements(meeting),
        "cards": [_card(card, numbers) for card in cards],
        "votes": [_vote(vote_round, numbers) for vote_round in meeting.vote_rounds.exclude(closed_at=None)],
        "decision": numbers.get(decision.pk) if decision else None,
        "set_aside": {"reason": meeting.set_aside_reason} if meeting.set_aside_reason else None,
        "closing_word": meeting.closing_word,
        "actions": _actions(meeting),
        "no_action_reason": meeting.no_action_reason,
        "ended_early_reason": meeting.ended_early_reason,
        "next": _next(meeting, following),
    }


def _touchpoint(meeting: Meeting) -> Content | None:
    touchpoint = meeting.touchpoint
    if touchpoint is None:
        return None
    return {
        "name": touchpoint.name,
        "kind": touchpoint.kind,
        "actual_state": touchpoint.actual_state,
        "target_state": touchpoint.target_state,
    }


def _participants(meeting: Meeting) -> list[Content]:
    return [
        {"name": person.name, "guest": person.is_guest, "moderator": meeting.is_moderated_by(person)}
        for person in meeting.participants.in_room().order_by("joined_at", "pk")
    ]


def _phases(meeting: Meeting, at: datetime) -> list[Content]:
    clocks = {clock.phase: clock for clock in meeting.clocks.all()}
    return [
        {
            "phase": phase.value,
            "planned": int(clocks[phase].planned.total_seconds()),
            "spent": int(clocks[phase].elapsed(at).total_seconds()),
        }
        for phase in (Phase.FOLLOW_UP, *FIVE_PHASES)
        if phase in clocks
    ]


def _settlements(meeting: Meeting) -> list[Content]:
    return [
        {
            "what": settlement.action.what,
            "who": str(settlement.action.responsible or ""),
            "outcome": settlement.outcome,
            "result": settlement.result,
            "measured": _measured(settlement.action),
        }
        for settlement in meeting.settlements.select_related("action__responsible", "action__metric")
    ]


def _measured(action: Action) -> Content | None:
    """What the follow-up found at the action's metric."""
    metric, value = action.metric, action.measured_value
    if metric is None or value is None:
        return None
    return {"metric": metric.name, "type": metric.type, "unit": metric.unit, "value": str(value)}


def _card(card: Card, numbers: dict[Any, int]) -> Content:
    return {
        "number": numbers[card.pk],
        "text": card.text,
        "author": card.author.name,
        "guest": card.author.is_guest,
        "explained": card.explained_at is not None,
        "note": card.note,
        "merged": [{"text": other.text, "author": other.author.name} for other in card.merged.all()],
    }


def _vote(vote_round: VoteRound, numbers: dict[Any, int]) -> Content:
    ballots = list(vote_round.ballots.all())
    counts = _counts(vote_round, ballots)
    candidates = [card.pk for card in vote_round.candidates.all() if card.pk in numbers]
    return {
        "number": vote_round.number,
        "outcome": vote_round.outcome,
        "winner": numbers.get(vote_round.winner_id),
        "counts": sorted(
            ({"card": numbers[card], "votes": counts[card]} for card in candidates),
            key=lambda count: (-count["votes"], count["card"]),
        ),
        "abstentions": sum(ballot.choice == Choice.ABSTENTION for ballot in ballots) + counts[None],
        "absent": sum(ballot.choice == Choice.ABSENT for ballot in ballots),
    }


def _counts(vote_round: VoteRound, ballots: list[Ballot]) -> Counter[Any]:
    """Votes by card; from the tally sheet of a round on paper also the abstentions, under None."""
    counts: Counter[Any] = Counter(ballot.card_id for ballot in ballots if ballot.card_id)
    for paper in vote_round.paper_counts.all():
        counts[paper.card_id] += paper.votes
    return counts


def _actions(meeting: Meeting) -> list[Content]:
    return [
        {
            "what": decided.action.what,
            "who": str(decided.action.responsible or ""),
            "with_whom": decided.action.with_whom,
            "starts_on": decided.action.starts_on and decided.action.starts_on.isoformat(),
            "due_on": decided.action.due_on.isoformat(),
            "follow_up_on": decided.action.follow_up_on and decided.action.follow_up_on.isoformat(),
        }
        for decided in meeting.decided_actions.select_related("action__responsible")
    ]


def _next(meeting: Meeting, following: Meeting | None) -> Content:
    starts_at = following.starts_at if following else meeting.next_starts_at
    return {
        "touchpoint": meeting.next_touchpoint.name if meeting.next_touchpoint else None,
        "starts_at": starts_at and starts_at.isoformat(),
    }
