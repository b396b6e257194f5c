"""Plays a whole round of the demo as its people would: card by card, ballot by ballot, phase by phase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Model

from actions.models import Action
from config.demo.details import DETAILS
from config.demo.story import Idea, Round, Task
from meetings import cards, closing, joining, phases, plan, voting
from meetings.models import Card, Meeting, Participant, Phase
from teams.models import Team, User

type Seats = Mapping[str, Participant]

STAY = timedelta(hours=1)
BETWEEN_CARDS = timedelta(seconds=25)


def play(*, meeting: Meeting, told: Round, people: Mapping[str, User], chair: str, today: date, chance: Random) -> None:
    """Hold the round at its planned time; days of its actions count from `today`."""
    seats = _take_seats(meeting, told, people, chair)
    moderator, now = seats[chair], meeting.starts_at
    if phases.start(meeting=meeting, by=moderator, at=now) == Phase.FOLLOW_UP:
        now = _look_back(meeting, told, seats, moderator, now)
    actual, ideas, discussion, vote, planning = (timedelta(minutes=minutes) for minutes in told.minutes)
    now = _go_on(meeting, moderator, Phase.ACTUAL_STATE, now + actual)
    wall = _write(meeting, told.ideas, seats, now, chance)
    now = _go_on(meeting, moderator, Phase.IDEAS, now + ideas)
    _discuss(meeting, told.ideas, wall, moderator, now, discussion)
    now = _go_on(meeting, moderator, Phase.DISCUSSION, now + discussion)
    _vote(meeting, told, wall, seats, chair, now)
    voting.write_closing_word(meeting=meeting, by=moderator, text=told.closing_word, at=now + vote)
    now = _go_on(meeting, moderator, Phase.VOTE, now + vote)
    for task in told.tasks:
        action = as_of(now, planned(meeting.team, task, people, today), by=people[chair])
        plan.decide_action(meeting=meeting, by=moderator, action=action, card=voting.decision_of(meeting), at=now)
    next_touchpoint = meeting.team.touchpoints.get(name=told.next_place)
    plan.choose_next(meeting=meeting, by=moderator, touchpoint=next_touchpoint, starts_at=None, at=now)
    closing.close(meeting=meeting, by=moderator, no_action_reason="", at=now + planning)


def planned(team: Team, task: Task, people: Mapping[str, User], today: date) -> Action:
    """The action as a form would hand it over, not stored yet."""
    return Action(
        team=team,
        what=task.what,
        responsible=people[task.who],
        with_whom=task.with_whom,
        due_on=today + timedelta(days=task.due),
        follow_up_on=today + timedelta(days=task.follow_up),
        **(DETAILS[task.what].words if task.what in DETAILS else {}),
    )


def as_of[Row: Model](at: datetime, row: Row, *, by: User | None) -> Row:
    """The row, about to be stored with this moment and person in its history."""
    row._history_date, row._history_user = at, by  # type: ignore[attr-defined]
    return row


def _take_seats(meeting: Meeting, told: Round, people: Mapping[str, User], chair: str) -> Seats:
    at = meeting.starts_at - timedelta(minutes=2)
    seats = {key: joining.enter(meeting=meeting, user=people[key], at=at) for key in (*told.present, chair)}
    if told.guest:
        guest = joining.enter_as_guest(meeting=meeting, name=told.guest, at=at)
        seats[told.guest.split()[0].lower()] = guest
    joining.keep_present(participant_pks=[seat.pk for seat in seats.values()], until=meeting.starts_at + STAY)
    return seats


def _look_back(meeting: Meeting, told: Round, seats: Seats, moderator: Participant, now: datetime) -> datetime:
    for action, answer in zip(plan.due_follow_ups(meeting, now), told.answers, strict=True):
        now += timedelta(minutes=1)
        plan.settle(
            meeting=meeting,
            by=seats[answer.by],
            action=action,
            outcome=answer.outcome,
            result=answer.result,
            again_on=None,
            at=now,
        )
    return _go_on(meeting, moderator, Phase.FOLLOW_UP, now + timedelta(minutes=1))


def _write(meeting: Meeting, ideas: tuple[Idea, ...], seats: Seats, now: datetime, chance: Random) -> list[Card]:
    return [
        cards.pin(
            meeting=meeting,
            by=seats[idea.author],
            card_id=UUID(int=chance.getrandbits(128), version=4),
            text=idea.text,
            at=now + place * BETWEEN_CARDS,
        )
        for place, idea in enumerate(ideas, start=1)
    ]


def _discuss(
    meeting: Meeting, ideas: tuple[Idea, ...], wall: list[Card], moderator: Participant, now: datetime, time: timedelta
) -> None:
    for card, idea in zip(wall, ideas, strict=True):
        if idea.under is not None:
            cards.merge(meeting=meeting, by=moderator, card=card, into=wall[idea.under], at=now)
    share = time / (len(wall) + 1)
    while speaks := cards.next_speaker(meeting):
        cards.give_floor(meeting=meeting, by=moderator, card=speaks, at=now)
        now += share
        meeting.refresh_from_db()
    cards.give_floor(meeting=meeting, by=moderator, card=None, at=now)
    for card, idea in zip(wall, ideas, strict=True):
        if idea.note:
            cards.write_note(meeting=meeting, by=moderator, card=card, text=idea.note, at=now)


def _vote(meeting: Meeting, told: Round, wall: list[Card], seats: Seats, chair: str, now: datetime) -> None:
    for key in sorted(told.votes, key=lambda key: key == chair):
        choice = told.votes[key]
        now += timedelta(seconds=10)
        voting.cast(meeting=meeting, by=seats[key], card=None if choice is None else wall[choice], at=now)


def _go_on(meeting: Meeting, moderator: Participant, expected: Phase, now: datetime) -> datetime:
    phases.go_on(meeting=meeting, by=moderator, expected=expected, at=now)
    return now
