"""The day on a phone: by thumb and by keyboard, on the page and from a mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from actions.mail_links import link_for
from actions.models import Action, Deed, Status
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import ActionFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def overdue(ben: Membership) -> Action:
    return an_action(ben, -2, "Rechnung verständlich schreiben")


def an_action(person: Membership, due: int, what: str) -> Action:
    today = person.team.today(timezone.now())
    return ActionFactory(team=person.team, responsible=person.user, due_on=today + timedelta(days=due), what=what)


def address(person: Membership) -> str:
    return f"/t/{person.team.slug}/actions/my-day/"


def status_of(action: Action) -> str:
    return Action.objects.get(pk=action.pk).status


def has_focus(page: Page, selector: str) -> bool:
    found: bool = page.evaluate("selector => !!document.activeElement.closest(selector)", selector)
    return found


def test_done_and_taken_back_by_thumb_without_leaving_the_page(enter: Enter, ben: Membership, overdue: Action) -> None:
    visitor = enter(ben.user, **PHONE).go(address(ben))
    page, line = visitor.page, visitor.page.locator(f"#line-{overdue.pk}")
    for button in line.locator(".button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    line.get_by_role("button", name="Erledigt").tap()
    expect(page.get_by_text("Nichts offen. So darf es bleiben.")).to_be_visible()
    assert status_of(overdue) == Status.DONE
    page.get_by_role("button", name="Rückgängig").tap()
    expect(page.get_by_role("link", name=overdue.what, exact=True)).to_be_visible()
    assert status_of(overdue) == Status.PLANNED
    assert page.url.endswith(address(ben))
    assert stumbling_blocks(visitor) == []


def test_postponing_by_keyboard_alone(enter: Enter, ben: Membership, overdue: Action) -> None:
    visitor = enter(ben.user, **PHONE).go(address(ben))
    page = visitor.page
    page.locator(f"#line-{overdue.pk}").get_by_role("link", name="Verschieben").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Verschieben")
    expect(form).to_be_focused()
    assert stumbling_blocks(visitor) == []
    page.keyboard.press("Tab")
    assert has_focus(page, "[type=radio]")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(form.locator("[name=reason]:invalid")).to_be_visible()
    page.keyboard.type("Die Druckerei liefert später.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ist verschoben.")).to_be_visible()
    expect(page.locator(".my-day-said")).to_be_focused()
    assert overdue.postponements.get().reason == "Die Druckerei liefert später."
    assert not visitor.complaints


def test_the_other_day_is_asked_for_once_it_is_chosen(enter: Enter, ben: Membership, overdue: Action) -> None:
    page = enter(ben.user, **PHONE).go(address(ben)).page
    page.locator(f"#line-{overdue.pk}").get_by_role("link", name="Verschieben").tap()
    day = page.locator("[name=to]")
    expect(day).to_be_hidden()
    page.get_by_text("anderer Tag", exact=True).tap()
    expect(day).to_be_visible()
    page.locator("[name=reason]").fill("Krank")
    page.get_by_role("button", name="Verschieben", exact=True).tap()
    expect(page.get_by_text("Hier fehlt der Tag.")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("Krank")


def test_giving_up_a_form_leaves_the_day_as_it_was(enter: Enter, ben: Membership, overdue: Action) -> None:
    page = enter(ben.user, **PHONE).go(address(ben)).page
    page.locator(f"#line-{overdue.pk}").get_by_role("link", name="Hilfe").tap()
    page.get_by_role("link", name="Abbrechen").tap()
    expect(page.get_by_role("form", name="Um Hilfe bitten")).to_have_count(0)
    assert page.url.endswith(address(ben))


def test_everything_works_without_scripts(enter: Enter, ben: Membership, overdue: Action) -> None:
    page = enter(ben.user, **PHONE, java_script_enabled=False).go(address(ben)).page
    line = page.locator(f"#line-{overdue.pk}")
    line.get_by_role("link", name="Verschieben").click()
    page.get_by_text("in einer Woche").click()
    page.locator("[name=reason]").fill("Krank")
    page.get_by_role("button", name="Verschieben", exact=True).click()
    expect(page.get_by_text("ist verschoben.")).to_be_visible()
    line.get_by_role("button", name="Erledigt").click()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("ist wieder offen.")).to_be_visible()


def test_a_link_in_a_mail_opens_without_signing_in_and_asks_once(
    enter: Enter, ben: Membership, overdue: Action
) -> None:
    links = {
        deed: link_for(action=overdue, user=ben.user, deed=deed, at=timezone.now()).removeprefix(settings.BASE_URL)
        for deed in Deed
    }
    visitor = enter(None, **PHONE)
    assert [wrong for path in links.values() for wrong in complaints_about(visitor, path)] == []
    page = visitor.go(links[Deed.DONE]).page
    assert status_of(overdue) == Status.PLANNED
    page.get_by_role("button", name="Ja, erledigt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Danke, ist festgehalten")).to_be_visible()
    assert status_of(overdue) == Status.DONE
    page.reload()
    expect(page.get_by_role("heading", name="Danke, ist festgehalten")).to_be_visible()
    assert not visitor.complaints


def test_the_day_stands_every_width_and_both_schemes(enter: Enter, anna: Membership, ben: Membership) -> None:
    for due in (-3, 0, 2, 20):
        an_action(ben, due, f"Rechnung {due} mit einer langen Zeile über Donaudampfschifffahrtsgesellschaften")
    call = an_action(anna, 4, "Preisliste lesen")
    Action.objects.filter(pk=call.pk).update(help_wanted_at=timezone.now(), help_wanted_by=anna.user)
    visitor = enter(ben.user)
    own = Action.objects.filter(responsible=ben.user).first()
    assert own
    paths = [
        address(ben),
        f"{address(ben)}{own.pk}/postpone/",
        f"{address(ben)}{own.pk}/help/",
        call.get_absolute_url(),
    ]
    assert [wrong for path in paths for wrong in complaints_about(visitor, path)] == []
