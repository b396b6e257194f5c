"""Doors without an account: the code, the name, and the projector's wall."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Phase
from meetings.room.guest_views import WRONG_CODES
from meetings.room.state import look_around
from meetings.room.wall import wall_url
from teams.models import Membership
from tests.conftest import signed_in
from tests.meetings.rounds import Round, a_round


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    return a_round(anna, ben, join_code="KT4M-9XQ2")


def room(a: Round) -> str:
    return reverse("meetings:room", args=[a.meeting.team.slug, a.pk])


def test_a_guest_comes_in_with_code_and_name(a: Round) -> None:
    browser = Client()
    assert browser.post("/join/", {"code": "kt4m 9xq2"}).headers["Location"] == "/join/KT4M-9XQ2/"
    assert "Rechnung kommt vor der Ware an" in browser.get("/join/KT4M-9XQ2/").content.decode()
    response = browser.post("/join/KT4M-9XQ2/", {"name": "Eva Lang"})
    assert response.headers["Location"] == room(a)
    assert "Eva Lang" in browser.get(room(a)).content.decode()
    assert a.meeting.participants.get(name="Eva Lang").is_guest


def test_coming_again_is_the_same_guest(a: Round) -> None:
    browser = Client()
    browser.post("/join/KT4M-9XQ2/", {"name": "Eva Lang"})
    assert browser.get("/join/KT4M-9XQ2/").headers["Location"] == room(a)


def test_a_name_that_is_taken_is_asked_for_again(a: Round) -> None:
    response = Client().post("/join/KT4M-9XQ2/", {"name": "paul huber"})
    assert response.status_code == 422
    assert "Diesen Namen gibt es in der Runde schon." in response.content.decode()


def test_a_member_goes_straight_in(a: Round, ben: Membership) -> None:
    assert signed_in(ben).get("/join/KT4M-9XQ2/").headers["Location"] == room(a)


def test_a_reader_finds_the_page_of_the_round_and_no_way_in(a: Round, rita: Membership) -> None:
    assert signed_in(rita).get(room(a)).headers["Location"] == a.meeting.get_absolute_url()
    assert signed_in(rita).get(f"{room(a)}desk/").status_code == 403
    assert not a.meeting.participants.filter(user=rita.user).exists()


def test_a_reader_who_opens_the_guests_link_does_not_become_a_guest(a: Round, rita: Membership) -> None:
    browser = signed_in(rita)
    for answer in (browser.get("/join/KT4M-9XQ2/"), browser.post("/join/KT4M-9XQ2/", {"name": "Rita"})):
        assert answer.headers["Location"] == room(a)
    assert browser.get(room(a)).headers["Location"] == a.meeting.get_absolute_url()
    assert not a.meeting.participants.filter(name__startswith="Rita").exists()


def test_codes_cannot_be_guessed_by_trying(a: Round) -> None:
    browser = Client()
    statuses = [browser.post("/join/", {"code": f"AAAA-{n:04}"}).status_code for n in range(WRONG_CODES + 2)]
    assert set(statuses[:WRONG_CODES]) == {422}
    assert statuses[-1] == 429
    assert browser.get("/join/KT4M-9XQ2/").status_code == 429


def test_the_code_is_good_for_nothing_after_the_round(a: Round) -> None:
    a.meeting.cancel()
    assert Client().get("/join/KT4M-9XQ2/").status_code == 404


def test_everyone_in_the_lobby_sees_the_new_code_after_a_guest_was_shown_out(
    a: Round, anna: Membership, ben: Membership
) -> None:
    desk = reverse("meetings:desk", args=[a.meeting.team.slug, a.pk])
    key_before = look_around(a.meeting, a.now).desk_key
    answer = signed_in(anna).post(f"{room(a)}people/{a.gast.pk}/remove/", headers={"HX-Request": "true"})
    code = a.meeting.join_code
    for page in (answer, signed_in(ben).get(desk)):
        assert code in page.content.decode()
        assert "KT4M-9XQ2" not in page.content.decode()
    assert look_around(a.meeting, a.now).desk_key.split("/")[0] != key_before.split("/")[0]
    assert Client().get("/join/KT4M-9XQ2/").status_code == 404


def test_the_wall_shows_the_shared_part_without_any_control(a: Round) -> None:
    a.to(Phase.IDEAS)
    a.pin(a.ben, "Dankeskarte")
    page = Client().get(wall_url(a.meeting)).content.decode()
    assert "An der Wand hängt 1 Kärtchen verdeckt" in page
    assert "<form" not in page
    assert "<button" not in page


def test_the_wall_speaks_the_teams_language_from_the_first_moment(a: Round) -> None:
    a.to(Phase.IDEAS)
    a.pin(a.gast)
    a.to(Phase.DISCUSSION)
    page = Client().get(wall_url(a.meeting), headers={"accept-language": "en"}).content.decode()
    assert "Paul Huber (Gast)" in page
    assert "Guest" not in page


def test_a_forged_wall_link_leads_nowhere(a: Round) -> None:
    assert Client().get(f"/wall/{a.pk}:forged/").status_code == 404
