"""A voice is typed in with the keyboard alone, and a draft outlives the page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Feedback, Polarity, Via
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import TouchpointFactory
from tests.faults.waiting import wait_until
from tests.feedback.of_feedback import FeedbackFactory

pytestmark = pytest.mark.browser


def address(who: Membership, page: str = "record", *keys: int) -> str:
    return reverse(f"feedback:{page}", args=[who.team.slug, *keys])


def test_a_voice_is_typed_in_with_the_keyboard_alone(enter: Enter, ben: Membership) -> None:
    """Words, a key for the side, the touchpoint, and Ctrl+Enter: the next one is open at the same touchpoint."""
    TouchpointFactory(team=ben.team, name="Messestand")
    page = enter(ben.user).go(f"{address(ben)}?via=visit").page
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("Niemand war da.")
    for key in ("Tab", "-", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Messestand")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gespeichert: eine Stimme.")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("")
    expect(page.locator("#id_text")).to_be_focused()
    expect(page.locator("#id_touchpoint")).to_have_value("Messestand")
    voice = Feedback.objects.get()
    assert (voice.text, voice.polarity, voice.via) == ("Niemand war da.", Polarity.NEGATIVE, Via.VISIT)
    assert str(voice.touchpoint) == "Messestand"


def test_a_draft_outlives_the_page_until_it_is_stored(enter: Enter, ben: Membership) -> None:
    """With everything that was typed; what is stored does not come back."""
    visitor = enter(ben.user).go(address(ben))
    page = visitor.page
    page.fill("#id_text", "Zu spät.")
    page.check("[name=polarity][value=both]")
    page.fill("#id_good", "Sehr freundlich.")
    visitor.go(address(ben))
    expect(page.locator("#id_text")).to_have_value("Zu spät.")
    expect(page.locator("#id_good")).to_have_value("Sehr freundlich.")
    expect(page.locator(".voice-draft")).to_be_visible()
    page.click(".voice-entry button.primary")
    expect(page.locator(".voice-full")).to_be_visible()
    visitor.go(address(ben))
    wait_until(lambda: page.evaluate("Object.keys(localStorage).every((name) => !name.startsWith('voice:'))"))
    expect(page.locator("#id_text")).to_have_value("")
    assert Feedback.objects.count() == 2


def test_pages_of_taking_in_are_in_order_on_a_phone(enter: Enter, anna: Membership) -> None:
    """For axe and for the thumb, the question about what tells who spoke among them."""
    voice = FeedbackFactory(team=anna.team, text="Ruft an: 0171 2345678")
    visitor = enter(anna.user, **PHONE)
    for page, keys in (("paste_mail", ()), ("listening", ()), ("mask", (voice.pk,)), ("edit_voice", (voice.pk,))):
        assert complaints_about(visitor, address(anna, page, *keys)) == []
    visitor.go(address(anna))
    visitor.page.fill("#id_text", "Ruft an: 0171 2345678")
    visitor.page.click(".voice-entry button.primary")
    expect(visitor.page.locator(".voice-offers")).to_be_visible()
    assert stumbling_blocks(visitor) == []
