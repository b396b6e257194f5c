"""Who may look on, and who is here: people are present while a stream of theirs is open, and a few seconds after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q
from django.utils import timezone

from meetings.joining import keep_present
from meetings.live.database import in_database
from meetings.live.hub import Hub, announce
from meetings.live.tokens import Ticket
from meetings.models import Participant
from teams.models import Role

STAY = timedelta(seconds=10)
"""How long a sign of life counts; between this and one beat less is what a reload of the page may take."""
BEAT = 4.0
"""Seconds between two signs of life."""

logger = logging.getLogger(__name__)

type Present = dict[int, frozenset[tuple[int, bool]]]
"""By round: each person the round counts on, and whether a screen of theirs is open."""


class Roll(NamedTuple):
    """Who of those asked for may stay, and in which rounds one of them was not present a moment ago."""

    staying: frozenset[int]
    arrived_in: frozenset[int]


def welcome(participants: Collection[int]) -> frozenset[int]:
    """Those of them who may look on: not removed, and guests or still at work in the team."""
    works = Q(user__memberships__team=F("meeting__team"), user__memberships__role__in=[Role.LEAD, Role.MEMBER])
    may_stay = Q(is_guest=True) | works
    return frozenset(
        Participant.objects.filter(may_stay, pk__in=participants, removed_at=None).values_list("pk", flat=True)
    )


def call_roll(participants: Collection[int], at: datetime) -> Roll:
    """Keep those present who may look on."""
    staying = welcome(participants)
    newcomers = Participant.objects.filter(pk__in=staying).exclude(present_until__gt=at)
    arrived_in = frozenset(newcomers.values_list("meeting_id", flat=True))
    keep_present(participant_pks=staying, until=at + STAY)
    return Roll(staying, arrived_in)


def who_is_here(meetings: Collection[int], at: datetime) -> Present:
    """The people each of these rounds counts on, in whichever process their streams are open.

    With each goes whether they are present, or were lost from sight so lately that a vote still waits for them.
    """
    here: dict[int, set[tuple[int, bool]]] = {meeting: set() for meeting in meetings}
    people = Participant.objects.awaited(at).filter(meeting__in=meetings)
    for meeting, participant, until in people.values_list("meeting_id", "pk", "present_until"):
        here[meeting].add((participant, until is not None and until > at))
    return {meeting: frozenset(people) for meeting, people in here.items()}


class Presence:
    """Keeps the database's view of who is here in step with the open streams of this process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._door: asyncio.Queue[tuple[int, asyncio.Future[bool]]] = asyncio.Queue()
        self._here: Present = {}

    async def admits(self, ticket: Ticket) -> bool:
        """Whether this person may look on; if so, they are present from now on."""
        if ticket.participant is None:
            return True
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._door.put_nowait((ticket.participant, answer))
        return await answer

    async def keep_door(self) -> None:
        """Let people in, for ever; those who come while others are looked up are looked up together."""
        while True:
            arrivals = [await self._door.get()]
            while not self._door.empty():
                arrivals.append(self._door.get_nowait())
            try:
                staying = await self._call_roll({participant for participant, _answer in arrivals})
            except Exception:
                logger.exception("The door stays shut")
                staying = frozenset()
            for participant, answer in arrivals:
                if not answer.done():
                    answer.set_result(participant in staying)

    async def keep_roll(self) -> None:
        """Every few seconds, for ever: note who is here, and see who has gone."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self._beat()
            except Exception:
                logger.exception("The roll could not be called")

    async def _beat(self) -> None:
        mailboxes = self._hub.mailboxes()
        connected = {participant for mailbox in mailboxes if (participant := mailbox.ticket.participant)}
        staying = await self._call_roll(connected)
        for mailbox in mailboxes:
            if mailbox.ticket.participant in connected - staying:
                mailbox.close("removed")
        before, self._here = self._here, await in_database(who_is_here, self._hub.meetings(), timezone.now())
        for meeting, people in before.items():
            if people - self._here.get(meeting, people):
                self._hub.touch(meeting)

    async def _call_roll(self, participants: set[int]) -> frozenset[int]:
        roll = await in_database(call_roll, participants, timezone.now())
        for meeting in roll.arrived_in:
            announce(meeting)
        return roll.staying
