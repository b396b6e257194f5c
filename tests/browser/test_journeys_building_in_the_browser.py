"""Building a journey as people do it: from the empty list to steps, by keyboard too."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from journeys.mapping import map_of
from journeys.models import Journey
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.browser


def address(who: Membership, page: str, *args: int) -> str:
    return reverse(f"journeys:{page}", args=[who.team.slug, *args])


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """An Ist of two phases with steps of every kind, and its Soll."""
    journey = JourneyFactory(team=anna.team, persona__name="Bauherrin Berta mit einem langen Namen")
    TouchpointFactory(team=anna.team, name="Angebot")
    for position, name in enumerate(("Kaufen", "Nutzen und immer wieder nutzen")):
        phase = JourneyPhaseFactory(journey=journey, name=name, position=position)
        offer = anna.team.touchpoints.get(name="Angebot")
        JourneyStepFactory(phase=phase, touchpoint=offer, emotion=2 - 3 * position, goal="Preis verstehen")
        JourneyStepFactory(phase=phase, name="Rückruf, den es geben sollte", emotion=position)
    JourneyFactory(team=anna.team, persona=journey.persona, kind="target")
    JourneyFactory(team=anna.team, persona=journey.persona, kind="case", case_name="Auftrag 4711")
    DepartmentFactory(team=anna.team, name="Vertrieb")
    return journey


def tab_to(page: Page, name: str) -> None:
    """Go to a control by the keyboard alone."""
    wanted = page.locator(f"[name={name}]").first
    for _press in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached")


def test_a_journey_is_drawn_from_the_empty_list(enter: Enter, anna: Membership) -> None:
    visitor = enter(anna.user).go(address(anna, "list"))
    page = visitor.page
    page.get_by_role("link", name="Selbst zeichnen").click()
    page.get_by_label("Kundenprofil").fill("Bauherrin Berta 🏠")
    page.get_by_label("Anlass").fill("Heizung tauschen")
    expect(page.get_by_label("Bezeichnung des Falls")).to_be_hidden()
    page.get_by_label("Fall", exact=True).check()
    page.get_by_label("Bezeichnung des Falls").fill("Auftrag 4711")
    page.get_by_role("button", name="Anlegen").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Heizung tauschen")
    journey = anna.team.journeys.get()
    assert (journey.case_name, journey.phases.count()) == ("Auftrag 4711", 5)
    assert not visitor.complaints


def test_a_step_is_added_and_told_by_keyboard_alone(enter: Enter, anna: Membership, journey: Journey) -> None:
    TouchpointFactory(team=anna.team, name="Hotline für Störungen")
    here = address(anna, "list")
    visitor = enter(anna.user).go(f"{address(anna, 'add_step', journey.pk)}?next={here}")
    page = visitor.page
    tab_to(page, "touchpoint")
    page.keyboard.type("Störung")
    expect(page.locator("datalist option")).to_have_attribute("value", "Hotline für Störungen")
    page.keyboard.press("Control+a")
    page.keyboard.type("hotline für störungen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Customer Journeys")).to_be_visible()
    step = journey.steps.get(touchpoint__name="Hotline für Störungen")
    visitor.go(f"{address(anna, 'edit_step', journey.pk, step.pk)}?next={here}")
    tab_to(page, "goal")
    page.keyboard.type("Warmes Wasser")
    tab_to(page, "emotion")
    page.keyboard.press("ArrowDown")
    tab_to(page, "waiting_minutes_0")
    page.keyboard.type("2")
    tab_to(page, "waiting_minutes_1")
    page.keyboard.type("Stunden")
    page.locator("[name=waiting_minutes_0]").press("Enter")
    expect(page.get_by_role("heading", name="Customer Journeys")).to_be_visible()
    step.refresh_from_db()
    assert (step.goal, step.emotion, step.waiting_minutes) == ("Warmes Wasser", -2, 120)
    assert not visitor.complaints


def test_a_gap_is_added_and_becomes_a_touchpoint_on_a_phone(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user, **PHONE).go(address(anna, "add_step", journey.pk))
    page = visitor.page
    page.get_by_label("Kontaktpunkt").fill("Chat am Abend")
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("button", name="Als Lücke aufnehmen").click()
    expect(page.get_by_text("Chat am Abend").first).to_be_visible()
    step = journey.steps.get(name="Chat am Abend")
    visitor.go(address(anna, "edit_step", journey.pk, step.pk))
    page.get_by_role("link", name="Diese Lücke als Kontaktpunkt anlegen").click()
    page.get_by_role("button", name="Anlegen").click()
    expect(page).to_have_url(re.compile(journey.get_absolute_url()))
    assert anna.team.touchpoints.get(name="Chat am Abend").status == "idea"


def test_a_step_is_moved_by_its_form(enter: Enter, anna: Membership, journey: Journey) -> None:
    step = map_of(journey).steps[0]
    assert step.pk
    page = enter(anna.user).go(address(anna, "edit_step", journey.pk, step.pk)).page
    page.get_by_label("Verschieben nach").select_option("Nutzen und immer wieder nutzen: nach „Angebot“")
    page.get_by_role("button", name="Verschieben").click()
    expect(page).to_have_url(re.compile(journey.get_absolute_url()))
    assert [len(phase.steps) for phase in map_of(journey).phases] == [1, 3]


def test_the_list_is_narrowed_down_while_typing(enter: Enter, anna: Membership, journey: Journey) -> None:
    JourneyFactory(team=anna.team, persona__name="Carl", occasion="Wartung")
    visitor = enter(anna.user).go(address(anna, "list"))
    page = visitor.page
    page.get_by_role("searchbox").fill("wartung")
    expect(page.locator(".journey-entry")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".journey-entry")).to_have_count(4)
    page.get_by_role("radio", name="Soll").check()
    expect(page.locator(".journey-entry")).to_have_count(1)
    assert not visitor.complaints


def test_the_forms_stand_axe_both_schemes_and_phones(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user)
    step, gap = journey.steps.exclude(touchpoint=None).first(), journey.steps.gaps().first()
    phase = journey.phases.first()
    assert step and gap and phase
    pages = [
        address(anna, "list"),
        f"{address(anna, 'list')}?q=nichts",
        address(anna, "create"),
        address(anna, "edit", journey.pk),
        address(anna, "copy", journey.pk),
        address(anna, "remove", journey.pk),
        address(anna, "add_phase", journey.pk),
        address(anna, "rename_phase", journey.pk, phase.pk),
        address(anna, "remove_phase", journey.pk, phase.pk),
        address(anna, "add_step", journey.pk),
        address(anna, "edit_step", journey.pk, step.pk),
        address(anna, "remove_step", journey.pk, step.pk),
        address(anna, "into_inventory", journey.pk, gap.pk),
    ]
    assert [words for path in pages for words in complaints_about(visitor, path)] == []


def test_the_empty_list_stands_axe(enter: Enter, anna: Membership) -> None:
    assert complaints_about(enter(anna.user), address(anna, "list")) == []
