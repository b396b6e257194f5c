"""One touchpoint's record as people keep it: the form, what stands behind it, its history, the rare filters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.visitor import PHONE
from tests.factories import TouchpointFactory
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.browser


@pytest.fixture
def touchpoint(anna: Membership) -> Touchpoint:
    TouchpointFactory(team=anna.team, name="Lieferschein")
    return TouchpointFactory(team=anna.team, name="Rechnung")


def test_what_is_missing_is_added_where_the_page_asks_for_it(
    enter: Enter, anna: Membership, touchpoint: Touchpoint
) -> None:
    visitor = enter(anna.user, **PHONE).go(touchpoint.get_absolute_url())
    page = visitor.page
    page.get_by_role("link", name="So endet der Kontakt").click()
    page.get_by_label("So endet der Kontakt").fill("Mit einem Dank 💚")
    page.get_by_label("Neue Zielgruppen").or_(page.get_by_label("Zielgruppen")).fill("Praxen, Handwerk")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("region", name="Das Ende bleibt")).to_contain_text("Mit einem Dank 💚")
    expect(page.get_by_role("link", name="Handwerk", exact=True)).to_be_visible()
    assert not visitor.complaints


def test_surroundings_change_in_place(enter: Enter, anna: Membership, touchpoint: Touchpoint) -> None:
    visitor = enter(anna.user).go(touchpoint.get_absolute_url())
    page = visitor.page
    around = page.get_by_role("region", name="Umfeld")
    around.get_by_role("link", name="Ändern").click()
    around.get_by_label("Name").fill("Warenwirtschaft")
    around.get_by_role("button", name="Hinzufügen").first.click()
    expect(around.get_by_role("listitem")).to_contain_text(["Warenwirtschaft"])
    around.get_by_label("anderer Kontaktpunkt").press_sequentially("liefer", delay=60)
    expect(page.locator("datalist option")).to_have_count(1)
    around.get_by_label("Wirkung").select_option("needs")
    around.get_by_label("anderer Kontaktpunkt").fill("Rechnung")
    around.get_by_role("button", name="Hinzufügen").last.click()
    expect(around).to_contain_text("Ein Kontaktpunkt wirkt nicht auf sich selbst.")
    around.get_by_label("anderer Kontaktpunkt").fill("Lieferschein")
    around.get_by_role("button", name="Hinzufügen").last.click()
    expect(around.get_by_role("link", name="Lieferschein", exact=True)).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    around.get_by_role("link", name="Warenwirtschaft entfernen").click()
    expect(around.get_by_role("listitem")).to_have_count(1)
    around.get_by_role("link", name="Fertig").click()
    expect(around.get_by_role("button")).to_have_count(0)
    expect(page).to_have_url(re.compile(touchpoint.get_absolute_url() + "$"))
    assert not visitor.complaints


def test_surroundings_change_without_javascript(enter: Enter, anna: Membership, touchpoint: Touchpoint) -> None:
    page = enter(anna.user, java_script_enabled=False).go(touchpoint.get_absolute_url()).page
    page.get_by_role("region", name="Umfeld").get_by_role("link", name="Ändern").click()
    page.get_by_label("Name").fill("Kasse")
    page.get_by_role("button", name="Hinzufügen").first.click()
    page.get_by_role("link", name="Kasse entfernen").click()
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Noch kein System")).to_be_visible()
    page.get_by_role("link", name="Fertig").click()
    expect(page).to_have_url(re.compile(touchpoint.get_absolute_url() + "$"))


def test_an_earlier_version_is_compared_and_brought_back(
    enter: Enter, anna: Membership, touchpoint: Touchpoint
) -> None:
    touchpoint.goal = "Für immer"
    touchpoint.save()
    page = enter(anna.user).go(touchpoint.get_absolute_url()).page
    page.get_by_role("link", name="Vergleichen").click()
    page.get_by_role("button", name="A und B vergleichen").click()
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    page.get_by_label("Nur Unterschiede").uncheck()
    expect(page.get_by_role("rowheader", name="Name", exact=True)).to_be_visible()
    page.get_by_role("button", name="Diesen Stand zurückholen").click()
    expect(page.get_by_text("Der frühere Stand gilt wieder.")).to_be_visible()
    expect(page.get_by_role("region", name="Was Kunden erwarten")).not_to_contain_text("Für immer")


def test_rare_filters_come_when_asked_for(enter: Enter, anna: Membership, touchpoint: Touchpoint) -> None:
    TouchpointFactory(team=anna.team, name="Hotline", channel="Telefon")
    page = enter(anna.user).go(f"/t/{anna.team.slug}/touchpoints/").page
    page.get_by_role("link", name="Mehr Filter").click()
    page.get_by_label("Kanal").select_option("Telefon")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("channel=Telefon"))
    page.reload()
    expect(page.get_by_label("Kanal")).to_have_value("Telefon")
