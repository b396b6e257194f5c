"""Priorities as people use them: by keyboard through the matrix, from what is missing to a rated list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.factories import TouchpointFactory
from touchpoints.models import Kind
from touchpoints.priorities.perspectives import PERSPECTIVES

pytestmark = pytest.mark.browser

FIGURES = {"impact": 8, "confidence": 7, "effort": 3, "contacts_per_month": 1200}


@pytest.fixture
def address(anna: Membership) -> str:
    for name, importance, performance, kind in (
        ("Rechnung", 5, 2, Kind.DIRECT),
        ("Angebot", 4, 4, Kind.DIRECT),
        ("Meinungsportal", 3, 2, Kind.INDIRECT),
    ):
        ratings = FIGURES | {"importance_customer": importance, "performance": performance}
        TouchpointFactory(team=anna.team, name=name, kind=kind, is_key=name == "Rechnung", **ratings)
    for number in range(9):
        TouchpointFactory(team=anna.team, name=f"Messe {number}", importance_customer=2, performance=5, **FIGURES)
    TouchpointFactory(team=anna.team, name="Hotline")
    return f"/t/{anna.team.slug}/touchpoints/priorities/"


def test_every_mark_is_reached_by_keyboard_and_leads_on(enter: Enter, anna: Membership, address: str) -> None:
    visitor = enter(anna.user).go(address)
    page, marks = visitor.page, visitor.page.locator("svg a.mark")
    page.get_by_role("link", name="Weiter zur Tabelle").focus()
    reached = []
    for _mark in range(marks.count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert set(reached) == {mark.get_attribute("aria-label") for mark in marks.all()}
    assert "Rechnung: Wichtigkeit für Kunden 5, Leistung heute 2. Hier zuerst ansetzen" in reached
    page.locator("svg").get_by_role("link", name=re.compile("Kontaktpunkte an dieser Stelle")).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("cell=.*#figures"))
    expect(page.locator("tbody tr")).to_have_count(9)
    page.locator("svg").get_by_role("link", name=re.compile("^Rechnung:")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rechnung", exact=True)).to_be_visible()
    expect(page.get_by_text("Hier zuerst ansetzen")).to_be_visible()
    assert not visitor.complaints


def test_what_is_missing_is_filled_in_on_the_spot(enter: Enter, anna: Membership, address: str) -> None:
    page = enter(anna.user).go(address).page
    page.get_by_role("link", name="1 ohne Einschätzung").click()
    page.get_by_label("Wichtigkeit für Kunden").fill("7")
    page.get_by_label("Leistung heute").fill("1")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("Wichtigkeit für Kunden")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Wichtigkeit für Kunden").fill("5")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("1 Kontaktpunkt eingeschätzt.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Hotline")
    page.get_by_role("link", name="Wichtigkeit", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-importance"))


@pytest.mark.parametrize("view", [each.name for each in PERSPECTIVES])
def test_every_view_stands_axe_both_schemes_and_phones(enter: Enter, anna: Membership, address: str, view: str) -> None:
    assert not complaints_about(enter(anna.user), f"{address}?view={view}")
