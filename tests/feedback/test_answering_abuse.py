"""Wrong links, floods and forged forms at the public page: a kind word each, and nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from feedback.answering import floods
from feedback.models import Answer, AskedDay, Feedback, Question
from teams.models import Team
from teams.tokens import hash_of
from tests.factories import NOW
from tests.feedback.asking_customers import TOKEN, filled_in, hand_in, page_of
from tests.feedback.of_feedback import QuestionFactory, TicketFactory
from touchpoints.models import Metric, Reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_yet")]


@pytest.fixture
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def question(team: Team) -> Question:
    return QuestionFactory(metric__touchpoint__team=team)


def is_kept_in(html: str, **typed: str) -> bool:
    return all(
        f'value="{words}" checked' in html if name == "step" else f"\n{words}</textarea>" in html
        for name, words in typed.items()
    )


@pytest.mark.parametrize(
    ("typed", "sentence", "beside"),
    [
        ({}, "Eine Zahl antippen oder unten ein paar Worte schreiben.", "step"),
        ({"good": "\u200b\u202e  \n"}, "Eine Zahl antippen oder unten ein paar Worte schreiben.", "step"),
        ({"step": "9", "good": "Gut"}, "Diese Zahl steht nicht auf der Skala.", "step"),
        ({"step": "٣", "good": "Gut"}, "Diese Zahl steht nicht auf der Skala.", "step"),
        ({"step": "viel", "good": "Gut"}, "Diese Zahl steht nicht auf der Skala.", "step"),
        ({"good": "ä" * 10_001}, "Mehr als 10.000 Zeichen passen hier nicht hinein.", "good"),
        ({"bad": "x" * 40_001}, "Mehr als 10.000 Zeichen passen hier nicht hinein.", "bad"),
        ({"step": "4", "address": "gisela@example.org"}, "Für eine Antwort braucht es oben ein paar Worte.", "address"),
        ({"good": "Gut", "name": "Gisela"}, "Wohin kann die Antwort gehen?", "address"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    question: Question, typed: dict[str, Any], sentence: str, beside: str
) -> None:
    response = hand_in(page_of(question), **typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="{beside}_error">{sentence}</p>' in html
    words = {name: words for name, words in typed.items() if name in ("good", "bad")}
    assert is_kept_in(html, **words)
    assert not Answer.objects.exists()


def test_a_megabyte_is_too_much_and_still_there(question: Question) -> None:
    response = hand_in(page_of(question), bad="y" * 1_000_000)
    assert response.status_code == 422
    assert is_kept_in(response.content.decode(), bad="y" * 1_000_000)


def test_more_than_the_server_reads_is_told_kindly(question: Question) -> None:
    response = hand_in(page_of(question), bad="y" * 2_200_000)
    assert response.status_code == 413
    assert "Das ist zu viel auf einmal" in response.content.decode()


def test_scripts_and_marks_that_turn_text_around_stay_words(question: Question) -> None:
    hand_in(page_of(question), good="<script>alert(1)</script>", bad="ok\u202egnp.exe\x00\u200b", ref="\u202e1\x007")
    assert sorted(Feedback.objects.values_list("text", flat=True)) == ["<script>alert(1)</script>", "okgnp.exe"]
    assert Answer.objects.get().reference == "1 7"


@pytest.mark.parametrize("sheet", ["", "7", "x" * 5000, "\x00"])
def test_a_broken_sheet_costs_no_answer(question: Question, sheet: str) -> None:
    assert hand_in(page_of(question), sheet=sheet, step="5").status_code == 303
    assert Answer.objects.count() == 1


def test_a_long_reference_is_cut_and_costs_no_answer(question: Question) -> None:
    assert hand_in(page_of(question), step="5", ref="R" * 5000).status_code == 303
    assert Answer.objects.get().reference == "R" * 80


def test_a_closed_question_says_so_and_gives_the_words_back(question: Question) -> None:
    Question.objects.update(closed_at=NOW)
    assert Client().get(page_of(question)).status_code == 410
    response = hand_in(page_of(question), step="5", good="Schade <b>drum")
    assert response.status_code == 410
    assert "Diese Frage ist geschlossen" in response.content.decode()
    assert "Schade &lt;b&gt;drum" in response.content.decode()
    assert not Answer.objects.exists()


def test_who_answered_before_it_closed_is_thanked_all_the_same(question: Question) -> None:
    sheet = str(uuid4())
    hand_in(page_of(question), sheet=sheet, step="5")
    Question.objects.update(closed_at=NOW)
    assert hand_in(page_of(question), sheet=sheet, step="5").status_code == 303


def test_a_question_whose_metric_has_no_scale_any_more_is_closed(question: Question) -> None:
    Metric.objects.update(type=Metric.Type.COUNT)
    assert Client().get(page_of(question)).status_code == 410
    assert hand_in(page_of(question), step="5").status_code == 410


def test_a_replaced_code_leads_nowhere_and_gives_the_words_back(question: Question) -> None:
    old = page_of(question)
    Question.objects.update(code="ganz-neu")
    assert Client().get(old).status_code == 404
    response = hand_in(old, good="Nett")
    assert response.status_code == 404 and "<blockquote>Nett</blockquote>" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "ä"])
def test_a_wrong_one_use_link_leads_nowhere(token: str) -> None:
    address = reverse("ask_once", args=[token])
    assert Client().get(address).status_code == 404
    assert hand_in(address, step="5").status_code == 404


def test_a_one_use_link_that_is_too_old_says_so(question: Question) -> None:
    TicketFactory(batch__question=question, batch__expires_at=NOW.replace(year=2020), token_hash=hash_of(TOKEN))
    address = reverse("ask_once", args=[TOKEN])
    assert Client().get(address).status_code == 410
    assert hand_in(address, step="5").status_code == 410
    assert not Answer.objects.exists()


def test_who_sends_too_much_waits_and_keeps_what_was_typed(question: Question, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask": "2/m/ip"}
    assert [hand_in(page_of(question), step="5").status_code for _answer in range(2)] == [303, 303]
    sheet = str(uuid4())
    response = hand_in(page_of(question), sheet=sheet, step="4", bad="Zu laut")
    html = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Hier ist nichts verloren" in html and is_kept_in(html, step="4", bad="Zu laut") and sheet in html
    cache.clear()
    assert hand_in(page_of(question), sheet=sheet, step="4", bad="Zu laut").status_code == 303
    assert Answer.objects.count() == 3


def test_looking_costs_nothing_of_what_may_be_sent(question: Question, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask": "1/m/ip"}
    assert {Client().get(page_of(question)).status_code for _look in range(5)} == {200}
    assert hand_in(page_of(question), step="5").status_code == 303


def test_an_office_behind_one_address_fits_in(question: Question) -> None:
    assert {hand_in(page_of(question), step="5").status_code for _answer in range(60)} == {303}
    assert Reading.objects.get().n == 60


def test_looks_beyond_the_limit_are_not_counted(question: Question, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask_seen": "2/m/ip"}
    seen = reverse("ask_seen", args=[question.code])
    assert {Client().post(seen).status_code for _look in range(5)} == {204}
    assert AskedDay.objects.get().seen == 2


def test_who_guesses_links_is_not_let_in_to_look_but_may_answer(question: Question) -> None:
    guesses = [Client().get(reverse("ask", args=[f"rate-{n}"])).status_code for n in range(floods.GUESSES + 3)]
    assert guesses == [404] * floods.GUESSES + [429] * 3
    assert Client().get(page_of(question)).status_code == 429
    assert hand_in(page_of(question), step="5").status_code == 303


def test_the_trap_holds_an_answer_back_until_it_is_sent_once_more(question: Question) -> None:
    sheet = str(uuid4())
    response = hand_in(page_of(question), sheet=sheet, step="5", good="Buy now", subject="SEO")
    html = response.content.decode()
    assert response.status_code == 422 and not Answer.objects.exists()
    assert is_kept_in(html, step="5", good="Buy now") and 'name="subject" tabindex="-1" autocomplete="off">' in html
    assert hand_in(page_of(question), sheet=sheet, step="5", good="Buy now").status_code == 303


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 303), ("none", 303)])
def test_a_form_from_another_site_is_shown_before_it_counts(question: Question, site: str, status: int) -> None:
    response = hand_in(page_of(question), headers={"Sec-Fetch-Site": site}, step="5", good="Toll")
    assert response.status_code == status
    assert Answer.objects.count() == (0 if status == 403 else 1)
    if status == 403:
        assert is_kept_in(response.content.decode(), step="5", good="Toll")


def test_no_token_against_forgery_is_needed(question: Question) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert hand_in(page_of(question), strict, step="5").status_code == 303
    assert strict.post(reverse("ask_seen", args=[question.code])).status_code == 204


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"sheet=%zz&step=%F0%9F", b"step=1&step=2&step=3", b"a=" * 900])
def test_no_nonsense_breaks_the_page(question: Question, body: bytes) -> None:
    sent: Any = Client().post(page_of(question), body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code in (303, 422)


def test_other_methods_are_refused(question: Question) -> None:
    for address in (page_of(question), reverse("ask_once", args=[TOKEN])):
        assert Client().put(address, filled_in()).status_code == 405
    assert Client().get(reverse("ask_seen", args=[question.code])).status_code == 405
