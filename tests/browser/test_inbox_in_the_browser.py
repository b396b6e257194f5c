"""The inbox by keyboard, by thumb and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from feedback import keeping
from feedback.models import Feedback
from feedback.topics.beginning import create_dictionary
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import a_voice

pytestmark = pytest.mark.browser

TEXTS = ("Sehr freundlich, danke!", "Lieferung kam zu spät", "Wann ist geöffnet?")


@pytest.fixture
def voices(transactional_db: None, ben: Membership) -> list[Feedback]:
    """Three open ones; the last kept is shown first."""
    create_dictionary(ben.team)
    place = TouchpointFactory(team=ben.team, name="Paket")
    ben.team.topics.filter(name="Lieferung").update(touchpoint=place)
    return keeping.keep_many([a_voice(ben.team, text) for text in reversed(TEXTS)], at=NOW)[::-1]


def address(person: Membership) -> str:
    return f"/t/{person.team.slug}/voices/topics/inbox/"


def test_voices_are_judged_by_single_keys_without_a_new_page(
    enter: Enter, ben: Membership, voices: list[Feedback]
) -> None:
    visitor = enter(ben.user).go(address(ben))
    page, inbox = visitor.page, visitor.page.locator("#inbox")
    page.evaluate("window.sameDocument = true")
    expect(inbox).to_be_focused()
    expect(inbox).to_contain_text(TEXTS[0])
    page.keyboard.press("Enter")
    expect(inbox).to_contain_text("noch 2 offen")
    expect(inbox.locator("blockquote")).to_have_text(TEXTS[1])
    expect(inbox.get_by_role("radio", name="Paket")).to_be_checked()
    expect(inbox.locator(".inbox-proposal")).to_contain_text("Vorschlag: negativ")
    page.keyboard.press("0")
    expect(inbox.get_by_role("radio", name="keiner")).to_be_checked()
    page.keyboard.press("3")
    expect(inbox.locator("blockquote")).to_have_text(TEXTS[2])
    page.keyboard.press("u")
    expect(inbox.locator("blockquote")).to_have_text(TEXTS[1])
    expect(inbox).to_be_focused()
    page.keyboard.press("s")
    expect(inbox.locator("blockquote")).to_have_text(TEXTS[2])
    page.keyboard.press("j")
    expect(inbox.locator("blockquote")).to_have_text(TEXTS[2])
    page.keyboard.press("3")
    expect(inbox).to_contain_text("Am Ende angekommen")
    assert page.evaluate("window.sameDocument") is True
    found = {voice.text: voice.polarity for voice in Feedback.objects.all()}
    assert found == dict(zip(TEXTS, ("positive", "", "neutral"), strict=True))
    assert not visitor.complaints


def test_keys_rest_while_somebody_types_or_is_elsewhere(enter: Enter, ben: Membership, voices: list[Feedback]) -> None:
    page = enter(ben.user).go(address(ben)).page
    page.get_by_label("Ein anderer Kontaktpunkt").focus()
    page.keyboard.press("2")
    page.get_by_role("link", name="Themen und Wörter").focus()
    page.keyboard.press("2")
    expect(page.locator("#inbox")).to_contain_text("noch 3 offen")
    assert Feedback.objects.unjudged().count() == 3


def test_by_thumb_the_decision_is_in_reach(enter: Enter, ben: Membership, voices: list[Feedback]) -> None:
    visitor = enter(ben.user, **PHONE).go(address(ben))
    button = visitor.page.get_by_role("button", name="Stimmt: positiv")
    expect(button).to_be_in_viewport()
    assert not stumbling_blocks(visitor)
    button.tap()
    expect(visitor.page.locator("#inbox")).to_contain_text("noch 2 offen")


def test_it_works_without_javascript(enter: Enter, ben: Membership, voices: list[Feedback]) -> None:
    page = enter(ben.user, java_script_enabled=False).go(address(ben)).page
    page.get_by_role("button", name="negativ").first.click()
    expect(page.locator("blockquote")).to_have_text(TEXTS[1])
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("blockquote")).to_have_text(TEXTS[0])
    assert Feedback.objects.unjudged().count() == 3


def test_its_pages_are_for_everyone(enter: Enter, ben: Membership, voices: list[Feedback]) -> None:
    visitor, topics = enter(ben.user), address(ben).replace("inbox/", "")
    for page in ("inbox/", "", f"{ben.team.topics.get(name='Lieferung').pk}/", "tone/"):
        assert not complaints_about(visitor, topics + page)
