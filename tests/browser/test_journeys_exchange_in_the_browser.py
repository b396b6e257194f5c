"""Journeys in and out as people do it: pasted, mended, looked at, read in once, and taken along again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys.models import JourneyKind
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_exchange import a_full_journey
from tests.journeys.of_journeys import PersonaFactory

pytestmark = pytest.mark.browser

BROKEN = """journey
  title Heizung tauschen
  section Aufmerksam werden
    Zeitungsanzeige: 4: Bauherrin Berta
    Empfehlung der Nachbarin: 7: Bauherrin Berta
  section Kaufen
    Beratung vor Ort: 5: Bauherrin Berta, Vertrieb
    Angebot per Post: zwei: Bauherrin Berta, Vertrieb
"""
MENDED = BROKEN.replace(": 7:", ": 5:").replace(": zwei:", ": 2:")


def test_a_text_is_pasted_mended_looked_at_and_read_in_once(enter: Enter, ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="Beratung vor Ort")
    visitor = enter(ben.user).go(f"/t/{ben.team.slug}/journeys/exchange/")
    page = visitor.page
    text = page.get_by_label("Oder Text einfügen")
    text.fill(BROKEN)
    page.get_by_role("button", name="Ansehen").click()
    expect(page.get_by_role("rowheader", name="Zeile 5")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Zeile 8")).to_be_visible()
    expect(text).to_have_value(re.compile("Angebot per Post: zwei"))
    assert not [*complaints_about_this(visitor)]
    text.fill(MENDED)
    page.get_by_role("button", name="Ansehen").click()
    expect(page.get_by_role("heading", name="Was daraus wird")).to_be_visible()
    expect(page.get_by_label("Kundenprofil")).to_have_value("Bauherrin Berta")
    expect(page.get_by_label("Anlass")).to_have_value("Heizung tauschen")
    expect(page.locator(".import-steps li", has_text="Beratung vor Ort")).not_to_contain_text("nicht im Inventar")
    assert not [*complaints_about_this(visitor)]
    page.get_by_label("kommt als neue Idee ins Inventar").check()
    page.get_by_label("Bereiche, die es noch nicht gibt, anlegen").check()
    page.get_by_label("Soll", exact=True).check()
    page.get_by_role("button", name="Einlesen", exact=True).dblclick()
    expect(page.get_by_text("ist eingelesen")).to_be_visible()
    journey = ben.team.journeys.get()
    assert (journey.kind, journey.steps.count()) == (JourneyKind.TARGET, 4)
    assert ben.team.touchpoints.count() == 4
    assert ben.team.departments.get().name == "Vertrieb"


def test_what_is_given_out_is_read_in_as_another(enter: Enter, anna: Membership, tmp_path: Path) -> None:
    journey = a_full_journey(anna.team)
    visitor = enter(anna.user).go(f"/t/{anna.team.slug}/journeys/exchange/")
    page = visitor.page
    with page.expect_download() as saved:
        page.evaluate(
            "address => location.assign(address)", f"/t/{anna.team.slug}/journeys/{journey.pk}/out/journey.json"
        )
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_role("button", name="Ansehen").click()
    expect(page.get_by_label("Kundenprofil")).to_have_value(str(journey.persona_id))
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_text("Diese Journey gibt es schon").first).to_be_visible()
    page.get_by_label("Anlass").fill("Heizung warten")
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_text("„Heizung warten · Bauherrin Berta · Ist“ ist eingelesen.")).to_be_visible()
    assert anna.team.touchpoints.count() == 1
    assert not visitor.complaints


def test_a_text_is_read_in_by_keyboard_alone(enter: Enter, ben: Membership) -> None:
    PersonaFactory(team=ben.team, name="Bauherrin Berta")
    DepartmentFactory(team=ben.team, name="Vertrieb")
    page = enter(ben.user).go(f"/t/{ben.team.slug}/journeys/exchange/").page
    page.get_by_label("Oder Text einfügen").focus()
    page.keyboard.insert_text(MENDED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Was daraus wird")).to_be_visible()
    page.get_by_label("Anlass").press("Enter")
    expect(page.get_by_text("ist eingelesen")).to_be_visible()
    assert ben.team.journeys.get().persona.name == "Bauherrin Berta"


@pytest.mark.parametrize("path", ["exchange/", "exchange/formats/"])
def test_pages_stand_axe_in_both_schemes_and_phones(enter: Enter, anna: Membership, path: str) -> None:
    a_full_journey(anna.team)
    assert complaints_about(enter(anna.user), f"/t/{anna.team.slug}/journeys/{path}") == []
