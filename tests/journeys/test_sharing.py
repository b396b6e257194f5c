"""Links to read a journey: made, shown once, opened by anybody, ended."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from config.logs import DiscreetFormatter
from journeys.models import Journey, Share
from journeys.sharing import linking
from teams.models import Membership
from teams.tokens import hash_of
from tests.conftest import signed_in
from tests.journeys.of_journeys import JourneyFactory, JourneyStepFactory, ShareFactory

pytestmark = pytest.mark.django_db
SAID = {"for_whom": "Agentur Nord", "days": "30"}


@pytest.fixture
def journey(anna: Membership) -> Journey:
    cache.clear()
    return JourneyFactory(team=anna.team)


def url(journey: Journey, name: str = "shares", *keys: int) -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk, *keys])


def link(journey: Journey, by: Membership, **said: Any) -> str:
    values: dict[str, Any] = {"for_whom": "Agentur", "days": 30, "shows_inside": False, "at": timezone.now()} | said
    _share, token = linking.share(journey=journey, by=by.user, **values)
    return reverse("shared_journey", args=[token])


def test_strangers_make_and_end_no_links_and_readers_neither(
    journey: Journey, clara: Membership, rita: Membership
) -> None:
    share = ShareFactory(journey=journey)
    for membership, status in ((clara, 404), (rita, 403)):
        browser = signed_in(membership)
        assert browser.post(url(journey, "create_share"), SAID).status_code == status
        assert browser.post(url(journey, "revoke_share", share.pk)).status_code == status
    assert Share.objects.filter(revoked_at=None).count() == 1


def test_link_of_another_journey_is_not_found_here(journey: Journey, anna: Membership) -> None:
    foreign = ShareFactory()
    assert signed_in(anna).post(url(journey, "revoke_share", foreign.pk)).status_code == 404
    assert Share.objects.get(pk=foreign.pk).revoked_at is None


def test_link_is_shown_once_and_kept_as_a_hash_alone(journey: Journey, ben: Membership) -> None:
    browser = signed_in(ben)
    page = browser.post(url(journey, "create_share"), SAID)
    (token,) = re.findall(r'value="[^"]*/j/([\w-]{43})/"', page.text)
    share = Share.objects.get()
    assert (share.token_hash, share.shows_inside, share.created_by) == (hash_of(token), False, ben.user)
    assert timedelta(days=29) < share.expires_at - timezone.now() <= timedelta(days=30)
    later = browser.get(url(journey))
    assert "Agentur Nord" in later.text
    assert token not in later.text
    assert Client().get(f"/j/{token}/").status_code == 200


@pytest.mark.parametrize("said", [{"for_whom": " "}, {"days": "3650"}, {"days": ""}, {"for_whom": "x" * 81}])
def test_what_cannot_be_a_link_is_asked_again(journey: Journey, ben: Membership, said: dict[str, str]) -> None:
    assert signed_in(ben).post(url(journey, "create_share"), SAID | said).status_code == 422
    assert not Share.objects.exists()


def test_who_made_a_link_ends_it_and_a_lead_ends_any(journey: Journey, anna: Membership, ben: Membership) -> None:
    mine, hers = (ShareFactory(journey=journey, created_by=each.user) for each in (ben, anna))
    browser = signed_in(ben)
    assert "Widerrufen" in browser.get(url(journey)).text
    assert browser.post(url(journey, "revoke_share", hers.pk)).status_code == 403
    assert browser.post(url(journey, "revoke_share", mine.pk)).status_code == 302
    assert signed_in(anna).post(url(journey, "revoke_share", hers.pk)).status_code == 302
    assert not Share.objects.filter(revoked_at=None).exists()


def test_ending_twice_keeps_the_first_time(journey: Journey) -> None:
    share, first = ShareFactory(journey=journey), timezone.now()
    linking.revoke(share=share, at=first)
    linking.revoke(share=share, at=first + timedelta(hours=1))
    assert Share.objects.get().revoked_at == first


def test_readers_see_which_links_there_are_and_change_none(journey: Journey, rita: Membership) -> None:
    ShareFactory(journey=journey, for_whom="Beirat <b>", shows_inside=True)
    page = signed_in(rita).get(url(journey))
    assert "Beirat &lt;b&gt;" in page.text
    assert "Kundensicht und Innenansicht" in page.text
    assert "create_share" not in page.text
    assert "shares/new" not in page.text


def test_list_of_links_costs_the_same_for_one_and_for_three(
    journey: Journey, anna: Membership, ben: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(anna)
    ShareFactory(journey=journey, created_by=anna.user)
    with CaptureQueriesContext(connection) as queries:
        browser.get(url(journey))
    ShareFactory.create_batch(2, journey=journey, created_by=ben.user)
    with django_assert_num_queries(len(queries)):
        browser.get(url(journey))


def test_wrong_expired_and_revoked_links_answer_alike(journey: Journey, anna: Membership) -> None:
    expired = link(journey, anna, days=7, at=timezone.now() - timedelta(days=8))
    revoked = link(journey, anna)
    linking.revoke(share=Share.objects.get(revoked_at=None, expires_at__gt=timezone.now()), at=timezone.now())
    wrong = [reverse("shared_journey", args=[each]) for each in ("x" * 43, "kürzer 🎁", "%00")]
    answers = [Client().get(each) for each in (expired, revoked, *wrong)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "Dieser Link öffnet nichts" in answers[0].text


def test_opened_page_sets_no_cookie_and_is_found_by_nobody(journey: Journey, anna: Membership) -> None:
    JourneyStepFactory(phase__journey=journey)
    for address in (link(journey, anna), "/j/nothing/"):
        page = Client().get(address)
        assert not page.cookies
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
        assert '<meta name="robots" content="noindex, nofollow">' in page.text


def test_opened_page_is_the_same_for_whoever_is_signed_in(journey: Journey, anna: Membership) -> None:
    JourneyStepFactory(phase__journey=journey)
    address = link(journey, anna)
    assert signed_in(anna).get(address).content == Client().get(address).content


def test_nothing_is_posted_to_a_link(journey: Journey, anna: Membership) -> None:
    assert Client().post(link(journey, anna)).status_code == 405


def test_looking_too_often_is_held_back(journey: Journey, anna: Membership, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"share": "2/m/ip"}
    address = link(journey, anna)
    assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_key_of_a_link_stays_out_of_the_log() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, f"Not Found: /j/{'k' * 43}/", None, None)
    assert DiscreetFormatter("%(message)s").format(record) == "Not Found: /j/…/"


def test_link_of_an_empty_journey_says_so(journey: Journey, anna: Membership) -> None:
    assert "Hier steht noch nichts" in Client().get(link(journey, anna)).text
