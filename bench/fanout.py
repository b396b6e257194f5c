"""How fast a stored change is on every screen, and what a stream costs."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from bench.figure import Figure
from bench.house import APPLICATION, HOST, WITHOUT_DJANGO, Server, server, signed_in
from bench.rounds import in_discussion, room_path
from meetings.live import tokens
from meetings.models import Meeting

CHANGES = 100
PAUSE = 0.12
"""Seconds between two changes: longer than the 50 ms within which they would go out together."""
SETTLE = 2
"""Seconds until those who have just come are seen by all."""


def figures() -> Iterator[Figure]:
    """Thirty people in a room, then a hundred rooms of ten."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with server(WITHOUT_DJANGO) as bare:
        floor = asyncio.run(_measure(bare, [Room(["bare"] * 30, lambda: _post("/", ""))]))
    yield from _thirty_people(median(map(max, floor)))
    yield from _a_thousand_streams()


def _thirty_people(floor: float) -> Iterator[Figure]:
    renders: list[int] = []
    with server(APPLICATION) as web:
        delays = asyncio.run(_measure(web, [_room(30)], lambda: renders.append(int(web.get("/bench/renders/")))))
    yield Figure("room.renders_per_change", (renders[2] - renders[1]) / CHANGES, "renders", bar=1)
    yield Figure("room.last_of_30_ms", median(map(max, delays)), "ms", bar=15, floor=floor)


def _a_thousand_streams() -> Iterator[Figure]:
    rooms = [_room(10) for _ in range(100)]
    memory: list[int] = []
    with server(APPLICATION) as web:
        delays = asyncio.run(_measure(web, rooms, lambda: memory.append(web.memory_kb)))
    p95 = quantiles([delay for change in delays for delay in change], n=20)[-1]
    yield Figure("room.streams_1000_p95_ms", p95, "ms", bar=50)
    yield Figure("room.kb_per_stream", (memory[1] - memory[0]) / 1000, "KB", bar=40)


@dataclass
class Room:
    """The tickets of those who look on, and a request that changes what they see."""

    tickets: list[str]
    change: Callable[[], bytes]


def _room(people: int) -> Room:
    meeting, seats = in_discussion(people, wall=12)
    return Room([tokens.issue(meeting, person, "de") for person in seats], _next_speaker(meeting))


def _next_speaker(meeting: Meeting) -> Callable[[], bytes]:
    """The moderator gives the floor to another card each time."""
    assert meeting.moderator
    headers = "".join(f"{name}: {value}\r\n" for name, value in signed_in(meeting.moderator).items())
    path = room_path(meeting, "cards/floor/")
    cards = cycle(list(meeting.cards.standing().exclude(author__user=meeting.moderator).values_list("pk", flat=True)))
    return lambda: _post(path, headers, urlencode({"card": next(cards)}))


def _post(path: str, headers: str, body: str = "") -> bytes:
    headers += f"Host: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{headers}\r\n{body}".encode()


async def _measure(web: Server, rooms: list[Room], watch: Callable[[], None] = lambda: None) -> list[list[float]]:
    """For each change the milliseconds until each stream of its room has it, beyond the request that makes it.

    `watch` is called before the streams are opened, when all are open, and at the end.
    """
    poster = Poster(*await asyncio.open_connection(HOST, web.port))
    alone = median([await poster.send(rooms[number % len(rooms)].change()) for number in range(CHANGES)])
    watch()
    looking_on = [[await _reader(web.port, ticket) for ticket in room.tickets] for room in rooms]
    await asyncio.sleep(SETTLE)
    watch()
    delays = []
    for number in range(CHANGES):
        place = number % len(rooms)
        heard = [reader.next_state() for reader in looking_on[place]]
        begun = perf_counter()
        await poster.send(rooms[place].change())
        arrivals = await asyncio.wait_for(asyncio.gather(*heard), 10)
        delays.append([(arrival - begun) * 1000 - alone for arrival in arrivals])
        await asyncio.sleep(PAUSE)
    watch()
    for readers in looking_on:
        for reader in readers:
            reader.transport.close()
    return delays


class Poster:
    """One kept connection that sends forms."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, request: bytes) -> float:
        """Send, read the answer, and return the milliseconds that took."""
        begun = perf_counter()
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if head.split()[1] not in (b"200", b"302"):
            raise RuntimeError(head.decode())
        if b"content-length: " in head:
            await self._reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        else:
            await self._reader.readuntil(b"0\r\n\r\n")
        return (perf_counter() - begun) * 1000


class Reader(asyncio.Protocol):
    """One screen: notes when a state arrives, and reads nothing in it."""

    transport: asyncio.Transport

    def __init__(self, ticket: str) -> None:
        self._ticket = ticket
        self._waiting: asyncio.Future[float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self.transport = transport  # type: ignore[assignment]
        self.transport.write(f"GET /live/{self._ticket}/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """The first bytes of a state are the moment that counts: the rest comes with them."""
        if self._waiting and not self._waiting.done() and b"event: state" in data:
            self._waiting.set_result(perf_counter())

    def next_state(self) -> asyncio.Future[float]:
        """When the next state arrives."""
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting


async def _reader(port: int, ticket: str) -> Reader:
    _transport, reader = await asyncio.get_running_loop().create_connection(lambda: Reader(ticket), HOST, port)
    first = reader.next_state()
    await asyncio.wait_for(first, 10)
    return reader
