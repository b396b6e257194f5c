"""Ready journeys as people use them: looked into, taken with a click or with the keyboard, also without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from journeys.ready_made.reading import all_in
from journeys.ready_made.taking import take
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.factories import TouchpointFactory

pytestmark = pytest.mark.browser


def test_one_is_looked_into_and_taken_with_the_keyboard(enter: Enter, ben: Membership) -> None:
    visitor = enter(ben.user).go(f"/t/{ben.team.slug}/journeys/ready-made/")
    page = visitor.page
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Arztpraxis"))
    expect(
        card.get_by_role("img", name=re.compile("Gefühl von Schritt zu Schritt.*Anruf in der Praxis -2"))
    ).to_be_visible()
    card.get_by_text("Was mitkommt").press("Enter")
    expect(card.get_by_role("listitem").filter(has_text="Empfang und Wartebereich")).to_be_visible()
    card.get_by_role("button", name="Übernehmen").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Rückenschmerzen abklären")).to_be_visible()
    expect(page.get_by_text("Jetzt darf alles geändert werden")).to_be_visible()
    visitor.go(f"/t/{ben.team.slug}/journeys/ready-made/")
    card.get_by_role("link", name="Ansehen").click()
    expect(page).to_have_url(re.compile(rf"/journeys/{ben.team.journeys.get().pk}/$"))
    assert not visitor.complaints


def test_one_is_taken_without_scripts(enter: Enter, ben: Membership) -> None:
    page = enter(ben.user, java_script_enabled=False).go(f"/t/{ben.team.slug}/journeys/ready-made/").page
    page.get_by_role("button", name="Übernehmen").first.click()
    expect(page.get_by_role("heading", level=1, name="Winterjacke online kaufen")).to_be_visible()


def test_the_page_stands_axe_both_schemes_and_phones(enter: Enter, ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="Verpackung")
    take(all_in("de")[1], team=ben.team)
    assert complaints_about(enter(ben.user), f"/t/{ben.team.slug}/journeys/ready-made/") == []
