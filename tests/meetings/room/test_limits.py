"""Guessing codes is held back, but a whole company joins from one address."""

import pytest
from django.test import Client

from meetings.models import Meeting, Phase
from meetings.room import guest_views
from teams.models import Membership
from tests.meetings.rounds import a_round


@pytest.fixture
def meeting(anna: Membership, ben: Membership) -> Meeting:
    return a_round(anna, ben, join_code="KT4M-9XQ2").to(Phase.IDEAS).meeting


def guess(address: str = "127.0.0.1") -> int:
    return Client(REMOTE_ADDR=address).post("/join/", {"code": "WRONG2"}).status_code


def test_wrong_codes_run_out(meeting: Meeting) -> None:
    assert {guess() for _ in range(guest_views.WRONG_CODES)} == {422}
    assert guess() == 429
    assert Client().get("/join/WRONG2/").status_code == 429


def test_wrong_codes_in_links_count_too(db: None) -> None:
    assert {Client().get("/join/WRONG2/").status_code for _ in range(guest_views.WRONG_CODES)} == {404}
    assert guess() == 429


def test_another_address_has_its_own_tries(db: None) -> None:
    for _ in range(guest_views.WRONG_CODES):
        guess()
    assert (guess(), guess("192.0.2.7")) == (429, 422)


def test_fifty_guests_come_in_from_one_address(meeting: Meeting) -> None:
    for number in range(50):
        guest = Client()
        assert guest.post("/join/", {"code": meeting.join_code}).status_code == 302
        assert guest.post(f"/join/{meeting.join_code}/", {"name": f"Gast {number}"}).status_code == 302
    assert meeting.participants.filter(is_guest=True, name__startswith="Gast").count() == 50


def test_one_address_brings_in_no_endless_guests(meeting: Meeting) -> None:
    address = f"/join/{meeting.join_code}/"
    answers = [Client().post(address, {"name": f"Gast {n}"}).status_code for n in range(guest_views.NAMES + 1)]
    assert (answers[0], answers[-2], answers[-1]) == (302, 302, 429)
