"""A browser that is full, or forbidden to remember anything, is still a place in the room."""

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.scene import a_room

pytestmark = pytest.mark.browser

FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
IDEA = "Rechnung erst mit der Versandbestätigung auslösen"


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL])
def test_a_draft_reaches_the_server_all_the_same(enter: Enter, anna: Membership, ben: Membership, storage: str) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user)
    visitor.context.add_init_script(storage)
    visitor.go_in(room.meeting).card.press_sequentially(IDEA)
    expect(visitor.desk.locator("#draft-state")).to_contain_text("Entwurf gesichert")
    assert room.meeting.cards.get().text == IDEA
    visitor.press("Anpinnen")
    expect(visitor.desk.locator(".card.mine", has_text=IDEA)).to_be_visible()
    assert not visitor.complaints
