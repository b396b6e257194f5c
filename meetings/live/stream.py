"""The streams of the live room as a plain ASGI callable that never enters Django's request handler."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.utils import timezone

from meetings.live import bus, tokens
from meetings.live.database import in_database
from meetings.live.hub import Hub, Mailbox, Room, open_hub
from meetings.live.presence import Presence
from meetings.models import Meeting
from meetings.room import state
from meetings.room.state import Sections

PATH = "/live/"
HEARTBEAT = 15
"""Seconds of silence after which a comment is sent, so that no proxy takes the stream for dead."""
RESYNC_WITHIN = 2.0
"""Seconds over which all open rooms are rendered anew after an outage of the bus."""

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Streams:
    """Answers `/live/<token>/` with Server-Sent Events: a full `state`, then what changes, at the end a `bye`."""

    def __init__(self, hub: Hub, presence: Presence) -> None:
        self.hub = hub
        self._presence = presence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream, from the ticket to the farewell."""
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        try:
            ticket = tokens.read(scope["path"].removeprefix(PATH).rstrip("/"))
        except BadSignature:
            await _refuse(send, 403)
            return
        if self.hub.is_closing:
            await _refuse(send, 503)
        elif not await self._presence.admits(ticket):
            await _refuse(send, 403)
        else:
            with self.hub.joined(ticket) as (room, mailbox):
                watcher = asyncio.create_task(_watch(receive, mailbox))
                await _deliver(room, mailbox, send)
                watcher.cancel()


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


async def _watch(receive: Receive, mailbox: Mailbox) -> None:
    """End the stream when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    mailbox.close("gone")


async def _deliver(room: Room, mailbox: Mailbox, send: Send) -> None:
    """Write what the mailbox holds whenever the reader can take it; the newest state only, so nothing piles up."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _write(send, b"retry: %d\n\n" % random.randint(500, 1500))  # noqa: S311
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                await mailbox.wait()
        except TimeoutError:
            await _write(send, b": still here\n\n")
            continue
        if (names := mailbox.take()) is not None:
            await _write(send, _state(room.frame(names)))
        elif mailbox.farewell:
            break
    await send({"type": "http.response.body", "body": _bye(mailbox.farewell)})


async def _write(send: Send, event: bytes) -> None:
    await send({"type": "http.response.body", "body": event, "more_body": True})


def _state(frame: bytes) -> bytes:
    """The server's time stands in a line of its own, because the frame is shared by all streams."""
    return b'event: state\ndata: {"now": %d,\ndata: %b\n\n' % (timezone.now().timestamp() * 1000, frame)


def _bye(reason: str) -> bytes:
    return b'event: bye\ndata: {"reason": "%b"}\n\n' % reason.encode()


async def _render(meeting_pk: int, language: str) -> Sections:
    """The round's newest state; one that was deleted, with its team perhaps, is over."""
    try:
        return await in_database(state.shared_sections, meeting_pk, language, timezone.now())
    except Meeting.DoesNotExist:
        return Sections(html={}, desk_key="", version=0, here=frozenset(), is_over=True)


@asynccontextmanager
async def open_streams() -> AsyncIterator[Streams]:
    """All that the streams of this process need, for as long as the server runs."""
    hub = open_hub(_render)
    presence = Presence(hub)
    deeds = [presence.keep_door(), presence.keep_roll()]
    if settings.REDIS_URL:
        deeds.append(bus.listen(hub.touch, lambda: hub.resync(RESYNC_WITHIN)))
    tasks = [asyncio.create_task(deed) for deed in deeds]
    yield Streams(hub, presence)
    for task in tasks:
        task.cancel()
