"""Fan-out inside this process: a room for each round and language, a mailbox for each stream.

Everything here lives in the event loop's thread; the database is read in a small executor of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from meetings.live import bus

if TYPE_CHECKING:
    from meetings.live.tokens import Ticket
    from meetings.room.state import Sections

TOGETHER = 0.05
"""Seconds: changes this soon after the first go out together."""
BREATH = 1.0
"""Seconds before a failed rendering is tried again."""

logger = logging.getLogger(__name__)

type Render = Callable[[int, str], Awaitable[Sections]]


class Mailbox:
    """What one stream has still to send. A slow reader finds only the newest state, never a queue."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.farewell = ""
        self._names: set[str] = set()
        self._has_state = False
        self._bell = asyncio.Event()

    def put(self, names: set[str]) -> None:
        """Note which sections have changed; none, if only the desk key has."""
        self._names |= names
        self._has_state = True
        self._bell.set()

    def close(self, reason: str) -> None:
        """Let the stream end after what it has still to send; the first reason counts."""
        self.farewell = self.farewell or reason
        self._bell.set()

    async def wait(self) -> None:
        """Until there is something to send."""
        await self._bell.wait()

    def take(self) -> frozenset[str] | None:
        """The names of the sections to send, None if there is no new state; empties the mailbox."""
        names = frozenset(self._names) if self._has_state else None
        self._names.clear()
        self._has_state = False
        if not self.farewell:
            self._bell.clear()
        return names


class Room:
    """The newest shared state of one round in one language, rendered once for all who look on."""

    def __init__(self, meeting: int, language: str, render: Render) -> None:
        self.meeting, self.language = meeting, language
        self.mailboxes: set[Mailbox] = set()
        self._render = render
        self._sections: dict[str, str] = {}
        self._desk, self._version = "", 0
        self._frames: dict[frozenset[str], bytes] = {}
        self._changed = asyncio.Event()
        self._keeper = asyncio.create_task(self._keep_up())
        self.touch()

    def touch(self) -> None:
        """Render anew: at once, or together with what else changes within 50 ms of the last time."""
        self._changed.set()

    def join(self, mailbox: Mailbox) -> None:
        """Send everything to the newcomer, at once or with the first rendering."""
        self.mailboxes.add(mailbox)
        if self._sections:
            mailbox.put(set(self._sections))

    def leave(self) -> None:
        """Stop rendering: nobody looks on any more."""
        self._keeper.cancel()

    def frame(self, names: frozenset[str]) -> bytes:
        """The newest state of these sections as JSON without its opening brace, encoded once for all streams."""
        if names not in self._frames:
            sections = {name: self._sections[name] for name in sorted(names)}
            state = {"sections": sections, "desk": self._desk, "version": self._version}
            self._frames[names] = json.dumps(state, ensure_ascii=False).removeprefix("{").encode()
        return self._frames[names]

    async def _keep_up(self) -> None:
        loop = asyncio.get_running_loop()
        while await self._changed.wait():
            self._changed.clear()
            begun = loop.time()
            try:
                self._take(await self._render(self.meeting, self.language))
            except Exception:
                logger.exception("Round %s could not be rendered", self.meeting)
                self.touch()
                await asyncio.sleep(BREATH)
            await asyncio.sleep(begun + TOGETHER - loop.time())

    def _take(self, state: Sections) -> None:
        for mailbox in [mailbox for mailbox in self.mailboxes if mailbox.ticket.participant not in (None, *state.here)]:
            mailbox.close("removed")
            self.mailboxes.discard(mailbox)
        self._update(state)
        if state.is_over:
            for mailbox in self.mailboxes:
                mailbox.close("closed")

    def _update(self, state: Sections) -> None:
        newest = dict.fromkeys(self._sections, "") | state.html
        changed = {name for name, html in newest.items() if self._sections.get(name) != html}
        if not changed and self._desk == state.desk_key:
            return
        self._sections, self._desk, self._version = newest, state.desk_key, state.version
        self._frames.clear()
        for mailbox in self.mailboxes:
            mailbox.put(changed)


class Hub:
    """All rooms with an open stream in this process."""

    def __init__(self, render: Render) -> None:
        self.loop = asyncio.get_running_loop()
        self.is_closing = False
        self._render = render
        self._rooms: dict[tuple[int, str], Room] = {}

    @contextmanager
    def joined(self, ticket: Ticket) -> Iterator[tuple[Room, Mailbox]]:
        """A mailbox in the ticket's room for as long as the stream is open."""
        key = ticket.meeting, ticket.language
        room = self._rooms.get(key) or self._rooms.setdefault(key, Room(*key, self._render))
        mailbox = Mailbox(ticket)
        room.join(mailbox)
        try:
            yield room, mailbox
        finally:
            room.mailboxes.discard(mailbox)
            if not room.mailboxes and self._rooms.get(key) is room:
                room.leave()
                del self._rooms[key]

    def mailboxes(self) -> list[Mailbox]:
        """Those of all open streams."""
        return [mailbox for room in self._rooms.values() for mailbox in room.mailboxes]

    def meetings(self) -> set[int]:
        """Rounds that someone looks at."""
        return {meeting for meeting, _language in self._rooms}

    def touch(self, meeting: int) -> None:
        """Render this round's rooms anew."""
        for room in self._rooms.values():
            if room.meeting == meeting:
                room.touch()

    def resync(self, within: float) -> None:
        """Render every room anew, spread over that many seconds: what happened while we were deaf is not known."""
        for meeting in self.meetings():
            self.loop.call_later(random.uniform(0, within), self.touch, meeting)  # noqa: S311

    def say_goodbye(self) -> None:
        """End every stream, and let no new one begin."""
        self.is_closing = True
        for mailbox in self.mailboxes():
            mailbox.close("shutdown")


_hub: Hub | None = None


def open_hub(render: Render) -> Hub:
    """The hub of this process; to be called once, in its event loop."""
    global _hub
    _hub = Hub(render)
    return _hub


def announce(meeting_pk: int) -> None:
    """Tell every process that a round's stored state has changed; call after commit. Never waits, never fails."""
    if _hub:
        with suppress(RuntimeError):  # the loop has ended: nobody is left to be told
            _hub.loop.call_soon_threadsafe(_hub.touch, meeting_pk)
    bus.publish(meeting_pk)
