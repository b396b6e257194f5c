"""What a page costs the processor, and how many the server answers in a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic

from bench.figure import Figure
from bench.house import APPLICATION, GUNICORN, HOST, THREADS, Page, server, signed_in
from bench.rounds import a_team, in_discussion, room_path
from tests.factories import TouchpointFactory

EMPTY = "/bench/empty/"
TURNS = 5
SECONDS = 2.0


def figures() -> Iterator[Figure]:
    """The empty view against gunicorn, then the room as its members see it, and the inventory beyond the empty view."""
    with server(APPLICATION) as ours, server(GUNICORN) as theirs:
        turns = [(_rate(ours.port), _rate(theirs.port)) for _ in range(TURNS)]
    mine, floor = (sum(rates) / TURNS for rates in zip(*turns, strict=True))
    yield Figure("web.empty_ratio", mine / floor, "ratio", bar=0.6, floor=1, at_least=True)

    meeting, seats = in_discussion(people=12, wall=40)
    team, members = a_team(12)
    TouchpointFactory.create_batch(1000, team=team)
    member, colleague = signed_in(seats[1].user), signed_in(members[0].user)  # type: ignore[arg-type]
    pages = Page(EMPTY, member), Page(room_path(meeting), member), Page(f"/t/{team.slug}/touchpoints/", colleague)
    with server(APPLICATION) as ours:
        empty, room, inventory = ours.cpu_ms_of(*pages)
    yield Figure("room.page_40_cards_cpu_ms", room, "ms", bar=13, floor=empty)
    yield Figure("inventory.list_1000_cpu_ms", inventory - empty, "ms", bar=7, floor=empty)


def _rate(port: int) -> float:
    """Requests a second over as many kept connections as the server has threads."""
    return asyncio.run(_load(port))


async def _load(port: int) -> float:
    until = monotonic() + SECONDS
    return sum(await asyncio.gather(*(_client(port, until) for _ in range(THREADS)))) / SECONDS


async def _client(port: int, until: float) -> int:
    reader, writer = await asyncio.open_connection(HOST, port)
    answered = 0
    while monotonic() < until:
        writer.write(f"GET {EMPTY} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\nok")
        answered += 1
    writer.close()
    return answered
