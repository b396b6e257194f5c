"""The doors hold against guessing, behind a proxy, without Redis, and after the end."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from meetings import closing
from meetings.models import Phase
from meetings.room.guest_views import WRONG_CODES
from meetings.room.wall import STAYS_UP, wall_url
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import NOW
from tests.meetings.rounds import Round, a_round


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    return a_round(anna, ben, join_code="KT4M-9XQ2")


def test_one_visitor_who_guesses_does_not_shut_the_door_for_others_behind_the_same_proxy(
    a: Round, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _guess in range(WRONG_CODES + 1):
        Client().get("/join/AAAA-AAAA/", headers={"x-forwarded-for": "198.51.100.7"})
    assert Client().get("/join/KT4M-9XQ2/", headers={"x-forwarded-for": "198.51.100.7"}).status_code == 429
    assert Client().get("/join/KT4M-9XQ2/", headers={"x-forwarded-for": "198.51.100.8"}).status_code == 200


def test_guests_come_in_and_guesses_are_counted_while_redis_is_away(a: Round, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "config.cache.SteadyCache", "LOCATION": "redis://127.0.0.1:9"}}
    assert Client().post("/join/KT4M-9XQ2/", {"name": "Eva Lang"}).status_code == 302
    assert Client().post("/accounts/login/code/", {"email": "eva@example.com"}).status_code == 302
    for _guess in range(WRONG_CODES + 1):
        Client().get("/join/AAAA-AAAA/")
    assert Client().get("/join/KT4M-9XQ2/").status_code == 429


def test_coming_in_gives_a_guest_a_new_session(a: Round) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = True
    session.save()
    browser.post("/join/KT4M-9XQ2/", {"name": "Eva Lang"})
    assert browser.session.session_key != session.session_key


def test_the_wall_comes_down_some_hours_after_the_end(a: Round) -> None:
    a.to(Phase.IDEAS)
    closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=NOW)
    assert Client().get(wall_url(a.meeting)).status_code == 200
    with time_machine.travel(NOW + STAYS_UP + timedelta(minutes=1), tick=False):
        assert Client().get(wall_url(a.meeting)).status_code == 404


@pytest.mark.parametrize("card", ["nonsense", "\x00", str(uuid.UUID(int=7))])
def test_a_floor_for_no_card_is_refused_without_an_error(a: Round, anna: Membership, card: str) -> None:
    a.to(Phase.DISCUSSION)
    url = reverse("meetings:give_floor", args=[anna.team.slug, a.pk])
    assert signed_in(anna).post(url, {"card": card}).status_code in (404, 422)
