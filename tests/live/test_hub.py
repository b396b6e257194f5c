"""Mailboxes and rooms, with a rendering that costs nothing."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from meetings.live import hub as hub_module
from meetings.live.hub import Hub, Mailbox, Room
from meetings.live.tokens import Ticket
from meetings.room.state import Sections

ANNA = Ticket(meeting=1, participant=1, language="de")
BEN = Ticket(meeting=1, participant=2, language="de")
WALL = Ticket(meeting=1, participant=None, language="de")


class Painter:
    """Renders what the test says, and counts."""

    def __init__(self) -> None:
        self.html = {"clock": "5:00", "wall": "leer"}
        self.desk = "ideas"
        self.here = {1, 2}
        self.is_over = False
        self.count = 0

    async def __call__(self, meeting: int, language: str) -> Sections:
        self.count += 1
        await asyncio.sleep(0.001)
        return Sections(dict(self.html), self.desk, self.count, frozenset(self.here), self.is_over)


def in_loop(test: Callable[[Hub, Painter], Awaitable[None]]) -> Callable[[], None]:
    """Run the test in an event loop of its own."""

    async def run() -> None:
        painter = Painter()
        await asyncio.wait_for(test(Hub(painter), painter), 5)

    def test_in_loop() -> None:
        asyncio.run(run())

    test_in_loop.__name__ = test.__name__
    return test_in_loop


async def read(room: Room, mailbox: Mailbox) -> dict[str, str]:
    """The sections that a quick reader gets next."""
    await mailbox.wait()
    names = mailbox.take()
    assert names is not None
    sections: dict[str, str] = json.loads(b"{" + room.frame(names))["sections"]
    return sections


@in_loop
async def test_a_newcomer_gets_everything(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, mailbox):
        assert await read(room, mailbox) == {"clock": "5:00", "wall": "leer"}
        with hub.joined(BEN) as (same_room, other):
            assert same_room is room
            assert await read(room, other) == {"clock": "5:00", "wall": "leer"}
            assert painter.count == 1


@in_loop
async def test_only_what_changed_goes_out_and_is_rendered_once(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna), hub.joined(WALL) as (_, wall):
        await read(room, anna)
        await read(room, wall)
        painter.html["wall"] = "ein Kärtchen"
        hub.touch(1)
        assert await read(room, anna) == {"wall": "ein Kärtchen"}
        assert await read(room, wall) == {"wall": "ein Kärtchen"}
        assert painter.count == 2


@in_loop
async def test_a_change_that_shows_nowhere_wakes_nobody(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
        hub.touch(1)
        await asyncio.sleep(0.1)
        assert painter.count == 2
        assert anna.take() is None


@in_loop
async def test_a_new_desk_goes_out_without_sections(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
        painter.desk = "vote"
        hub.touch(1)
        assert await read(room, anna) == {}
        assert json.loads(b"{" + room.frame(frozenset()))["desk"] == "vote"


@in_loop
async def test_a_section_that_vanishes_is_sent_empty_once(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
        del painter.html["wall"]
        hub.touch(1)
        assert await read(room, anna) == {"wall": ""}
        painter.html["clock"] = "4:00"
        hub.touch(1)
        assert await read(room, anna) == {"clock": "4:00"}


@in_loop
async def test_a_slow_reader_skips_states(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, slow):
        await read(room, slow)
        for minute in "43210":
            painter.html["clock"] = f"{minute}:00"
            hub.touch(1)
            await asyncio.sleep(hub_module.TOGETHER)
        await asyncio.sleep(hub_module.TOGETHER)
        assert await read(room, slow) == {"clock": "0:00"}
        assert slow.take() is None


@in_loop
async def test_the_first_change_goes_out_at_once_and_the_next_ones_together(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
        await asyncio.sleep(2 * hub_module.TOGETHER)
        begun = hub.loop.time()
        painter.html["wall"] = "1"
        hub.touch(1)
        await read(room, anna)
        assert hub.loop.time() - begun < hub_module.TOGETHER / 2
        for number in "23456789":
            painter.html["wall"] = number
            hub.touch(1)
            await asyncio.sleep(0.002)
        assert await read(room, anna) == {"wall": "9"}
        assert hub.loop.time() - begun >= hub_module.TOGETHER
        assert painter.count == 3


@in_loop
async def test_someone_removed_gets_no_further_state(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna), hub.joined(BEN) as (_, ben):
        await read(room, anna)
        await read(room, ben)
        painter.here, painter.html["wall"] = {1}, "geheim"
        hub.touch(1)
        assert await read(room, anna) == {"wall": "geheim"}
        await ben.wait()
        assert ben.take() is None
        assert ben.farewell == "removed"
        assert not anna.farewell


@in_loop
async def test_the_last_state_of_a_closed_round_comes_before_the_farewell(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
        painter.is_over, painter.html["wall"] = True, "Protokoll"
        hub.touch(1)
        assert await read(room, anna) == {"wall": "Protokoll"}
        assert anna.farewell == "closed"


@in_loop
async def test_shutdown_says_goodbye_to_everyone(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (_, anna), hub.joined(WALL) as (_, wall):
        hub.say_goodbye()
        assert {anna.farewell, wall.farewell} == {"shutdown"}
        assert hub.is_closing


@in_loop
async def test_languages_are_rendered_apart(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna), hub.joined(BEN._replace(language="en")) as (english, ben):
        await read(room, anna)
        await read(english, ben)
        assert painter.count == 2


@in_loop
async def test_an_empty_room_is_forgotten(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (room, anna):
        await read(room, anna)
    assert hub.meetings() == set()
    hub.touch(1)
    await asyncio.sleep(0.01)
    assert painter.count == 1


@in_loop
async def test_after_an_outage_every_room_is_rendered_anew(hub: Hub, painter: Painter) -> None:
    tickets = [ANNA._replace(meeting=meeting) for meeting in (1, 2, 3)]
    with hub.joined(tickets[0]), hub.joined(tickets[1]), hub.joined(tickets[2]):
        await asyncio.sleep(0.02)
        hub.resync(within=0.1)
        await asyncio.sleep(0.2)
        assert painter.count == 6


@in_loop
async def test_a_rendering_that_fails_is_tried_again(hub: Hub, painter: Painter) -> None:
    painter.html, html = None, painter.html  # type: ignore[assignment]
    with pytest.MonkeyPatch.context() as patch, hub.joined(ANNA) as (room, anna):
        patch.setattr(hub_module, "BREATH", 0.01)
        await asyncio.sleep(0.005)
        painter.html = html
        assert await read(room, anna) == html


@in_loop
async def test_the_first_reason_to_end_counts(hub: Hub, painter: Painter) -> None:
    with hub.joined(ANNA) as (_, anna):
        anna.close("removed")
        anna.close("shutdown")
        assert anna.farewell == "removed"
