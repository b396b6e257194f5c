"""Redis stops in the middle of a round and comes back: the round goes on, and both web processes agree again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.scene import a_room
from tests.live.test_bus import PrivateRedis

pytestmark = [pytest.mark.browser, pytest.mark.services]

RESYNC = 20_000
"""Milliseconds: a few tries to connect, and the seconds over which the rooms are rendered anew."""


@pytest.fixture
def private_redis() -> Iterator[PrivateRedis]:
    """A Redis of this test alone."""
    redis = PrivateRedis()
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture
def house_settings(private_redis: PrivateRedis) -> dict[str, str]:
    """An installation that has this Redis."""
    return {"REDIS_URL": private_redis.url}


def test_a_round_goes_on_without_redis(
    private_redis: PrivateRedis, enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben)
    moderator, elsewhere = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    assert moderator.address != elsewhere.address
    elsewhere.pin("Rechnung erst mit der Versandbestätigung auslösen")
    expect(moderator.wall).to_contain_text("An der Wand hängt 1 Kärtchen verdeckt")

    private_redis.stop()
    elsewhere.pin("Den Lieferstatus auf die Rechnung drucken")
    expect(elsewhere.wall).to_contain_text("An der Wand hängen 2 Kärtchen verdeckt")
    moderator.pin("Verzugsmeldungen löschen")
    guest = enter().come_as_guest(room.meeting.join_code, "Rosa Klein")
    guest.is_in("ideas")
    expect(guest.wall).to_contain_text("An der Wand hängen 3 Kärtchen verdeckt")

    private_redis.start()
    for visitor in (moderator, elsewhere, guest):
        expect(visitor.wall).to_contain_text("An der Wand hängen 3 Kärtchen verdeckt", timeout=RESYNC)
    moderator.press("Aufdecken und diskutieren")
    for visitor in (moderator, elsewhere, guest):
        visitor.is_in("discussion")
