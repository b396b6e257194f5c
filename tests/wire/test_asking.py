"""What the page for customers sends: little, no cookie, and nothing of the team beyond its name."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.logs import DiscreetFormatter
from feedback.models import Listening, Question
from teams.models import Membership
from teams.tokens import hash_of
from tests.conftest import signed_in
from tests.factories import NOW
from tests.feedback.asking_customers import TOKEN, filled_in, hand_in, page_of
from tests.feedback.of_feedback import FeedbackFactory, QuestionFactory, TicketFactory
from touchpoints.models import Metric

pytestmark = pytest.mark.django_db

MOST = 15 * 1024
STATIC = Path(settings.BASE_DIR, "static")
WORDS = "Wer hier antwortet, bleibt ungenannt; was geschrieben wird, liest das Team und löscht es nach zwei Jahren. "


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def question(anna: Membership) -> Question:
    """The longest scale."""
    return QuestionFactory(metric__touchpoint__team=anna.team, metric__type=Metric.Type.NPS, created_by=anna.user)


def weight_of(html: bytes) -> dict[str, int]:
    """Bytes of the page with its stylesheet and its script, as they are and gzipped."""
    parts = [html, *(Path(STATIC, name).read_bytes() for name in ("css/ask.css", "css/tokens.css", "js/ask.js"))]
    return {"plain": sum(map(len, parts)), "gzipped": sum(len(gzip.compress(part)) for part in parts)}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_weighs_less_than_15_kb_even_unpacked(question: Question, language: str) -> None:
    html = Client().get(f"{page_of(question)}?lang={language}&ref={'R' * 80}").content
    weight = weight_of(html)
    assert weight["plain"] < MOST
    assert weight["gzipped"] < MOST / 2


def test_with_the_longest_privacy_words_it_stays_below_gzipped(question: Question) -> None:
    Listening.objects.create(team=question.team, privacy_de=(WORDS * 40)[:4000])
    assert weight_of(Client().get(page_of(question)).content)["gzipped"] < MOST


def test_it_brings_nothing_but_one_stylesheet_and_one_script(question: Question) -> None:
    html = Client().get(page_of(question)).content.decode()
    assert (html.count("<link rel="), html.count("<script"), html.count("src="), html.count("<img")) == (2, 1, 1, 0)
    assert 'rel="icon" href="data:,"' in html


def everything_sent(question: Question, browser: Client) -> Iterator[tuple[int, str]]:
    """Every answer around a question that a browser can get, headers and cookies included."""
    TicketFactory(batch__question=question, token_hash=hash_of(TOKEN))
    once, code = reverse("ask_once", args=[TOKEN]), [question.code]
    wrong = [reverse("ask", args=["nothing"]), reverse("ask_once", args=["nothing"])]
    answers = [browser.get(each) for each in (page_of(question), once, reverse("ask_thanks", args=code), *wrong)]
    answers += [hand_in(each, browser, step="9", good="Gut") for each in (page_of(question), once)]
    answers += [hand_in(each, browser, step="99") for each in (page_of(question), *wrong)]
    answers += [hand_in(once, browser, step="1"), hand_in(page_of(question), browser, subject="Spam")]
    answers += [browser.post(reverse("ask_seen", args=code)), browser.put(page_of(question), filled_in())]
    answers += [hand_in(page_of(question), browser, bad="x" * 2_200_000)]
    Question.objects.update(closed_at=NOW)
    answers += [browser.get(page_of(question)), hand_in(page_of(question), browser, step="9")]
    for each in answers:
        yield each.status_code, f"{each.headers} {each.cookies.output()} {each.content.decode()}"


def test_no_cookie_is_set_whatever_happens(question: Question) -> None:
    sent = list(everything_sent(question, Client()))
    assert {status for status, _said in sent} == {200, 204, 303, 404, 405, 410, 413, 422}
    assert [said for _status, said in sent if "Set-Cookie" in said] == []


def test_nothing_of_the_team_but_its_name_goes_out(question: Question, anna: Membership) -> None:
    FeedbackFactory(team=anna.team, touchpoint=question.touchpoint, text="Zitronenfalter")
    for browser in (Client(), signed_in(anna)):
        Question.objects.update(closed_at=None)
        for _status, said in everything_sent(question, browser):
            assert f"/t/{anna.team.slug}" not in said and "Zitronenfalter" not in said
            assert anna.user.email not in said and str(anna.user) not in said
            assert "csrf" not in said.lower()
        cache.clear()
        question.batches.all().delete()
        question.answers.all().delete()


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/f/kurz-1/", "/f/…/"),
        ("/f/kurz-1/seen/", "/f/…/seen/"),
        (f"/f/once/{TOKEN}/?lang=de", "/f/once/…/?lang=de"),
    ],
)
def test_no_log_tells_a_link(address: str, logged: str) -> None:
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,)})
    assert DiscreetFormatter("%(message)s").format(record) == f"Not Found: {logged}"
