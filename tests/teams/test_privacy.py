"""On a machine that several people use, nobody finds with the back button what the one before them read."""

import pytest
from django.core.cache import cache
from django.test import Client

from teams.models import Membership
from tests.conftest import signed_in
from tests.meetings.rounds import a_round


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Start with all limits unused."""
    cache.clear()


@pytest.mark.parametrize("address", ["/profile/", "/t/vertrieb-sued/", "/t/vertrieb-sued/touchpoints/", "/nowhere/"])
def test_no_browser_keeps_what_a_signed_in_person_reads(ben: Membership, address: str) -> None:
    assert "no-store" in signed_in(ben).get(address).headers["Cache-Control"]


def test_no_browser_keeps_what_a_guest_reads(anna: Membership, ben: Membership) -> None:
    a_round(anna, ben, join_code="KT4M-9XQ2")
    guest = Client()
    room = guest.post("/join/KT4M-9XQ2/", {"name": "Eva Lang"})
    assert "no-store" in room.headers["Cache-Control"]
    assert "no-store" in guest.get(room.headers["Location"]).headers["Cache-Control"]


def test_the_last_page_before_going_is_not_kept_either(ben: Membership) -> None:
    assert "no-store" in signed_in(ben).post("/accounts/logout/").headers["Cache-Control"]


def test_strangers_pages_may_be_kept(client: Client, db: None) -> None:
    assert "no-store" not in client.get("/join/").headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/outbox/", "/sign-in/key/", "/reminders/stop/key/", "/join/KT4M-9XQ2/"])
def test_no_browser_keeps_what_a_key_opens(client: Client, db: None, address: str) -> None:
    assert "no-store" in client.get(address).headers["Cache-Control"]
