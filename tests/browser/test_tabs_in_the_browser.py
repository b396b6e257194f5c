"""Tabs on a phone: one row that begins at the current one, wherever the page was opened from."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

ROW = ".plan-tabs"


def current_is_in_sight(page: Page) -> None:
    expect(page.locator(f"{ROW} [aria-current]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("place", ["voices/", "voices/suggestions/", "voices/learned/", "actions/", "actions/figures/"])
def test_the_tabs_stand_in_one_row_and_show_the_current_one(enter: Enter, ben: Membership, place: str) -> None:
    page = enter(ben.user, **PHONE).go(f"/t/{ben.team.slug}/{place}").page
    current_is_in_sight(page)
    tops = page.locator(f"{ROW} li").evaluate_all("tabs => tabs.map(tab => tab.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_the_words_of_tone_are_found_while_somebody_types(enter: Enter, ben: Membership) -> None:
    ben.team.tone_words.create(text="zünftig", language="de", tone="positive")
    ben.team.tone_words.create(text="mies", language="de", tone="negative")
    page = enter(ben.user).go(f"/t/{ben.team.slug}/voices/topics/tone/").page
    page.get_by_role("searchbox").press_sequentially("zunf")
    expect(page.get_by_text("mies", exact=True)).to_have_count(0)
    expect(page.get_by_text("zünftig", exact=True)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
