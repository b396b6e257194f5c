"""The way from a touchpoint to its next round, as people walk it: by the cycle, the priorities and a tester's visit."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import TouchpointFactory
from touchpoints.priorities.perspectives import PERSPECTIVES

pytestmark = pytest.mark.browser

STATES = {"actual_state": "Kommt vor der Ware", "target_state": "Kommt mit der Ware"}
FIGURES = {"impact": 8, "confidence": 7, "effort": 3, "contacts_per_month": 1200}


def test_cycle_leads_to_the_next_step_until_a_round_is_planned(enter: Enter, anna: Membership) -> None:
    TouchpointFactory(team=anna.team, name="Rechnung")
    visitor = enter(anna.user).go(reverse("cycle:overview", args=[anna.team.slug]))
    page = visitor.page
    expect(page.get_by_role("region", name="Erfasst")).to_contain_text("1")
    page.get_by_role("region", name="Erfasst").get_by_role("link", name="Rechnung").click()
    next_step = page.locator(".next-step")
    for field in ("Ist aus Kundensicht", "Soll aus Kundensicht"):
        next_step.get_by_role("link").click()
        expect(page.get_by_label(field)).to_be_in_viewport()
        page.get_by_label(field).fill(f"{field}: wie im Laden")
        visitor.press("Speichern")
    assert not stumbling_blocks(visitor)
    next_step.get_by_role("link", name="Runde planen").click()
    expect(page).to_have_url(re.compile("/rounds/new/"))
    expect(page.get_by_label("Kontaktpunkt").locator(":checked")).to_contain_text("Rechnung")
    visitor.go(reverse("cycle:overview", args=[anna.team.slug]))
    expect(page.get_by_role("region", name="Soll beschrieben")).to_contain_text("Rechnung")
    assert not stumbling_blocks(visitor)


def test_priorities_are_looked_at_from_all_sides_and_begin_a_round(enter: Enter, anna: Membership) -> None:
    for name, importance, performance in (("Rechnung", 5, 2), ("Angebot", 3, 4)):
        ratings = FIGURES | {"importance_customer": importance, "performance": performance}
        TouchpointFactory(team=anna.team, name=name, **ratings)
    visitor = enter(anna.user).go(reverse("touchpoints:priorities", args=[anna.team.slug]))
    page, views = visitor.page, visitor.page.get_by_role("navigation", name="Sichten")
    for each in PERSPECTIVES[::-1]:
        views.get_by_role("link", name=str(each.title), exact=True).focus()
        page.keyboard.press("Enter")
        expect(views.locator("[aria-current=page]")).to_have_text(str(each.title))
        expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("heading", name="Hier anfangen: Rechnung")).to_be_visible()
    page.get_by_role("link", name="Runde planen").click()
    expect(page.get_by_label("Kontaktpunkt").locator(":checked")).to_contain_text("Rechnung")
    assert not stumbling_blocks(visitor)


def test_what_annoys_a_tester_becomes_the_occasion_of_a_round(enter: Enter, anna: Membership) -> None:
    shop = TouchpointFactory(team=anna.team, name="Laden", **STATES)
    visitor = enter(anna.user).go(shop.get_absolute_url())
    page = visitor.page
    page.get_by_role("link", name="Checkliste anlegen").click()
    page.get_by_label("Name").fill("Besuch im Laden")
    page.get_by_label("Was wird geprüft?").fill("Begrüßt?\nGefragt?")
    assert not stumbling_blocks(visitor)
    visitor.press("Anlegen")
    expect(page.get_by_role("heading", name="Checkliste bearbeiten")).to_be_visible()

    tester = enter(anna.user, **PHONE).go(shop.get_absolute_url())
    tester.page.get_by_role("link", name="Besuch im Laden").tap()
    tester.page.get_by_role("link", name="Besuch eintragen").first.tap()
    tester.page.get_by_role("group", name="Begrüßt?").locator("label").nth(1).tap()
    tester.page.get_by_role("group", name="Gefragt?").locator("label", has_text="trifft nicht zu").tap()
    tester.page.get_by_label("Was war ärgerlich?").fill("Keiner grüßt")
    assert not stumbling_blocks(tester)
    tester.press("Festhalten")
    expect(tester.page.get_by_role("heading", name="50 % beim Testkauf")).to_be_visible()
    assert not stumbling_blocks(tester)

    visitor.go(shop.get_absolute_url())
    expect(page.locator("#metrics")).to_contain_text("50 %")
    page.get_by_role("link", name="Keiner grüßt").click()
    page.get_by_role("link", name="als Anlass für eine Runde").click()
    expect(page.get_by_label("Kontaktpunkt").locator(":checked")).to_contain_text("Laden")
    expect(page.get_by_label("Was ist passiert?")).to_have_value("Keiner grüßt")
    visitor.press("Planen und einladen")
    expect(page.locator("main").get_by_text("Keiner grüßt").first).to_be_visible()
    assert not visitor.complaints
