"""What a customer has just said shows on pages that are open, without anybody opening them anew."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from feedback import keeping
from feedback.models import Feedback, Polarity
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, stumbling_blocks
from tests.factories import MetricFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, QuestionFactory
from touchpoints.models import Metric, Touchpoint

pytestmark = pytest.mark.browser


@pytest.fixture
def stand(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Messestand", is_key=True)


def says(touchpoint: Touchpoint, text: str, polarity: str = Polarity.NEGATIVE) -> Feedback:
    at = timezone.now()
    voice = FeedbackFactory.build(
        team=touchpoint.team, touchpoint=touchpoint, text=text, polarity=polarity, said_on=touchpoint.team.today(at)
    )
    return keeping.keep(voice, at=at)


def voices(person: Membership, place: str = "") -> str:
    return f"/t/{person.team.slug}/voices/{place}"


def leave_a_mark(page: Page) -> None:
    page.evaluate("window.stillTheSame = true")


def is_still_the_same(page: Page) -> bool:
    found: bool = page.evaluate("window.stillTheSame === true")
    return found


def test_voice_shows_on_two_open_pages_without_a_reload(
    enter: Enter, anna: Membership, ben: Membership, stand: Touchpoint
) -> None:
    says(stand, "Zu wenig Licht.")
    at_stand, at_list = enter(ben.user).go(stand.get_absolute_url()), enter(anna.user).go(voices(anna))
    expect(at_list.page.get_by_text("Zu wenig Licht.")).to_have_count(1)
    search = at_list.page.get_by_role("searchbox")
    search.click()
    for visitor in (at_stand, at_list):
        leave_a_mark(visitor.page)
    says(stand, "Kein Stuhl weit und breit.")
    expect(at_stand.page.locator(".said-here").get_by_text("Kein Stuhl weit und breit.")).to_be_visible()
    expect(at_list.page.locator(".fresh-voices").get_by_text("Kein Stuhl weit und breit.")).to_be_visible()
    expect(at_list.page.get_by_role("heading", name="1 neue Stimme")).to_be_visible()
    says(stand, "Guter Kaffee.", Polarity.POSITIVE)
    expect(at_stand.page.locator(".side.positive").get_by_text("Guter Kaffee.")).to_be_visible()
    expect(at_list.page.get_by_role("heading", name="2 neue Stimmen")).to_be_visible()
    expect(at_list.page.get_by_role("status").filter(has_text="2 neue Stimmen")).to_have_count(1)
    expect(search).to_be_focused()
    for visitor in (at_stand, at_list):
        assert is_still_the_same(visitor.page)
        assert stumbling_blocks(visitor) == []
    at_list.page.get_by_role("link", name="In die Liste einordnen").click()
    expect(at_list.page.locator("#lines").get_by_text("Guter Kaffee.")).to_be_visible()
    expect(at_list.page.get_by_role("heading", name="2 neue Stimmen")).to_have_count(0)


def test_answer_that_a_customer_gives_at_the_link_shows_where_complaints_are_worked_off(
    enter: Enter, anna: Membership, stand: Touchpoint
) -> None:
    question = QuestionFactory(metric=MetricFactory(touchpoint=stand, type=Metric.Type.CSAT))
    complaints, praise = enter(anna.user).go(voices(anna, "negative/")), enter(anna.user).go(voices(anna, "positive/"))
    customer = enter().go(f"/f/{question.code}/")
    customer.page.locator("input[type=radio]").first.check(force=True)
    customer.page.get_by_label("Was war nicht gut?").fill("Nach zehn Minuten aufgelegt.")
    customer.page.locator("form button").last.click()
    expect(complaints.page.locator(".fresh-voices").get_by_text("Nach zehn Minuten aufgelegt.")).to_be_visible()
    expect(praise.page.get_by_text("Nach zehn Minuten aufgelegt.")).to_have_count(0)


def test_line_that_has_the_focus_is_not_taken_away(enter: Enter, anna: Membership, stand: Touchpoint) -> None:
    page = enter(anna.user).go(voices(anna)).page
    says(stand, "Zu eng.")
    line = page.locator(".fresh-voices").get_by_role("link", name="Zu eng.")
    line.focus()
    with page.expect_response(lambda answer: "/live/" in answer.url and answer.status == 200):
        says(stand, "Zu laut.")
    expect(line).to_be_focused()
    line.blur()
    expect(page.locator(".fresh-voices").get_by_text("Zu laut.")).to_be_visible()


def test_page_that_was_offline_catches_up(enter: Enter, anna: Membership, stand: Touchpoint) -> None:
    visitor = enter(anna.user).go(stand.get_absolute_url())
    visitor.context.set_offline(True)
    says(stand, "Die Lampe flackert.")
    visitor.context.set_offline(False)
    expect(visitor.page.locator(".said-here").get_by_text("Die Lampe flackert.")).to_be_visible()


def test_pages_stand_every_screen(enter: Enter, anna: Membership, stand: Touchpoint) -> None:
    visitor = enter(anna.user)
    assert complaints_about(visitor, voices(anna, "live/alerts/")) == []
    says(stand, "Langeswortohneleerzeichen" * 20)
    for path in (voices(anna, "live/alerts/"), stand.get_absolute_url()):
        assert complaints_about(visitor, path) == []
