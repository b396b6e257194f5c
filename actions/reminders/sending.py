"""Sending what is due: one letter a person and team, however much has piled up.

A letter is written without a lock and counts only if all its rows still wait when they are marked, in the transaction
that posts it. So two workers at once post it once, and a worker killed in between has posted nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet

from actions.models import Reminder, ReminderKind
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
    rows: dict[int, Reminder.State] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    digest: Reminder | None = None

    @property
    def key(self) -> str:
        """Names the letter; a row is sent once, so no two letters have the same first one."""
        return f"reminders:{self.team.pk}:{self.person.pk}:{min(self.rows)}"


def send(at: datetime) -> Iterator[None]:
    """Post the letters that are due, and take a breath after each; who sleeps or rests gets theirs by a later run.

    One that breaks does not keep back those behind it.
    """
    seen = Q()
    while people := list(_people(at).filter(seen)[:PEOPLE_AT_ONCE]):
        for pile in _piles(people):
            try:
                if is_awake(pile.team, pile.person, at):
                    _send(pile, at)
            except Exception:
                logger.exception("Reminders of team %s for person %s have to wait", pile.team.pk, pile.person.pk)
            yield
        team, person = people[-1]
        seen = Q(team__gt=team) | Q(team=team, person__gt=person)


def _people(at: datetime) -> QuerySet[Any, Any]:
    """The primary keys of teams and of the people in them for whom something is due, in this order."""
    return Reminder.objects.due(at).order_by("team", "person").values_list("team", "person").distinct()


def _piles(people: list[tuple[int, int]]) -> Iterator[Pile]:
    teams = Team.objects.in_bulk({team for team, _person in people})
    persons = User.objects.select_related("reminder_wish").in_bulk({person for _team, person in people})
    found = Membership.objects.filter(team__in=teams, user__in=persons)
    memberships = {(row.team_id, row.user_id): row for row in found}
    for team, person in people:
        if team in teams and person in persons:  # else the rows are going as well
            membership = memberships.get((team, person))
            if membership:
                membership.team, membership.user = teams[team], persons[person]
            yield Pile(teams[team], persons[person], membership)


def _send(pile: Pile, at: datetime) -> None:
    _sort(pile, at)
    mails = _mails(pile, at)
    with transaction.atomic():
        if _mark(pile, at):
            for ending, mail in mails.items():
                post(key=f"{pile.key}{ending}", message=mail, at=at, nudge=False)


def _sort(pile: Pile, at: datetime) -> None:
    """Decide what becomes of each row that is due."""
    situation, wish = Situation(pile.team, pile.membership, at), wish_of(pile.person)
    due = with_workers(Reminder.objects.due(at).filter(team=pile.team, person=pile.person))
    for reminder in due.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        if not situation.needs(reminder):
            pile.rows[reminder.pk] = Reminder.State.NEEDLESS
        elif not wish.wants(reminder.kind):
            pile.rows[reminder.pk] = Reminder.State.UNWANTED
        else:
            pile.rows[reminder.pk] = Reminder.State.SENT
            if reminder.action is None:
                pile.digest = reminder
            else:
                pile.reasons.append(Reason(ReminderKind(reminder.kind), reminder.day, reminder.action.pk))


def _mails(pile: Pile, at: datetime) -> dict[str, EmailMessage]:
    """What is to be posted, by the end of its key: all that is about actions in one, and the week's digest."""
    mails: dict[str, EmailMessage] = {}
    if pile.reasons:
        mails[""] = letters.write(team=pile.team, person=pile.person, reasons=pile.reasons, at=at)
    if pile.digest:
        if overview := digest.write(team=pile.team, person=pile.person, monday=pile.digest.day, at=at):
            mails[":digest"] = overview
        else:
            pile.rows[pile.digest.pk] = Reminder.State.NEEDLESS
    return mails


def _mark(pile: Pile, at: datetime) -> bool:
    """Whether every row of the pile was still waiting; they are now marked, and no other worker's any more."""
    for part in batched(pile.rows, ROWS_AT_ONCE):
        waiting = Reminder.objects.waiting().filter(pk__in=part).select_for_update(skip_locked=True)
        if len(waiting.values_list("pk")) < len(part):
            return False
    for state in set(pile.rows.values()):
        key = pile.key if state == Reminder.State.SENT else ""
        rows = [pk for pk, becomes in pile.rows.items() if becomes == state]
        for part in batched(rows, ROWS_AT_ONCE):
            Reminder.objects.filter(pk__in=part).update(state=state, handled_at=at, letter_key=key)
    return True
