"""Tables on their way into the inventory and out of it, as people carry them: a file, a picked list, a workbook."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from teams.models import Membership, Team
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.factories import StageFactory, TouchpointFactory
from touchpoints.models import Kind

pytestmark = pytest.mark.browser

ROWS = 400
"""So many that the worker needs longer for them than the browser for its next page."""

HEAD = "Kontaktpunkt;Typ;Wo;Was die Leute sagen\n"
TABLE = HEAD + "Hotline;direkt;Service;Niemand hebt ab\nMesse;quer;Kauf;\n"


def url(team: Team, name: str) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug])


def choose_file(page: Page, text: str) -> None:
    """Pick a table from one's own disk and send it."""
    file: FilePayload = {"name": "unsere-orte.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Tabelle", exact=True).set_input_files(file)
    page.get_by_role("button", name="Hochladen").click()


def outcome(page: Page) -> list[str]:
    """What came out of the table, line by line."""
    return [re.sub(r"\s+", " ", line).strip() for line in page.locator(".outcome li").all_inner_texts()]


def test_table_is_named_column_by_column_read_in_and_taken_back(enter: Enter, ben: Membership) -> None:
    hotline = TouchpointFactory(team=ben.team, name="Hotline", channel="Telefon")
    visitor = enter(ben.user).go(url(ben.team, "exchange"))
    page = visitor.page
    assert not stumbling_blocks(visitor)
    choose_file(page, TABLE + "".join(f"Filiale {number};direkt;Kauf;\n" for number in range(ROWS)))

    check = page.locator("#check")
    expect(page.get_by_label("Kontaktpunkt", exact=True)).to_have_value("name")
    expect(page.get_by_label("Was die Leute sagen")).to_have_value("")
    expect(check).to_contain_text("1 Stelle passt nicht")
    expect(check.locator("tbody tr")).to_contain_text(["Zeile 3Typ„quer“ passt nicht."])
    page.get_by_label("Wo", exact=True).select_option("Kaufphase")
    expect(check).to_contain_text(f"{ROWS + 3} Stellen passen nicht")
    page.get_by_label("Neue Kaufphasen anlegen").check()
    expect(check).to_contain_text("Neue Kaufphasen: Kauf")
    page.get_by_label("Was die Leute sagen").select_option("Ist aus Kundensicht")
    page.get_by_label("aktualisieren").check()
    expect(check).to_contain_text("schon da: aktualisieren")
    expect(check).to_contain_text("Neue Kaufphasen: Service, Kauf")
    assert outcome(page) == [f"{ROWS} neu", "1 schon da: aktualisieren", "1 nicht passend: bleibt draußen"]
    assert not stumbling_blocks(visitor)

    visitor.press("Einlesen")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="Eingelesen", exact=True)).to_be_visible(timeout=60_000)
    assert outcome(page)[:2] == [f"{ROWS} neu angelegt", "1 aktualisiert"]
    assert not stumbling_blocks(visitor)
    page.get_by_role("link", name="Zu den Kontaktpunkten").click()
    expect(page.get_by_text(f"{ROWS + 1} erfasst")).to_be_visible()
    page.get_by_label("Suche").fill("hotline")
    page.get_by_role("link", name="Hotline").click()
    expect(page.get_by_text("Niemand hebt ab").first).to_be_visible()
    expect(page.get_by_text("Telefon", exact=True)).to_be_visible()

    visitor.go(url(ben.team, "exchange"))
    page.get_by_role("link", name="unsere-orte.csv").click()
    page.get_by_role("link", name="Rückgängig machen").click()
    assert not stumbling_blocks(visitor)
    visitor.press("Rückgängig machen")
    expect(page.get_by_text("Alles ist wieder, wie es vorher war.")).to_be_visible(timeout=60_000)
    visitor.go(url(ben.team, "list"))
    expect(page.locator("tbody tr")).to_contain_text(["Hotline"])
    visitor.go(hotline.get_absolute_url())
    expect(page.get_by_role("heading", name="Ist", exact=True).locator("..")).to_contain_text("Noch nicht beschrieben")
    assert not visitor.complaints


def test_filtered_list_is_taken_out_as_a_workbook(enter: Enter, ben: Membership, tmp_path: Path) -> None:
    kauf = StageFactory(team=ben.team, name="Kauf")
    TouchpointFactory(team=ben.team, name="Angebot", stage=kauf, actual_state="Kommt nach drei Tagen")
    TouchpointFactory(team=ben.team, name="=Rechnung", stage=kauf)
    TouchpointFactory(team=ben.team, name="Forum", stage=kauf, kind=Kind.INDIRECT)
    page = enter(ben.user).go(url(ben.team, "list")).page
    page.get_by_text("direkt", exact=True).first.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_text("Ausgeben", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel (XLSX)").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    sheet = openpyxl.load_workbook(BytesIO(Path(taken.value.path()).read_bytes())).active
    assert sheet
    headings, *lines = sheet.iter_rows()
    names = [heading.value for heading in headings]
    told = {line[names.index("Name")].value: line[names.index("Ist aus Kundensicht")].value for line in lines}
    assert told == {"Angebot": "Kommt nach drei Tagen", "=Rechnung": None}
    assert "f" not in {cell.data_type for line in lines for cell in line}, "a name that looks like a formula is none"


def test_ready_list_is_ticked_by_keyboard_and_captured(enter: Enter, ben: Membership) -> None:
    visitor = enter(ben.user).go(url(ben.team, "list"))
    page = visitor.page
    page.get_by_role("link", name="Aus der Vorlage wählen").click()
    page.get_by_role("link", name="Kundschaft sind Unternehmen (B2B)").click()
    expect(page).to_have_url(re.compile("for=b2b"))
    for name in ("Newsletter", "Hotline"):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    assert not stumbling_blocks(visitor)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 Kontaktpunkte sind erfasst.")).to_be_visible()
    expect(page.locator("tbody tr")).to_contain_text(["Hotline", "Newsletter"])
    page.get_by_role("link", name="Hotline").click()
    expect(page.get_by_role("heading", name="Soll", exact=True)).to_be_visible()
    visitor.go(url(ben.team, "ready_made"))
    expect(page.get_by_label("Hotline", exact=True)).to_be_disabled()
