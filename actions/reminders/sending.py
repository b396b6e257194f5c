"""Sending what is due: one letter a person and team, however much has piled up.

A letter is written without a lock and counts only if all its rows still wait when they are marked, in the transaction
that posts it. So two workers at once post it once, and a worker killed in between has posted nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import batched, groupby
from operator import attrgetter
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from actions.models import Action, Reminder, ReminderKind, ReminderWish
from actions.reminders import digest, letters
from actions.reminders.moments import is_awake, wish_of
from actions.reminders.needed import Situation, with_workers
from actions.reminders.reasons import Reason
from teams.letters import post
from teams.models import Membership, Team, User

PEOPLE_AT_ONCE = 100
ROWS_AT_ONCE = 500

logger = logging.getLogger(__name__)


@dataclass
class Pile:
    """What is due for one person in one team, and what is to become of each row; rows are known by primary key."""

    team: Team
    person: User
    membership: Membership | None
    at: datetime
    count: int
    """How many rows are due."""
    rows: dict[int, Reminder.State] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    digest: Reminder | None = None

    @property
    def key(self) -> str:
        """Names the letter; a row is sent once, so no two letters have the same first one."""
        return f"reminders:{self.team.pk}:{self.person.pk}:{min(self.rows)}"

    @cached_property
    def situation(self) -> Situation:
        """How things stand for the person."""
        return Situation(self.team, self.membership, self.at)

    @cached_property
    def wish(self) -> ReminderWish:
        """What the person wants to hear of."""
        return wish_of(self.person)

    def take(self, reminder: Reminder) -> None:
        """Decide what becomes of a row."""
        if not self.situation.needs(reminder):
            self.rows[reminder.pk] = Reminder.State.NEEDLESS
        elif not self.wish.wants(reminder.kind):
            self.rows[reminder.pk] = Reminder.State.UNWANTED
        else:
            self.rows[reminder.pk] = Reminder.State.SENT
            if reminder.action is None:
                self.digest = reminder
            else:
                self.reasons.append(Reason(ReminderKind(reminder.kind), reminder.day, reminder.action.pk))

    def leave(self) -> None:
        """Let it lie for another run."""
        self.rows, self.reasons, self.digest = {}, [], None


def send(at: datetime) -> Iterator[None]:
    """Post the letters that are due, and take a breath after each; who sleeps or rests gets theirs by a later run.

    One that breaks does not keep back those behind it.
    """
    seen = Q()
    while people := list(_people(at).filter(seen)[:PEOPLE_AT_ONCE]):
        for piles in _of_one_team(_piles(people, at)):
            actions: Mapping[int, Action] = {}
            with _apart(*piles):
                actions = _sort(piles, at)
            for pile in piles:
                with _apart(pile):
                    _send(pile, actions)
                yield
        team, person, _count = people[-1]
        seen = Q(team__gt=team) | Q(team=team, person__gt=person)


@contextmanager
def _apart(*piles: Pile) -> Iterator[None]:
    """What breaks within concerns these piles alone."""
    try:
        yield
    except Exception:
        for pile in piles:
            pile.leave()
            logger.exception("Reminders of team %s for person %s have to wait", pile.team.pk, pile.person.pk)


def _people(at: datetime) -> QuerySet[Any, Any]:
    """The primary keys of teams and of the people in them for whom something is due, in this order, and how much."""
    return Reminder.objects.due(at).order_by("team", "person").values_list("team", "person").annotate(n=Count("pk"))


def _piles(people: list[tuple[int, int, int]], at: datetime) -> Iterator[Pile]:
    """A pile for each who is awake."""
    teams = Team.objects.in_bulk({team for team, _person, _count in people})
    persons = User.objects.select_related("reminder_wish").in_bulk({person for _team, person, _count in people})
    found = Membership.objects.filter(team__in=teams, user__in=persons)
    memberships = {(row.team_id, row.user_id): row for row in found}
    for team, person, count in people:
        if team in teams and person in persons:  # else the rows are going as well
            membership = memberships.get((team, person))
            if membership:
                membership.team, membership.user = teams[team], persons[person]
            pile = Pile(teams[team], persons[person], membership, at, count)
            is_up = False
            with _apart(pile):
                is_up = is_awake(pile.team, pile.person, at)
            if is_up:
                yield pile


def _of_one_team(piles: Iterable[Pile]) -> Iterator[list[Pile]]:
    """Piles of one team together, as far as no more rows come together than are looked at in one go."""
    together: list[Pile] = []
    for pile in piles:
        rows = pile.count + sum(other.count for other in together)
        if together and (together[0].team != pile.team or rows > ROWS_AT_ONCE):
            yield together
            together = []
        together.append(pile)
    if together:
        yield together


def _sort(piles: list[Pile], at: datetime) -> dict[int, Action]:
    """Decide what becomes of each row that is due for these people of one team; the actions of which letters tell."""
    by_person = {pile.person.pk: pile for pile in piles}
    due = with_workers(Reminder.objects.due(at).filter(team=piles[0].team, person__in=by_person))
    rows = due.order_by("person", "pk").iterator(chunk_size=ROWS_AT_ONCE)
    for person, reminders in groupby(rows, key=attrgetter("person_id")):
        with _apart(by_person[person]):
            for reminder in reminders:
                by_person[person].take(reminder)
    return letters.told([pile.reasons for pile in piles])


def _send(pile: Pile, actions: Mapping[int, Action]) -> None:
    mails = _mails(pile, actions)
    with transaction.atomic():
        if _mark(pile):
            for ending, mail in mails.items():
                post(key=f"{pile.key}{ending}", message=mail, at=pile.at, nudge=False)


def _mails(pile: Pile, actions: Mapping[int, Action]) -> dict[str, EmailMessage]:
    """What is to be posted, by the end of its key: all that is about actions in one, and the week's digest."""
    mails: dict[str, EmailMessage] = {}
    if pile.reasons:
        mails[""] = letters.write(team=pile.team, person=pile.person, reasons=pile.reasons, actions=actions, at=pile.at)
    if pile.digest:
        if overview := digest.write(team=pile.team, person=pile.person, monday=pile.digest.day, at=pile.at):
            mails[":digest"] = overview
        else:
            pile.rows[pile.digest.pk] = Reminder.State.NEEDLESS
    return mails


def _mark(pile: Pile) -> bool:
    """Whether every row of the pile was still waiting; they are now marked, and no other worker's any more."""
    for part in batched(pile.rows, ROWS_AT_ONCE):
        waiting = Reminder.objects.waiting().filter(pk__in=part).select_for_update(skip_locked=True)
        if len(waiting.values_list("pk")) < len(part):
            return False
    for state in set(pile.rows.values()):
        key = pile.key if state == Reminder.State.SENT else ""
        rows = [pk for pk, becomes in pile.rows.items() if becomes == state]
        for part in batched(rows, ROWS_AT_ONCE):
            Reminder.objects.filter(pk__in=part).update(state=state, handled_at=pile.at, letter_key=key)
    return True
