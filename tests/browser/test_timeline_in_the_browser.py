"""Timeline and figures as managers use them: along the bars, on a phone, on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Action, Dependency, Milestone, Plan, Status
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.factories import ActionFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def address(anna: Membership, ben: Membership) -> str:
    """A plan with something overdue, something that comes after it, a milestone, and a past."""
    team, today = anna.team, anna.team.today(timezone.now())
    plan = Plan.objects.create(team=team, name="Rechnung verständlich machen")
    Milestone.objects.create(plan=plan, name="Freigabe", due_on=today + timedelta(days=9))
    spans = {"starts_on": today - timedelta(days=40), "due_on": today - timedelta(days=5)}
    late = ActionFactory(team=team, plan=plan, what="Entwerfen", responsible=anna.user, **spans)
    later = ActionFactory(team=team, plan=plan, what="Drucken", due_on=today + timedelta(days=300))
    Dependency.objects.create(action=later, after=late)
    for _number in range(6):
        done = ActionFactory(team=team, due_on=today - timedelta(days=20), responsible=ben.user, budget=500)
        Action.objects.filter(pk=done.pk).update(status=Status.DONE, done_at=timezone.now() - timedelta(days=22))
    return f"/t/{team.slug}/actions/"


def test_a_bar_leads_to_its_action_and_the_scale_changes(enter: Enter, anna: Membership, address: str) -> None:
    visitor = enter(anna.user).go(f"{address}timeline/")
    page = visitor.page
    expect(page.locator(".timeline-screen .arrow")).to_have_count(1)
    page.get_by_role("link", name="Wochen", exact=True).click()
    expect(page).to_have_url(re.compile("scale=weeks"))
    expect(page.locator(".timeline-screen .tick", has_text="KW").first).to_be_attached()
    page.locator("a.bar").first.click()
    expect(page.get_by_role("heading", name="Entwerfen", exact=True)).to_be_visible()
    assert not visitor.complaints


def test_the_keyboard_walks_along_the_names_and_not_twice_along_the_bars(
    enter: Enter, anna: Membership, address: str
) -> None:
    page = enter(anna.user).go(f"{address}timeline/").page
    names = page.locator(".timeline-screen a.what")
    names.first.focus()
    page.keyboard.press("Tab")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg')") is None


def test_on_a_phone_today_and_the_names_are_in_sight(enter: Enter, anna: Membership, address: str) -> None:
    page = enter(anna.user, **PHONE).go(f"{address}timeline/?scale=weeks").page
    screen = page.viewport_size
    assert screen
    today = page.locator("#today").bounding_box()
    name = page.locator(".timeline-screen .what").first.bounding_box()
    assert today and name
    assert name["x"] >= 0 and name["x"] + name["width"] < today["x"] < screen["width"]


def test_paper_has_the_picture_in_sheets_and_no_controls(enter: Enter, anna: Membership, address: str) -> None:
    page = enter(anna.user).go(f"{address}timeline/").page
    page.emulate_media(media="print")
    expect(page.locator(".timeline-sheet").first).to_be_visible()
    for hidden in (".timeline-screen", ".plan-filter", ".shell", ".timeline-choices"):
        expect(page.locator(hidden)).to_be_hidden()


@pytest.mark.parametrize("name", ["timeline/", "timeline/?group=person&scale=quarters&state=", "figures/?year=all"])
def test_every_view_stands_axe_both_schemes_and_phones(enter: Enter, anna: Membership, address: str, name: str) -> None:
    assert not complaints_about(enter(anna.user), f"{address}{name}")
