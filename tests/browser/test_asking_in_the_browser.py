"""Customers at the question: by thumb, by keyboard, without JavaScript, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Answer, AskedDay, Feedback, Question
from teams.models import Membership
from teams.tokens import hash_of
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.browser.visitor import PHONE, Visitor
from tests.feedback.asking_customers import TOKEN, page_of
from tests.feedback.of_feedback import QuestionFactory, TicketFactory
from touchpoints.models import Metric, Reading

pytestmark = pytest.mark.browser

NO_NETWORK = "Gerade ist kein Netz da."


@pytest.fixture
def question(anna: Membership) -> Question:
    """Whether customers recommend the stand."""
    place = {"metric__touchpoint__team": anna.team, "metric__touchpoint__name": "Messestand"}
    return QuestionFactory(metric__type=Metric.Type.NPS, **place)


def fill_in(visitor: Visitor, step: str, **words: str) -> None:
    visitor.page.locator(".steps label", has_text=re.compile(rf"^{step}\b")).click()
    for field, typed in words.items():
        visitor.page.locator(f"#{field}").fill(typed)


def is_thanked(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("heading", name="Danke, die Antwort ist da.")).to_be_visible()


def told(visitor: Visitor) -> Any:
    return visitor.page.get_by_role("status")


def everything_kept(visitor: Visitor) -> list[str]:
    kept: list[str] = visitor.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ask '))")
    return kept


def test_a_customer_answers_by_thumb_and_may_answer_again(enter: Enter, question: Question) -> None:
    thumb = enter(None, **PHONE).go(page_of(question) + "?ref=R-17")
    fill_in(thumb, "9", good="Nette Leute", bad="Kein Kaffee")
    thumb.page.get_by_text("Eine Antwort bekommen").tap()
    thumb.page.get_by_label("E-Mail oder Telefon").fill("gisela@example.org")
    thumb.press("Abschicken")
    is_thanked(thumb)
    answer = Answer.objects.get()
    assert (answer.step, answer.reference) == (9, "R-17")
    assert sorted(answer.voices.values_list("text", flat=True)) == ["Kein Kaffee", "Nette Leute"]
    assert everything_kept(thumb) == []
    thumb.page.get_by_role("link", name="Zurück zur Frage").tap()
    expect(told(thumb)).to_contain_text("von diesem Gerät kam schon eine Antwort")
    expect(thumb.page.locator("#ask")).to_be_hidden()
    thumb.press("Noch eine Antwort geben")
    fill_in(thumb, "3")
    thumb.press("Abschicken")
    is_thanked(thumb)
    assert list(Answer.objects.order_by("step").values_list("step", flat=True)) == [3, 9]
    day = AskedDay.objects.get()
    assert (day.seen, day.answered) == (2, 2)
    assert thumb.context.cookies() == []
    assert not thumb.complaints


def test_the_keyboard_reaches_everything(enter: Enter, question: Question) -> None:
    keys = enter().go(page_of(question))
    board = keys.page.keyboard
    keys.page.locator("#language").focus()
    board.press("Tab")
    board.press("Space")
    board.press("ArrowRight")
    board.press("Tab")
    board.type("Schnell")
    board.press("Tab")
    board.type("Teuer")
    for _way_to_the_button in ("summary", "button"):
        board.press("Tab")
    board.press("Enter")
    is_thanked(keys)
    assert Answer.objects.get().step == 1
    assert sorted(Feedback.objects.values_list("text", flat=True)) == ["Schnell", "Teuer"]


def test_without_javascript_the_form_is_a_form(enter: Enter, question: Question) -> None:
    plain = enter(None, java_script_enabled=False, **PHONE).go(page_of(question))
    plain.press("Abschicken")
    expect(plain.page.get_by_role("alert")).to_be_visible()
    fill_in(plain, "10", good="Alles")
    plain.press("Abschicken")
    is_thanked(plain)
    assert Answer.objects.get().step == 10
    assert not plain.complaints


def test_what_is_wrong_is_shown_with_everything_typed(enter: Enter, question: Question) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    visitor.press("Abschicken")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    expect(visitor.page.get_by_text("Eine Zahl antippen oder unten ein paar Worte schreiben.")).to_be_visible()
    assert list(complaints_about_this(visitor)) == []
    fill_in(visitor, "4")
    visitor.page.get_by_text("Eine Antwort bekommen").tap()
    visitor.page.get_by_label("Name").fill("Gisela")
    visitor.press("Abschicken")
    expect(visitor.page.get_by_text("Wohin kann die Antwort gehen?")).to_be_visible()
    expect(visitor.page.get_by_label("Name")).to_have_value("Gisela")
    assert everything_kept(visitor) == []


def test_an_answer_without_network_goes_when_it_is_back(enter: Enter, question: Question) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    expect(visitor.page.locator("#ask [name=seen]")).to_be_attached()
    visitor.context.set_offline(True)
    fill_in(visitor, "2", bad="Funkloch am Stand")
    visitor.press("Abschicken")
    expect(told(visitor)).to_contain_text(NO_NETWORK)
    assert len(everything_kept(visitor)) == 1 and not Answer.objects.exists()
    assert list(complaints_about_this(visitor)) == []
    visitor.context.set_offline(False)
    is_thanked(visitor)
    assert (Answer.objects.get().step, Feedback.objects.get().text) == (2, "Funkloch am Stand")
    assert everything_kept(visitor) == []


def test_answers_of_several_people_at_one_phone_wait_for_the_network(enter: Enter, question: Question) -> None:
    stand = enter(None, **PHONE).go(page_of(question))
    stand.context.set_offline(True)
    for step in ("7", "8", "9"):
        fill_in(stand, step)
        stand.press("Abschicken")
        expect(told(stand)).to_contain_text(NO_NETWORK)
        stand.press("Noch eine Antwort geben")
    assert len(everything_kept(stand)) == 3
    stand.context.set_offline(False)
    expect(told(stand)).to_contain_text("die Antwort von vorhin ist jetzt angekommen")
    while everything_kept(stand):
        stand.page.wait_for_timeout(50)
    assert Reading.objects.get().n == 3


def test_an_answer_survives_the_closed_page_and_is_sent_when_it_is_opened_again(
    enter: Enter, question: Question
) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    visitor.context.set_offline(True)
    fill_in(visitor, "6", good="Trotzdem gut")
    visitor.press("Abschicken")
    expect(told(visitor)).to_contain_text(NO_NETWORK)
    visitor.page.goto("about:blank")
    visitor.context.set_offline(False)
    visitor.go(page_of(question))
    expect(told(visitor)).to_contain_text("die Antwort von vorhin ist jetzt angekommen")
    assert Feedback.objects.get().text == "Trotzdem gut"


def test_a_busy_server_gets_the_answer_later(enter: Enter, question: Question) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    refusals: Iterator[int] = iter([503, 429])

    def refuse(route: Any) -> None:
        status = next(refusals, None) if route.request.method == "POST" else None
        if status:
            route.fulfill(status=status, headers={"Retry-After": "1"})
        else:
            route.continue_()

    visitor.page.route(re.compile(r"lang=de$"), refuse)
    fill_in(visitor, "5", bad="Zu voll")
    visitor.press("Abschicken")
    expect(told(visitor)).to_contain_text("Gerade ist viel los.")
    assert len(everything_kept(visitor)) == 1
    is_thanked(visitor)
    assert Feedback.objects.get().text == "Zu voll"


def test_an_answer_that_comes_too_late_is_given_back(enter: Enter, question: Question) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    visitor.context.set_offline(True)
    fill_in(visitor, "1", bad="Wie schade")
    visitor.press("Abschicken")
    expect(told(visitor)).to_contain_text(NO_NETWORK)
    Question.objects.update(closed_at="2026-11-01T12:00Z")
    visitor.context.set_offline(False)
    expect(visitor.page.get_by_role("heading", name="Diese Frage ist geschlossen")).to_be_visible()
    expect(visitor.page.get_by_text("Wie schade")).to_be_visible()


def test_the_other_language_keeps_what_was_typed(enter: Enter, question: Question) -> None:
    visitor = enter(None, **PHONE).go(page_of(question))
    fill_in(visitor, "8", good="Sehr nett")
    visitor.page.get_by_role("link", name="English").tap()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.locator("#good")).to_have_value("Sehr nett")
    expect(visitor.page.locator("[name=step]:checked")).to_have_value("8")
    assert not Answer.objects.exists()


def test_a_one_use_link_is_used_once(enter: Enter, question: Question) -> None:
    TicketFactory(batch__question=question, token_hash=hash_of(TOKEN))
    visitor = enter(None, **PHONE).go(reverse("ask_once", args=[TOKEN]))
    fill_in(visitor, "10")
    visitor.press("Abschicken")
    is_thanked(visitor)
    visitor.go(reverse("ask_once", args=[TOKEN]))
    is_thanked(visitor)
    expect(visitor.page.locator("#ask")).to_have_count(0)


def test_every_page_stands_axe_both_schemes_and_phones(enter: Enter, question: Question) -> None:
    TicketFactory(batch__question=question, token_hash=hash_of(TOKEN))
    pages = [page_of(question), reverse("ask_once", args=[TOKEN]), reverse("ask_thanks", args=[question.code])]
    pages += [page_of(QuestionFactory(metric__type=kind)) for kind in (Metric.Type.CSAT, Metric.Type.CES)]
    closed = QuestionFactory(closed_at="2026-11-01T12:00Z")
    for page in [*pages, page_of(closed), reverse("ask", args=["nothing"])]:
        visitor = enter()
        assert complaints_about(visitor, page) == []
