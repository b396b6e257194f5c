"""What `make start` keeps of the machine's memory when nothing is going on."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.figure import Figure
from bench.house import START, Server, server, signed_in
from bench.rounds import in_discussion, room_path
from meetings.models import Meeting, Minutes, Participant

IDLE = 5
PATIENCE = 120
"""Seconds until the minutes must have been printed."""


def figures() -> Iterator[Figure]:
    """Pages, streams, worker and clock are one process."""
    meeting, seats = in_discussion(people=12, wall=40)
    with server(START, KONTAKTPUNKT_EMBEDDED="1") as everything:
        _hold(everything, meeting, seats)
        _wait_for_minutes(meeting)
        time.sleep(IDLE)
        used = everything.memory_kb / 1024
    yield Figure("embedded.memory_mb", used, "MB", bar=300)


def _hold(everything: Server, meeting: Meeting, seats: list[Participant]) -> None:
    """The rest of a round: everyone looks in, the moderator goes on, and it ends with minutes."""
    browsers = [signed_in(person.user) for person in seats if person.user]
    for phase in ("discussion", "vote"):
        for browser in browsers:
            everything.get(room_path(meeting), browser)
        if phase == "discussion":
            everything.post(room_path(meeting, "next/"), browsers[0], expected=phase)
    everything.post(room_path(meeting, "close-early/"), browsers[0], reason="Gemessen ist gemessen.")


def _wait_for_minutes(meeting: Meeting) -> None:
    for _ in range(PATIENCE):
        if Minutes.objects.filter(meeting=meeting, state=Minutes.State.PRINTED).exists():
            return
        time.sleep(1)
    raise RuntimeError("nobody has printed the minutes")
