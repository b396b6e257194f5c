"""The views of the plans as people use them: filters, the board by key, thumb and pointer, and the month."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from actions.models import Action, Status
from actions.moving import move
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import ActionFactory, DepartmentFactory, MeetingFactory, TouchpointFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def home(anna: Membership) -> str:
    return f"/t/{anna.team.slug}/actions/"


@pytest.fixture
def actions(anna: Membership, ben: Membership) -> list[Action]:
    """One that is late, one that runs, one that is stuck, one that is done."""
    now, team = timezone.now(), anna.team
    today, touchpoint = team.today(now), TouchpointFactory(team=team, name="Rechnung")
    more = {"team": team, "touchpoint": touchpoint, "department": DepartmentFactory(team=team, name="Innendienst")}
    late = ActionFactory(**more, what="Beleg kürzen", responsible=ben.user, due_on=today - timedelta(days=2))
    runs = ActionFactory(**more, what="Rückruf", status=Status.RUNNING, responsible=anna.user, due_on=today, budget=900)
    stuck = ActionFactory(
        team=team, what="Karte drucken", status=Status.BLOCKED, blocked_reason="Druckerei", due_on=today, priority=1
    )
    done = ActionFactory(team=team, what="Schild", status=Status.DONE, done_at=now, due_on=today, follow_up_on=today)
    late.helpers.add(anna.user)
    return [late, runs, stuck, done]


def column(page: Page, name: str) -> Locator:
    """A column of the board."""
    return page.get_by_role("region", name=re.compile(f"^{name}"))


def card(page: Page | Locator, what: str) -> Locator:
    """A card, by its words."""
    return page.get_by_role("link", name=what, exact=True)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("path", ["", "?group=person", "?more=on", "board/", "board/?group=department", "calendar/"])
def test_every_view_stands_on_every_screen(
    enter: Enter, anna: Membership, home: str, actions: list[Action], path: str, screen: dict[str, object]
) -> None:
    MeetingFactory(team=anna.team, starts_at=timezone.now())
    visitor = enter(anna.user, **screen).go(home + path)
    expect(visitor.page.get_by_text("Beleg kürzen").first).to_be_visible()
    assert not stumbling_blocks(visitor)
    assert not visitor.complaints


def test_a_filter_is_put_together_kept_and_opened_again(
    enter: Enter, anna: Membership, home: str, actions: list[Action]
) -> None:
    visitor = enter(anna.user).go(home)
    page = visitor.page
    found = page.locator("#found tbody tr:not(.group-head)")
    expect(found).to_have_count(3)
    page.get_by_label("Status").select_option(label="Überfällig")
    expect(found).to_have_count(1)
    page.get_by_label("Gruppieren").select_option(label="Nach: Wer")
    expect(page.locator(".group-head")).to_contain_text(["Ben Yılmaz"])
    expect(page.get_by_role("link", name="Tafel")).to_have_attribute("href", re.compile("state=overdue"))
    page.get_by_role("link", name="Filter speichern").click()
    page.get_by_label("Name").fill("Späte nach Person")
    page.get_by_role("button", name="Speichern").click()
    chip = page.get_by_role("navigation", name="Gespeicherte Filter").get_by_role("link", name="Späte nach Person")
    expect(chip).to_have_attribute("aria-current", "true")
    visitor.go(home)
    expect(found).to_have_count(3)
    chip.click()
    expect(found).to_have_count(1)
    page.get_by_role("link", name="Mehr Filter").click()
    expect(page.get_by_label("Region")).to_be_visible()
    page.get_by_label("Region").fill("Nord")
    page.get_by_label("Region").blur()
    expect(page.get_by_text("Nichts gefunden")).to_be_visible()
    assert not visitor.complaints


def test_arrow_keys_move_a_card_and_stay_with_it(
    enter: Enter, anna: Membership, home: str, actions: list[Action]
) -> None:
    visitor = enter(anna.user).go(home + "board/")
    page = visitor.page
    card(page, "Beleg kürzen").focus()
    page.keyboard.press("ArrowRight")
    expect(card(column(page, "läuft"), "Beleg kürzen")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card(page, "Rückruf")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Woran stockt es?").fill("Die Leitung ist gestört.")
    assert not stumbling_blocks(visitor)
    page.get_by_role("button", name="Festhalten").click()
    expect(card(column(page, "stockt"), "Rückruf")).to_be_focused()
    expect(page.locator("#board-told")).to_contain_text("Rückruf")
    assert not visitor.complaints


def test_a_refused_move_is_told_and_the_card_hangs_where_it_is(
    enter: Enter, anna: Membership, home: str, actions: list[Action]
) -> None:
    visitor = enter(anna.user).go(home + "board/")
    page = visitor.page
    move(action=actions[0], to=Status.DROPPED, reason="zu teuer", at=timezone.now())
    card(page, "Beleg kürzen").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("Von „verworfen“ geht es nicht zu „läuft“.")
    page.keyboard.press("Escape")
    expect(card(page, "Beleg kürzen")).to_have_count(0)
    actions[0].refresh_from_db()
    assert actions[0].status == Status.DROPPED


def test_a_thumb_moves_a_card_by_its_menu(enter: Enter, anna: Membership, home: str, actions: list[Action]) -> None:
    visitor = enter(anna.user, **PHONE).go(home + "board/")
    page = visitor.page
    page.get_by_role("link", name="Verschieben: Beleg kürzen").tap()
    page.get_by_role("dialog").get_by_role("button", name="erledigt").tap()
    expect(card(column(page, "erledigt"), "Beleg kürzen")).to_have_count(1)
    page.get_by_role("link", name="Verschieben: Rückruf").tap()
    page.get_by_role("dialog").get_by_role("link", name="verworfen …").tap()
    page.get_by_role("button", name="Verwerfen").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Grund").fill("zu teuer")
    page.get_by_role("button", name="Verwerfen").tap()
    expect(card(page, "Rückruf")).to_have_count(0)
    assert not visitor.complaints


def test_a_pointer_drags_a_card_only_where_it_may_go(
    enter: Enter, anna: Membership, home: str, actions: list[Action]
) -> None:
    page = enter(anna.user).go(home + "board/").page
    page.locator(f"#card-{actions[3].pk}").drag_to(column(page, "stockt"))
    page.locator(f"#card-{actions[0].pk}").drag_to(column(page, "läuft"))
    expect(card(column(page, "läuft"), "Beleg kürzen")).to_have_count(1)
    expect(card(column(page, "erledigt"), "Schild")).to_have_count(1)


def test_board_and_filters_work_without_javascript(
    enter: Enter, anna: Membership, home: str, actions: list[Action]
) -> None:
    page = enter(anna.user, java_script_enabled=False).go(f"{home}board/?whose=mine").page
    page.get_by_role("link", name="Verschieben: Rückruf").click()
    page.get_by_role("link", name="stockt …").click()
    page.get_by_label("Woran stockt es?").fill("Die Leitung ist gestört.")
    page.get_by_role("button", name="Festhalten").click()
    expect(page).to_have_url(re.compile(r"board/\?whose=mine"))
    expect(card(column(page, "stockt"), "Rückruf")).to_have_count(1)
    page.get_by_role("link", name="Mehr Filter").click()
    page.get_by_label("Priorität").select_option(label="hoch")
    page.get_by_role("button", name="Filtern").click()
    expect(card(page, "Rückruf")).to_have_count(0)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["laptop", "phone"])
def test_months_are_turned_and_today_is_a_click_away(
    enter: Enter, anna: Membership, home: str, screen: dict[str, object]
) -> None:
    ActionFactory(team=anna.team, what="Beleg kürzen", due_on=date(2027, 1, 4))
    page = enter(anna.user, **screen).go(f"{home}calendar/?month=2026-12&whose=").page
    page.get_by_role("link", name="Januar").click()
    expect(page.get_by_role("heading", name="Januar 2027")).to_be_visible()
    expect(page.get_by_role("link", name="fällig Beleg kürzen")).to_be_visible()
    page.get_by_label("Suche").press_sequentially("gibt es nicht")
    expect(page.get_by_role("link", name="fällig Beleg kürzen")).to_have_count(0)
    expect(page.get_by_role("heading", name="Januar 2027")).to_be_visible()
    page.get_by_role("link", name="Heute").click()
    expect(page.get_by_role("heading", name="Januar 2027")).to_have_count(0)
