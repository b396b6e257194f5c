"""The inventory as people change it: many at once, two at the same one, retired and fetched back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import DepartmentFactory, TouchpointFactory
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.browser


@pytest.fixture
def address(anna: Membership) -> str:
    DepartmentFactory(team=anna.team, name="Service")
    for name in ("Angebot", "Hotline", "Rechnung"):
        TouchpointFactory(team=anna.team, name=name)
    return reverse("touchpoints:list", args=[anna.team.slug])


def test_several_are_changed_at_once_by_keyboard_alone(enter: Enter, anna: Membership, address: str) -> None:
    visitor = enter(anna.user).go(address)
    page, keys = visitor.page, visitor.page.keyboard
    page.get_by_role("link", name="Mehrere ändern").focus()
    keys.press("Enter")
    page.get_by_label("Angebot", exact=True).focus()
    keys.press("Space")
    for _step in range(4):  # past each line's link to the next box
        keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("Rechnung", exact=True)).to_be_checked()
    assert not stumbling_blocks(visitor)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="2 Kontaktpunkte ändern")).to_be_visible()
    page.get_by_label("Bereich").focus()
    keys.type("Service")
    page.get_by_label("Super-Touchpoint").focus()
    keys.type("ja")
    assert not stumbling_blocks(visitor)
    page.get_by_role("button", name="Weiter").focus()
    keys.press("Enter")
    expect(page.get_by_role("row", name="Bereich")).to_contain_text("2 von 2")
    assert not stumbling_blocks(visitor)
    page.get_by_role("button", name="2 ändern").focus()
    keys.press("Enter")
    expect(page.locator("tbody tr")).to_contain_text(["★ AngebotService", "Hotline", "★ RechnungService"])
    assert not visitor.complaints


def test_ticks_stay_while_one_searches_and_turns_pages(enter: Enter, anna: Membership, address: str) -> None:
    TouchpointFactory.create_batch(50, team=anna.team)
    visitor = enter(anna.user).go(f"{address}?pick=on")
    page = visitor.page
    page.get_by_label("Angebot", exact=True).check()
    page.get_by_role("searchbox", name="Suche").fill("Rechnung")
    elsewhere = page.locator("summary", has_text="angekreuzt")
    expect(elsewhere).to_have_text("1 weiterer ist angekreuzt")
    page.get_by_label("Rechnung", exact=True).check()
    page.get_by_role("searchbox", name="Suche").fill("Fax")
    expect(page.get_by_text("Nichts gefunden")).to_be_visible()
    expect(elsewhere).to_have_text("2 weitere sind angekreuzt")
    elsewhere.click()
    assert not stumbling_blocks(visitor)
    page.get_by_role("searchbox", name="Suche").fill("")
    expect(elsewhere).to_have_count(0)
    expect(page.get_by_label("Angebot", exact=True)).to_be_checked()
    page.get_by_label("Hotline", exact=True).check()
    visitor.press("Weiter")
    expect(page.get_by_text("Seite 2 von 2")).to_be_visible()
    expect(elsewhere).to_have_text("3 weitere sind angekreuzt")
    elsewhere.click()
    page.get_by_label("Angebot", exact=True).uncheck()
    assert not stumbling_blocks(visitor)
    visitor.press("Angekreuzte ändern")
    expect(page.get_by_role("heading", name="2 Kontaktpunkte ändern")).to_be_visible()
    assert not visitor.complaints


def test_several_are_ticked_and_retired_by_thumb(enter: Enter, anna: Membership, address: str) -> None:
    visitor = enter(anna.user, **PHONE).go(f"{address}?pick=on")
    page = visitor.page
    page.get_by_label("Hotline", exact=True).tap()
    page.get_by_label("Rechnung", exact=True).tap()
    visitor.press("Angekreuzte ändern")
    page.get_by_role("combobox", name=re.compile("^Status")).select_option("stillgelegt")
    visitor.press("Weiter")
    expect(page.get_by_label("Grund für den Status")).to_have_attribute("aria-invalid", "true")
    assert not stumbling_blocks(visitor)
    page.get_by_label("Grund für den Status").fill("Zieht ins Portal um")
    visitor.press("Weiter")
    visitor.press("2 ändern")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert not visitor.complaints


def test_two_who_edit_the_same_touchpoint_lose_nothing(
    enter: Enter, anna: Membership, ben: Membership, address: str
) -> None:
    form = reverse("touchpoints:edit", args=[anna.team.slug, Touchpoint.objects.get(name="Rechnung").pk])
    anna_sits, ben_sits = enter(anna.user).go(form), enter(ben.user).go(form)
    anna_sits.page.get_by_label("Ist aus Kundensicht").fill("Kommt vor der Ware")
    anna_sits.page.get_by_label("Kanal").fill("Brief")
    anna_sits.press("Speichern")
    expect(anna_sits.page.get_by_text("„Rechnung“ ist geändert.")).to_be_visible()

    ben_sits.page.get_by_label("Ist aus Kundensicht").fill("Niemand versteht sie")
    ben_sits.page.get_by_label("Soll aus Kundensicht").fill("Man freut sich")
    ben_sits.press("Speichern")
    told = ben_sits.page.get_by_role("alert")
    expect(told).to_contain_text("hat hier inzwischen „Kommt vor der Ware“ geschrieben.")
    expect(told).to_be_in_viewport()
    expect(ben_sits.page.get_by_label("Ist aus Kundensicht")).to_have_value("Niemand versteht sie")
    assert not stumbling_blocks(ben_sits)
    ben_sits.press("Speichern")
    for words in ("Niemand versteht sie", "Man freut sich", "Brief"):
        expect(ben_sits.page.locator("main").get_by_text(words, exact=True).first).to_be_visible()
    changes = ben_sits.page.locator(".changes")
    expect(changes).to_contain_text(anna.user.name)
    expect(changes).to_contain_text("Kommt vor der Ware → Niemand versteht sie")


def test_retired_with_a_reason_and_fetched_back_by_its_history(enter: Enter, anna: Membership, address: str) -> None:
    visitor = enter(anna.user).go(address)
    page = visitor.page
    page.get_by_role("link", name="Hotline").click()
    page.get_by_role("link", name="Stilllegen").click()
    visitor.press("Stilllegen")
    expect(page.get_by_label("Grund")).to_be_focused()
    page.get_by_label("Grund").fill("Der Chat ersetzt sie")
    assert not stumbling_blocks(visitor)
    visitor.press("Stilllegen")
    expect(page.get_by_text("Der Chat ersetzt sie").first).to_be_visible()
    expect(page.get_by_text("Stillgelegt: Der Kreislauf ruht")).to_be_visible()
    assert not stumbling_blocks(visitor)
    visitor.go(address)
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Mehr Filter").click()
    page.get_by_label("Status").select_option(label="stillgelegt")
    page.locator("tbody").get_by_role("link", name="Hotline").click()
    page.get_by_role("link", name="Vergleichen").click()
    assert not stumbling_blocks(visitor)
    page.get_by_role("button", name="Diesen Stand zurückholen").click()
    expect(page.get_by_role("heading", name="Kreislauf")).to_be_visible()
    expect(page.locator(".facts").first).not_to_contain_text("Der Chat ersetzt sie")
    visitor.go(address)
    expect(page.locator("tbody tr")).to_have_count(3)
    assert not visitor.complaints
