"""The inventory's filters as people use them: at once, with the way back, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import StageFactory, TouchpointFactory
from touchpoints.models import Kind

pytestmark = pytest.mark.browser


@pytest.fixture
def address(anna: Membership) -> str:
    kauf = StageFactory(team=anna.team, name="Kauf")
    TouchpointFactory(team=anna.team, name="Rechnung", stage=kauf, is_key=True)
    TouchpointFactory(team=anna.team, name="Angebot", stage=kauf)
    TouchpointFactory(team=anna.team, name="Meinungsportal", kind=Kind.INDIRECT)
    return f"/t/{anna.team.slug}/touchpoints/"


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["laptop", "phone"])
def test_the_list_follows_the_filters_and_the_way_back_works(
    enter: Enter, anna: Membership, address: str, screen: dict[str, object]
) -> None:
    visitor = enter(anna.user, **screen).go(address)
    page, found = visitor.page, visitor.page.locator("tbody tr")
    page.get_by_label("Suche").press_sequentially("angeb")
    expect(found).to_contain_text(["Angebot"])
    expect(page).to_have_url(re.compile("q=angeb"))
    page.get_by_label("Suche").fill("")
    expect(found).to_have_count(3)
    expect(page).to_have_url(re.compile(r"\?q=&"))
    page.get_by_text("indirekt", exact=True).first.click()
    expect(found).to_contain_text(["Meinungsportal"])
    expect(page).to_have_url(re.compile("kind=indirect"))
    page.go_back()
    expect(found).to_have_count(3)
    page.get_by_role("link", name="Mehr Filter").click()
    expect(page.get_by_label("Kaufphase")).to_be_focused()
    page.get_by_label("Kaufphase").select_option(label="Kauf")
    expect(found).to_have_count(2)
    expect(page).to_have_url(re.compile(r"stage=\d"))
    page.reload()
    expect(found).to_have_count(2)
    expect(page.get_by_label("Kaufphase").locator(":checked")).to_have_text("Kauf")
    assert not stumbling_blocks(visitor)
    assert not visitor.complaints


def test_the_filters_work_without_javascript(enter: Enter, anna: Membership, address: str) -> None:
    page = enter(anna.user, java_script_enabled=False).go(address).page
    page.get_by_label("Suche").fill("rechnung")
    page.get_by_role("button", name="Filtern").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody").get_by_role("link", name="Rechnung").click()
    expect(page.get_by_role("heading", name="Rechnung")).to_be_visible()
