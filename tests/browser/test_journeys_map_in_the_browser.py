"""The map as people use it: by keys alone, two at once, without a line, on a phone, and by those who only read."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from journeys.models import Journey, JourneyStep
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.browser.visitor import PHONE, Visitor
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.browser

SAVED, OFFLINE = "gespeichert", "offline, Text ist gesichert"


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """Two phases with two steps each."""
    journey: Journey = JourneyFactory(team=anna.team, persona__name="Bauherrin Berta")
    montage = DepartmentFactory(team=anna.team, name="Montage")
    for position, name in enumerate(("Kaufen", "Nutzen")):
        phase = JourneyPhaseFactory(journey=journey, name=name, position=position)
        touchpoint = TouchpointFactory(team=anna.team, name=f"Angebot {name}")
        JourneyStepFactory(
            phase=phase, touchpoint=touchpoint, emotion=position, position=0, goal=f"Ziel {name}", department=montage
        )
        JourneyStepFactory(
            phase=phase, name=f"Rückruf {name}", position=1, quote="Endlich!", waiting_minutes=90, emotion=-2
        )
    return journey


def path(journey: Journey, page: str = "map") -> str:
    return reverse(f"journeys:{page}", args=[journey.team.slug, journey.pk])


def cell(page: Page, lane: str, column: int) -> Locator:
    return page.locator(f"tr[data-lane={lane}]:not(.curve) td").nth(column)


def heads(page: Page) -> Locator:
    return page.locator("#journey-grid thead th[data-step] .title")


def tab_to(page: Page, wanted: Locator) -> None:
    """Go to a control by the keyboard alone."""
    for _press in range(80):
        if wanted.count() and wanted.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def state(page: Page) -> Locator:
    return page.locator("#map-state")


def test_whole_journey_is_built_with_keys_alone(enter: Enter, anna: Membership) -> None:
    TouchpointFactory(team=anna.team, name="Angebot")
    visitor = enter(anna.user).go(reverse("journeys:list", args=[anna.team.slug]))
    page, keyboard = visitor.page, visitor.page.keyboard
    tab_to(page, page.locator("a", has_text="Selbst zeichnen"))
    press(page, "Enter")
    tab_to(page, page.locator("[name=new_persona]"))
    keyboard.type("Bauherrin Berta")
    tab_to(page, page.locator("[name=occasion]"))
    keyboard.type("Heizung tauschen")
    tab_to(page, page.locator("[name=phases]"))
    press(page, "Control+A")
    keyboard.type("Suchen\nKaufen")
    tab_to(page, page.locator("#content form button.primary"))
    press(page, "Enter")

    expect(page.get_by_text("Noch kein Schritt")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Ersten Schritt hinzufügen"))
    press(page, "Enter")
    tab_to(page, page.locator("[name=touchpoint]"))
    keyboard.type("Angebot")
    tab_to(page, page.locator("#content form button.primary"))
    press(page, "Enter")

    expect(heads(page)).to_have_text(["Angebot"])
    head = page.locator("#journey-grid thead th[data-step]")
    tab_to(page, head)
    press(page, "Insert")
    dialog = page.get_by_role("dialog")
    tab_to(page, dialog.locator("[name=name]"))
    keyboard.type("Rückruf nach einem Tag")
    tab_to(page, dialog.locator("button.primary"))
    press(page, "Enter")
    expect(heads(page)).to_have_text(["Angebot", "Rückruf nach einem Tag"])
    expect(head.nth(1)).to_be_focused()

    press(page, "ArrowDown", "ArrowLeft")
    expect(cell(page, "goal", 1)).to_be_focused()
    keyboard.type("Wissen, was es kostet")
    press(page, "Tab")
    expect(cell(page, "goal", 2)).to_be_focused()
    press(page, "F2")
    keyboard.type("Einen Termin\nnoch diese Woche")
    press(page, "Control+Enter")
    expect(state(page)).to_have_text(SAVED)
    expect(cell(page, "goal", 2)).to_be_focused()

    press(page, *["ArrowDown"] * 5)
    expect(cell(page, "emotion", 2)).to_be_focused()
    press(page, "Enter", "ArrowLeft", "Enter")
    expect(cell(page, "emotion", 2)).to_contain_text("−2 verärgert")
    expect(page.locator(".emotion-curve .point")).to_have_count(1)
    press(page, *["ArrowUp"] * 6)
    expect(head.nth(1)).to_be_focused()

    press(page, "Alt+ArrowLeft")
    expect(heads(page)).to_have_text(["Rückruf nach einem Tag", "Angebot"])
    expect(head.nth(0)).to_be_focused()
    press(page, "ArrowUp", "Alt+ArrowLeft")
    expect(page.locator("#journey-grid thead th[data-phase] span")).to_have_text(["Kaufen", "Suchen"])
    expect(page.locator("#journey-grid thead th[data-phase]").nth(0)).to_be_focused()

    callback, offer = JourneyStep.objects.on_the_way()
    assert (callback.name, callback.goal, callback.emotion) == (
        "Rückruf nach einem Tag",
        "Einen Termin\nnoch diese Woche",
        -2,
    )
    assert offer.goal == "Wissen, was es kostet"
    assert not visitor.complaints


def test_escape_takes_back_what_was_typed_and_saved(enter: Enter, anna: Membership, journey: Journey) -> None:
    page = enter(anna.user).go(path(journey)).page
    cell(page, "goal", 0).click()
    page.keyboard.type(" und mehr")
    expect(state(page)).to_have_text(SAVED, timeout=6_000)
    press(page, "Escape")
    expect(cell(page, "goal", 0)).to_have_text("Ziel Kaufen")
    expect(cell(page, "goal", 0)).to_be_focused()
    expect(state(page)).to_have_text(SAVED)
    page.reload()
    expect(cell(page, "goal", 0)).to_have_text("Ziel Kaufen")


@pytest.mark.parametrize(("choice", "stays"), [("Meins behalten", "Bens Ziel"), ("Das andere nehmen", "Annas Ziel")])
def test_two_at_one_cell_lose_nothing_unseen(
    enter: Enter, anna: Membership, ben: Membership, journey: Journey, choice: str, stays: str
) -> None:
    first, second = enter(anna.user).go(path(journey)).page, enter(ben.user).go(path(journey)).page
    for page in (first, second):
        cell(page, "doing", 0).click()
    first.keyboard.type("Annas Ziel")
    press(first, "Control+Enter")
    expect(state(first)).to_have_text(SAVED)
    second.keyboard.type("Bens Ziel")
    press(second, "Control+Enter")
    asked = second.get_by_role("alertdialog")
    expect(asked).to_contain_text("Anna Keller hat hier inzwischen geschrieben: Annas Ziel")
    expect(cell(second, "doing", 0).locator("textarea")).to_have_value("Bens Ziel")
    asked.get_by_role("button", name=choice).click()
    expect(asked).to_have_count(0)
    expect(cell(second, "doing", 0)).to_have_text(stays)
    expect(state(second)).not_to_have_text("speichert …")
    first.reload()
    expect(cell(first, "doing", 0)).to_have_text(stays)


def test_a_conflict_outlasts_a_reload(enter: Enter, anna: Membership, ben: Membership, journey: Journey) -> None:
    page = enter(ben.user).go(path(journey)).page
    cell(page, "doing", 0).click()
    journey.steps.update(doing="Annas Ziel")
    page.keyboard.type("Bens Ziel")
    press(page, "Control+Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.reload()
    expect(page.get_by_role("alertdialog")).to_contain_text("Annas Ziel")
    expect(cell(page, "doing", 0).locator("textarea")).to_have_value("Bens Ziel")


def test_without_a_line_the_text_waits_here(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user).go(path(journey))
    page = visitor.page
    visitor.context.set_offline(True)
    cell(page, "doing", 1).click()
    page.keyboard.type("Im Keller ohne Netz")
    press(page, "Tab")
    expect(state(page)).to_have_text(OFFLINE)
    expect(cell(page, "doing", 1)).to_have_text("Im Keller ohne Netz")
    visitor.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    page.reload()
    expect(cell(page, "doing", 1)).to_have_text("Im Keller ohne Netz")


def test_reload_in_the_middle_of_a_word_keeps_it(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user).go(path(journey))
    page = visitor.page
    page.route("**/cells/**", lambda route: route.abort())
    cell(page, "doing", 1).click()
    page.keyboard.type("mitten im W")
    page.reload()
    page.unroute("**/cells/**")
    page.reload()
    expect(cell(page, "doing", 1)).to_have_text("mitten im W")
    expect(state(page)).to_have_text(SAVED)


def test_whoever_is_signed_out_keeps_the_text_and_sends_it_after(
    enter: Enter, anna: Membership, journey: Journey
) -> None:
    visitor = enter(anna.user).go(path(journey))
    page = visitor.page
    visitor.context.clear_cookies(name="sessionid")
    cell(page, "doing", 1).click()
    page.keyboard.type("Nicht verlieren")
    press(page, "Control+Enter")
    expect(state(page)).to_contain_text("abgemeldet, Text ist gesichert")
    visitor.sign_in(anna.user).go(path(journey))
    expect(cell(page, "doing", 1)).to_have_text("Nicht verlieren")
    expect(state(page)).to_have_text(SAVED)


def test_too_many_words_are_told_and_stay(enter: Enter, anna: Membership, journey: Journey) -> None:
    page = enter(anna.user).go(path(journey)).page
    cell(page, "doing", 1).click()
    page.keyboard.insert_text("x" * 1001)
    press(page, "Tab")
    expect(cell(page, "doing", 1).get_by_role("alert")).to_contain_text("1000")
    expect(cell(page, "doing", 1).locator("textarea")).to_have_value("x" * 1001)
    cell(page, "doing", 1).locator("textarea").fill("ü" * 30_000)
    press(page, "Tab")
    expect(cell(page, "doing", 1).get_by_role("alert")).to_contain_text("30000")
    cell(page, "doing", 1).locator("textarea").fill("kurz")
    press(page, "Control+Enter")
    expect(state(page)).to_have_text(SAVED)
    expect(cell(page, "doing", 1)).to_have_text("kurz")


def test_steps_are_moved_by_menu_and_by_mouse(enter: Enter, anna: Membership, journey: Journey) -> None:
    page = enter(anna.user).go(path(journey)).page
    page.get_by_role("link", name="„Angebot Kaufen“ ändern").click()
    page.get_by_role("menuitem", name="Nach rechts").click()
    expect(heads(page)).to_have_text(["Rückruf Kaufen", "Angebot Kaufen", "Angebot Nutzen", "Rückruf Nutzen"])
    box, over = (page.locator("th[data-step]").nth(column).bounding_box() for column in (0, 2))
    assert box
    assert over
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(over["x"] + over["width"] - 20, over["y"] + 20, steps=6)
    page.mouse.up()
    expect(heads(page)).to_have_text(["Angebot Kaufen", "Angebot Nutzen", "Rückruf Kaufen", "Rückruf Nutzen"])


def test_steps_are_dragged_by_their_number_with_a_finger(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user, **PHONE).go(path(journey))
    page = visitor.page
    grip = page.locator("th[data-step] .no").first
    for _time in range(2):
        page.get_by_role("button", name="kleiner").click()
    page.locator("#map-frame").evaluate("frame => frame.scrollIntoView()")
    box = grip.bounding_box()
    assert box
    touch = visitor.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for _move in range(5):
        x += 50
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(heads(page).first).to_have_text("Rückruf Kaufen")


def test_step_is_added_between_two_in_place(enter: Enter, anna: Membership, journey: Journey) -> None:
    visitor = enter(anna.user).go(path(journey))
    page = visitor.page
    page.get_by_role("link", name="Schritt hinter „Angebot Kaufen“ einfügen").click(force=True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Hinzufügen").click()
    expect(dialog).to_contain_text("Ein Schritt hat einen Kontaktpunkt oder sagt, was hier fehlt.")
    dialog.locator("[name=name]").fill("Bestätigung")
    dialog.get_by_role("button", name="Hinzufügen").click()
    expect(heads(page)).to_have_text(
        ["Angebot Kaufen", "Bestätigung", "Rückruf Kaufen", "Angebot Nutzen", "Rückruf Nutzen"]
    )
    expect(page.locator("th[data-step]").nth(1)).to_be_focused()
    assert not visitor.complaints


def test_lanes_and_size_are_chosen_and_remembered(enter: Enter, rita: Membership, journey: Journey) -> None:
    page = enter(rita.user).go(path(journey)).page
    page.get_by_text("Zeilen", exact=True).click()
    page.get_by_role("link", name="an Ziel").click()
    expect(cell(page, "goal", 0)).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?hide=goal$"))
    page.get_by_role("link", name="Nur Innenansicht").click()
    expect(cell(page, "quote", 0)).to_be_hidden()
    page.get_by_role("button", name="kleiner").click()
    press(page, "Alt+-")
    page.reload()
    expect(page.locator(".map-zoom output")).to_have_text("69 %")
    expect(cell(page, "process", 0)).to_be_visible()
    expect(page.locator("tbody.customer")).to_be_hidden()
    page.get_by_role("link", name="Alle Zeilen zeigen").click()
    expect(cell(page, "quote", 0)).to_be_visible()
    page.get_by_role("button", name="Einpassen").click()
    assert page.locator("#map-frame").evaluate("frame => frame.scrollWidth <= frame.clientWidth + 1")
    page.get_by_label("Bereich").select_option("Montage")
    expect(page.get_by_text("2 von 4 Schritten")).to_be_visible()
    expect(page.locator("thead th.dim")).to_have_count(2)
    page.get_by_role("link", name="Alle zeigen").click()
    expect(page.locator("thead th.dim")).to_have_count(0)


def test_readers_have_nothing_to_change_and_a_list_of_keys(enter: Enter, rita: Membership, journey: Journey) -> None:
    visitor = enter(rita.user).go(path(journey))
    page = visitor.page
    expect(page.locator(".map-zoom")).to_be_visible()
    cell(page, "goal", 0).click()
    expect(page.locator("textarea, .more, .plus, [popover]")).to_have_count(0)
    press(page, "?")
    expect(page.get_by_role("dialog", name="Tasten")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not visitor.complaints


def test_on_a_phone_the_map_leads_to_its_steps(enter: Enter, rita: Membership, journey: Journey) -> None:
    page = enter(rita.user, **PHONE).go(path(journey) + "?hide=goal").page
    page.get_by_role("link", name="Schritt für Schritt lesen").click()
    expect(page.get_by_role("heading", name="Kaufen", exact=True)).to_be_visible()
    expect(page.get_by_role("article", name="2 Rückruf Kaufen")).to_contain_text("Endlich!")
    expect(page.get_by_text("Ziel Kaufen")).to_have_count(0)


def test_without_script_every_head_leads_to_its_form(enter: Enter, anna: Membership, journey: Journey) -> None:
    page = enter(anna.user, java_script_enabled=False).go(path(journey)).page
    page.get_by_role("link", name="„Angebot Kaufen“ ändern").click()
    expect(page.get_by_role("heading", name=re.compile("Angebot Kaufen"))).to_be_visible()
    page.go_back()
    page.get_by_text("Zeilen", exact=True).click()
    page.get_by_role("link", name="an Ziel").click()
    expect(cell(page, "goal", 0)).to_be_hidden()


def test_map_and_steps_stand_axe_both_schemes_and_phones(
    enter: Enter, anna: Membership, rita: Membership, journey: Journey
) -> None:
    empty = JourneyFactory(team=anna.team)
    begun = JourneyPhaseFactory(journey__team=anna.team).journey
    for visitor in (enter(anna.user), enter(rita.user)):
        for address in (path(journey), path(journey, "steps"), path(empty), path(begun)):
            assert complaints_about(visitor, address) == []
        assert complaints_about(visitor, path(journey) + "?department=Montage&hide=goal") == []


def test_writing_menus_and_questions_stand_axe(
    enter: Enter, anna: Membership, ben: Membership, journey: Journey
) -> None:
    visitor: Visitor = enter(ben.user).go(path(journey))
    page = visitor.page
    cell(page, "doing", 0).click()
    journey.steps.update(doing="Annas Ziel")
    page.keyboard.type("Bens Ziel")
    press(page, "Control+Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert list(complaints_about_this(visitor)) == []
    cell(page, "emotion", 0).click()
    expect(page.locator(".mood-editor")).to_be_visible()
    assert list(complaints_about_this(visitor)) == []
    page.get_by_role("link", name="„Angebot Nutzen“ ändern").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert list(complaints_about_this(visitor)) == []
