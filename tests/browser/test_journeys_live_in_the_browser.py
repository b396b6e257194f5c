"""The map is open at two people's: what one saves shows at the other's, who loses nothing of what they type."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from journeys import placing
from journeys.models import Journey, JourneyStep
from journeys.writing import write_cell
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.browser

SAVED = "gespeichert"


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """Two phases with two steps each."""
    journey: Journey = JourneyFactory(team=anna.team, persona__name="Bauherrin Berta")
    for position, name in enumerate(("Kaufen", "Nutzen")):
        phase = JourneyPhaseFactory(journey=journey, name=name, position=position)
        touchpoint = TouchpointFactory(team=anna.team, name=f"Angebot {name}")
        JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=position, position=0, goal=f"Ziel {name}")
        JourneyStepFactory(phase=phase, name=f"Rückruf {name}", position=1, emotion=-2)
    return journey


def path(journey: Journey) -> str:
    return reverse("journeys:map", args=[journey.team.slug, journey.pk])


def cell(page: Page, lane: str, column: int) -> Locator:
    return page.locator(f"tr[data-lane={lane}]:not(.curve) td").nth(column)


def titles(page: Page) -> Locator:
    return page.locator("#journey-grid thead th[data-step] .title")


def step_named(journey: Journey, name: str) -> JourneyStep:
    return journey.steps.select_related("journey__team", "phase").get(name=name)


def leave_a_mark(page: Page) -> None:
    page.evaluate("window.stillTheSame = true")


def test_what_one_saves_shows_while_the_other_goes_on_typing(
    enter: Enter, anna: Membership, ben: Membership, rita: Membership, journey: Journey
) -> None:
    annas, bens, ritas = (enter(person.user).go(path(journey)) for person in (anna, ben, rita))
    for visitor in (bens, ritas):
        leave_a_mark(visitor.page)
    cell(bens.page, "doing", 3).click()
    bens.page.keyboard.type("Ruft noch")
    cell(annas.page, "goal", 0).click()
    annas.page.keyboard.press("Control+A")
    annas.page.keyboard.type("Wissen, was es kostet")
    annas.page.keyboard.press("Control+Enter")
    for visitor in (bens, ritas):
        expect(cell(visitor.page, "goal", 0)).to_have_text("Wissen, was es kostet")
    placing.add_step(
        step=JourneyStep(journey=journey, phase=step_named(journey, "Rückruf Kaufen").phase, name="Besuch"), to=0
    )
    placing.move_step(
        step=step_named(journey, "Rückruf Nutzen"), phase=step_named(journey, "Rückruf Kaufen").phase, to=1
    )
    for visitor in (annas, bens, ritas):
        expect(titles(visitor.page)).to_have_text(
            ["Besuch", "Rückruf Nutzen", "Angebot Kaufen", "Rückruf Kaufen", "Angebot Nutzen"]
        )
    typed = cell(bens.page, "doing", 1).locator("textarea")
    expect(typed).to_be_focused()
    bens.page.keyboard.type(" einmal an")
    expect(typed).to_have_value("Ruft noch einmal an")
    bens.page.keyboard.press("Control+Enter")
    expect(bens.page.locator("#map-state")).to_have_text(SAVED)
    expect(cell(bens.page, "doing", 1)).to_be_focused()
    for visitor in (annas, ritas):
        expect(cell(visitor.page, "doing", 1)).to_have_text("Ruft noch einmal an")
    for visitor in (bens, ritas):
        assert visitor.page.evaluate("window.stillTheSame") is True
    assert [visitor.complaints for visitor in (annas, bens, ritas)] == [[], [], []]


def test_open_cell_that_somebody_else_saves_stays_open_and_shows_theirs_once_left(
    enter: Enter, ben: Membership, journey: Journey
) -> None:
    page, step = enter(ben.user).go(path(journey)).page, step_named(journey, "Rückruf Kaufen")
    cell(page, "doing", 1).click()
    write_cell(step=step, lane="doing", before="", after="Ruft zurück")
    write_cell(step=step, lane="goal", before="", after="Ruhe")
    expect(cell(page, "goal", 1)).to_have_text("Ruhe")
    expect(cell(page, "doing", 1).locator("textarea")).to_have_value("")
    page.keyboard.press("Escape")
    expect(cell(page, "doing", 1)).to_have_text("Ruft zurück")
    page.keyboard.press("Enter")
    expect(cell(page, "doing", 1).locator("textarea")).to_have_value("Ruft zurück")


def test_notice_of_a_conflict_outlasts_what_others_save(enter: Enter, ben: Membership, journey: Journey) -> None:
    page, step = enter(ben.user).go(path(journey)).page, step_named(journey, "Rückruf Kaufen")
    cell(page, "doing", 1).click()
    write_cell(step=step, lane="doing", before="", after="Ruft zurück")
    page.keyboard.type("Wartet")
    page.keyboard.press("Control+Enter")
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Ruft zurück")
    write_cell(step=step, lane="goal", before="", after="Ruhe")
    expect(cell(page, "goal", 1)).to_have_text("Ruhe")
    expect(asked).to_contain_text("Ruft zurück")
    asked.get_by_role("button", name="Meins behalten").click()
    expect(cell(page, "doing", 1)).to_have_text("Wartet")


def test_step_removed_meanwhile_leaves_what_is_being_typed_in_it(
    enter: Enter, ben: Membership, journey: Journey
) -> None:
    page = enter(ben.user).go(path(journey)).page
    cell(page, "doing", 1).click()
    page.keyboard.type("Wartet vergebens")
    placing.remove_step(step=step_named(journey, "Rückruf Kaufen"))
    expect(page.locator(".cell-refused")).to_contain_text("jemand hat ihn inzwischen entfernt")
    expect(cell(page, "doing", 1).locator("textarea")).to_have_value("Wartet vergebens")
    page.keyboard.press("Escape")
    expect(titles(page)).to_have_text(["Angebot Kaufen", "Angebot Nutzen", "Rückruf Nutzen"])


def test_first_step_of_others_brings_the_whole_map(enter: Enter, rita: Membership) -> None:
    journey = JourneyFactory(team=rita.team)
    page = enter(rita.user).go(path(journey)).page
    expect(page.get_by_text("Noch kein Schritt")).to_be_visible()
    phase = placing.add_phase(phase=JourneyPhaseFactory.build(journey=journey, name="Suchen"))
    placing.add_step(step=JourneyStep(journey=journey, phase=phase, name="Messe"))
    expect(titles(page)).to_have_text(["Messe"])


def test_page_that_nobody_looks_at_asks_nothing(enter: Enter, rita: Membership, journey: Journey) -> None:
    visitor = enter(rita.user)
    page = visitor.page
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    with page.expect_response(lambda answer: "/live/" in answer.url):
        visitor.go(path(journey))
    see(page, hidden=True)
    page.clock.run_for(10_000)
    known = len(asked)
    write_cell(step=step_named(journey, "Rückruf Kaufen"), lane="goal", before="", after="Ruhe")
    page.clock.run_for(60_000)
    assert len(asked) == known
    see(page, hidden=False)
    expect(cell(page, "goal", 1)).to_have_text("Ruhe")


def see(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
