"""Giving journeys out and sharing them by link, as people do it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from journeys.models import Journey
from journeys.sharing import linking
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """Six steps in two phases, with words from both sides."""
    journey = JourneyFactory(team=anna.team, persona__name="Bauherrin Berta")
    feelings = iter((1, -1, -2, 0, 1, 2))
    for phase in ("Vergleichen", "Kaufen"):
        row = JourneyPhaseFactory(journey=journey, name=phase)
        for title in ("Website", "Angebot", "Rückruf"):
            JourneyStepFactory(
                phase=row,
                touchpoint=TouchpointFactory(team=anna.team, name=f"{title} beim {phase}"),
                emotion=next(feelings),
                goal="Den Preis verstehen, ohne anrufen zu müssen",
                quote="Warum dauert das so lange?",
                process="Angebot geht durch drei Hände",
            )
    return journey


def test_a_link_is_made_read_on_a_phone_and_revoked(enter: Enter, ben: Membership, journey: Journey) -> None:
    visitor = enter(ben.user).go(journey.get_absolute_url())
    page = visitor.page
    page.get_by_role("link", name="Teilen").click()
    page.get_by_label("Für wen").fill("Agentur Nord")
    page.get_by_role("button", name="Link machen").click()
    address = re.sub(r"^https?://[^/]+", "", page.get_by_label("Link zum Lesen").input_value())
    reader = enter(None, **PHONE).go(address)
    expect(reader.page.get_by_role("heading", name="Heizung tauschen", exact=False)).to_be_visible()
    expect(reader.page.get_by_role("heading", name="Angebot beim Kaufen", exact=False)).to_be_visible()
    expect(reader.page.get_by_role("table")).to_be_hidden()
    assert "drei Hände" not in reader.page.content()
    page.get_by_role("button", name="Widerrufen (Agentur Nord)").click()
    expect(page.get_by_text("Der Link für „Agentur Nord“ öffnet nichts mehr.")).to_be_visible()
    reader.go(address)
    expect(reader.page.get_by_role("heading", name="Dieser Link öffnet nichts")).to_be_visible()
    assert not visitor.complaints
    assert not reader.complaints


def test_the_link_is_copied_with_a_button(enter: Enter, ben: Membership, journey: Journey) -> None:
    visitor = enter(ben.user)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.go(f"{journey.get_absolute_url()}shares/").page
    page.get_by_label("Für wen").fill("Beirat")
    page.get_by_role("button", name="Link machen").click()
    page.get_by_role("button", name="Kopieren").click()
    expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link zum Lesen").input_value()


def test_every_way_out_is_saved(enter: Enter, ben: Membership, journey: Journey) -> None:
    page = enter(ben.user).go(f"{journey.get_absolute_url()}out/").page
    page.get_by_text("Zeilen weglassen", exact=True).first.click()
    page.get_by_label("Ziel").check()
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Zeichnung (SVG)").click()
    assert "Den Preis" not in drawing.value.path().read_text()
    with page.expect_download() as picture:
        page.get_by_role("button", name="Bild (PNG)").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


def test_pages_stand_axe_both_schemes_and_phones(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user)
    for page in ("out/", "shares/"):
        assert complaints_about(visitor, journey.get_absolute_url() + page) == []
    for inside in (False, True):
        _share, token = linking.share(
            journey=journey, for_whom="Agentur Nord", days=30, shows_inside=inside, by=anna.user, at=timezone.now()
        )
        assert complaints_about(visitor, reverse("shared_journey", args=[token])) == []
    assert complaints_about(visitor, journey.get_absolute_url() + "shares/") == []
    assert complaints_about(visitor, reverse("shared_journey", args=["nothing"])) == []
