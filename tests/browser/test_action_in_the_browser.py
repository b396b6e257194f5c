"""One action as people work with it: checklist, talk, form and status; by keys and thumb, and without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Action
from teams.models import Membership
from tests.actions.parts import StepFactory, full
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.factories import ActionFactory, MetricFactory, ReadingFactory, TouchpointFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def action(anna: Membership, ben: Membership) -> Action:
    return ActionFactory(team=anna.team, responsible=ben.user, due_on="2099-12-01")


def test_checklist_is_filled_ticked_and_put_into_order_without_leaving_the_page(
    enter: Enter, ben: Membership, action: Action
) -> None:
    visitor = enter(ben.user).go(action.get_absolute_url())
    page, words = visitor.page, visitor.page.locator(".step-words > span:first-child")
    for text in ("Angebot einholen", "Müller anrufen 📞"):
        page.get_by_label("Nächster Schritt").fill(text)
        page.keyboard.press("Enter")
        expect(words.last).to_have_text(text)
        expect(page.get_by_label("Nächster Schritt")).to_be_focused()
    page.get_by_role("checkbox", name="Angebot einholen").press("Space")
    expect(page.get_by_text("1 von 2")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Angebot einholen")).to_be_checked()
    page.locator("#checklist").get_by_role("link", name="Ändern").click()
    page.get_by_role("button", name="„Müller anrufen 📞“ nach oben").press("Enter")
    expect(words.first).to_have_text("Müller anrufen 📞")
    expect(page.get_by_role("button", name="„Müller anrufen 📞“ nach oben")).to_be_focused()
    page.get_by_role("link", name="Fertig").click()
    expect(page.locator("#checklist").get_by_role("link", name="Ändern")).to_be_visible()
    assert page.url.endswith(action.get_absolute_url())
    assert not visitor.complaints


def test_checklist_and_talk_work_without_scripts(enter: Enter, ben: Membership, action: Action) -> None:
    StepFactory(action=action, text="Angebot einholen")
    visitor = enter(ben.user, java_script_enabled=False).go(action.get_absolute_url())
    page = visitor.page
    page.get_by_role("checkbox", name="Angebot einholen").click()
    expect(page.get_by_text("1 von 1")).to_be_visible()
    page.locator("#checklist").get_by_role("link", name="Ändern").click()
    page.get_by_role("link", name="„Angebot einholen“ umbenennen").click()
    page.get_by_label("Schritt").fill("Zwei Angebote einholen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Zwei Angebote einholen")).to_be_visible()
    page.get_by_role("link", name="Fertig").click()
    page.get_by_label("Kommentar").fill("Bis Montag.")
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_role("region", name="Gespräch")).to_contain_text("Bis Montag.")


def test_names_are_offered_behind_an_at_sign(
    enter: Enter, anna: Membership, ben: Membership, rita: Membership, action: Action
) -> None:
    visitor = enter(ben.user).go(action.get_absolute_url())
    page = visitor.page
    field = page.get_by_label("Kommentar")
    field.press_sequentially("Frag @kel")
    expect(page.get_by_role("option")).to_have_text(["Anna Keller"])
    field.press("Enter")
    expect(field).to_have_value("Frag @Anna Keller ")
    field.press_sequentially("oder @r")
    page.get_by_role("option", name="Rita Groß").click()
    expect(field).to_have_value("Frag @Anna Keller oder @Rita Groß ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.locator(".mention")).to_have_text(["@Anna Keller", "@Rita Groß"])
    assert not visitor.complaints


def test_status_changes_by_its_buttons_and_stops_only_with_a_reason(
    enter: Enter, ben: Membership, action: Action
) -> None:
    visitor = enter(ben.user, **PHONE).go(action.get_absolute_url())
    page = visitor.page
    page.get_by_role("button", name="Beginnen").click()
    expect(page.locator(".page-head")).to_contain_text("läuft")
    page.get_by_role("link", name="Stockt").click()
    page.get_by_label("Woran stockt es?").fill("Warten auf das Angebot")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator(".blocked")).to_contain_text("Warten auf das Angebot")
    page.get_by_role("button", name="Es geht weiter").click()
    page.get_by_role("button", name="Erledigt").click()
    expect(page.locator(".page-head")).to_contain_text("erledigt")
    page.get_by_role("button", name="Wieder aufnehmen").click()
    expect(page.locator(".page-head")).to_contain_text("läuft")
    assert not visitor.complaints


def test_metric_of_the_chosen_touchpoint_brings_its_newest_value_along(enter: Enter, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=ben.team, name="Hotline"), name="Zufriedenheit")
    ReadingFactory(metric=metric, value=84)
    visitor = enter(ben.user).go(reverse("actions:create", args=[ben.team.slug]))
    page = visitor.page
    page.get_by_text("Woran es sich zeigt").click()
    expect(page.get_by_label("Kennzahl")).to_have_count(0)
    page.get_by_label("Kontaktpunkt").select_option("Hotline")
    page.get_by_label("Kennzahl").select_option("Zufriedenheit")
    expect(page.get_by_label("Startwert")).to_have_value("84")
    page.get_by_label("Zielwert").fill("90,5")
    page.get_by_label("Was", exact=True).fill("Rückruf anbieten")
    page.get_by_label("Bis", exact=True).fill("2099-12-01")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("90,5")).to_be_visible()
    assert not visitor.complaints


@pytest.mark.parametrize("person", ["anna", "rita"])
def test_full_page_fits_every_screen_and_has_nothing_to_complain_about(
    enter: Enter, request: pytest.FixtureRequest, action: Action, person: str
) -> None:
    full(action)
    visitor = enter(request.getfixturevalue(person).user)
    paths = [action.get_absolute_url(), reverse("actions:expenses", args=[action.team.slug, action.pk])]
    if person == "anna":
        names = ("edit", "scenarios", "add_expense")
        paths += [reverse(f"actions:{name}", args=[action.team.slug, action.pk]) for name in names]
        paths.append(f"{reverse('actions:checklist', args=[action.team.slug, action.pk])}?arrange")
        paths.append(f"{reverse('actions:move', args=[action.team.slug, action.pk])}?to=dropped")
    wrong = [complaint for path in paths for complaint in complaints_about(visitor, path)]
    assert not wrong, "\n".join(wrong)
