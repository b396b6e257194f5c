"""Customer profiles as people use them: described by keyboard, given a face, printed, and looked at on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from journeys.personas import pictures
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.journeys.of_journeys import JourneyFactory, PersonaFactory
from tests.journeys.of_pictures import picture
from touchpoints.models import Evidence

pytestmark = pytest.mark.browser


def a_file(content: bytes, name: str = "gesicht.png") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def test_the_first_profile_is_described_by_keyboard_and_leads_to_the_first_journey(
    enter: Enter, ben: Membership
) -> None:
    page = enter(ben.user).go(f"/t/{ben.team.slug}/journeys/personas/").page
    page.get_by_role("link", name="Erstes Profil anlegen").press("Enter")
    page.get_by_label("Name", exact=True).fill("Bauherrin Berta")
    for words in ("Saniert zum ersten Mal.", "46, Lehrerin, ein Haus von 1974.", "45", "Einen festen Preis."):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Tab")
        page.keyboard.insert_text(words)
    page.get_by_role("button", name="Anlegen").press("Enter")
    expect(page.get_by_role("heading", name="Bauherrin Berta")).to_be_visible()
    expect(page.get_by_text("Einen festen Preis.")).to_be_visible()
    expect(page.get_by_text("45 % der Kunden")).to_be_visible()
    expect(page.get_by_role("link", name="Erste Journey zeichnen")).to_be_visible()


def test_a_profile_gets_a_face_and_loses_it(enter: Enter, ben: Membership) -> None:
    berta = PersonaFactory(team=ben.team, name="Bauherrin Berta")
    visitor = enter(ben.user, **PHONE).go(berta.get_absolute_url())
    page = visitor.page
    expect(page.locator(".face")).to_have_text("BB")
    page.get_by_role("link", name="Bild hinzufügen").click()
    page.get_by_label("Bild", exact=True).set_input_files(a_file(b"GIF89a", "gesicht.png"))
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Das ist kein PNG oder JPEG, auch wenn die Datei so heißt.")).to_be_visible()
    page.get_by_label("Bild", exact=True).set_input_files(a_file(picture(600, 900)))
    page.get_by_role("button", name="Speichern").click()
    face = page.get_by_role("img", name="Bild: Bauherrin Berta")
    expect(face).to_be_visible()
    expect(face).to_have_js_property("naturalWidth", 480)
    page.get_by_role("link", name="Bild ändern").click()
    page.get_by_role("link", name="Bild entfernen").click()
    page.get_by_role("button", name="Entfernen").click()
    expect(page.locator(".face")).to_have_text("BB")
    assert not visitor.complaints


def test_two_who_write_at_once_hear_of_each_other(enter: Enter, anna: Membership, ben: Membership) -> None:
    berta = PersonaFactory(team=ben.team, name="Bauherrin Berta")
    address = f"{berta.get_absolute_url()}edit/"
    first, second = enter(anna.user).go(address).page, enter(ben.user).go(address).page
    first.get_by_label("Bedürfnisse").fill("Ruhe")
    first.get_by_role("button", name="Speichern").click()
    expect(first.locator(".words", has_text="Ruhe")).to_be_visible()
    second.get_by_label("Bedürfnisse").fill("Tempo")
    second.get_by_label("Ängste").fill("Lärm")
    second.get_by_role("button", name="Speichern").click()
    told = "Anna Keller hat hier inzwischen „Ruhe“ geschrieben."
    expect(second.locator("#id_needs_error")).to_contain_text(told)
    second.get_by_role("button", name="Speichern").click()
    expect(second.locator(".words", has_text="Tempo")).to_be_visible()


def test_a_profile_with_journeys_says_why_it_stays(enter: Enter, ben: Membership) -> None:
    journey = JourneyFactory(team=ben.team)
    page = enter(ben.user).go(journey.persona.get_absolute_url()).page
    page.get_by_role("link", name="Entfernen").click()
    expect(page.get_by_text("bleibt, solange es Journeys dazu gibt: Heizung tauschen (Ist).")).to_be_visible()


def test_profiles_stand_axe_both_schemes_and_phones(enter: Enter, ben: Membership) -> None:
    visitor, team = enter(ben.user), ben.team
    pages = f"/t/{team.slug}/journeys/personas/"
    assert complaints_about(visitor, pages) == []
    berta = PersonaFactory(team=team, name="Bauherrin Berta", needs="Ruhe", share=80, evidence=Evidence.CUSTOMERS)
    pictures.keep(persona=berta, picture=pictures.made_small(picture()))
    JourneyFactory(team=team, persona=berta)
    PersonaFactory(team=team, name="🏠" * 40, share=80, summary="Donaudampfschifffahrt" * 9)
    for path in ("", "new/", f"{berta.pk}/", f"{berta.pk}/edit/", f"{berta.pk}/portrait/change/"):
        assert complaints_about(visitor, pages + path) == []
