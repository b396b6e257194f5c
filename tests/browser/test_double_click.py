"""A double click does a deed once, and the form can be used again when people come back to it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

SLOW_CLICK = 200
"""Milliseconds between the two clicks of an unpractised hand."""
CLICK_TWICE = """async (button, pause) => {
  for (let click = 0; click < 2; click++) {
    button.click();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}"""


@pytest.fixture
def planning(enter: Enter, anna: Membership) -> Visitor:
    """Anna, who plans a round."""
    return enter(anna.user).go(reverse("meetings:create", args=[anna.team.slug]))


def send_twice(visitor: Visitor) -> int:
    """Click twice before the server answers; how often the form was sent."""
    under_way: list[Route] = []
    visitor.page.route("**/rounds/new/", lambda route: under_way.append(route))
    visitor.page.get_by_role("button", name="Planen und einladen").evaluate(CLICK_TWICE, SLOW_CLICK)
    under_way[-1].continue_()
    visitor.page.unroute("**/rounds/new/")
    return len(under_way)


def send_and_stop(visitor: Visitor) -> int:
    """Click, and stop the browser before the server answers; how often the form was sent."""
    stopped: list[Route] = []

    def stop(route: Route) -> None:
        stopped.append(route)
        route.abort("aborted")

    visitor.page.route("**/rounds/new/", stop)
    visitor.page.get_by_role("button", name="Planen und einladen").evaluate("button => button.click()")
    visitor.page.wait_for_timeout(300)
    visitor.page.unroute("**/rounds/new/")
    return len(stopped)


def test_a_double_click_plans_one_round(planning: Visitor, anna: Membership) -> None:
    for rounds in (1, 2):
        assert send_twice(planning) == 1
        expect(planning.page.get_by_text("Die Runde ist geplant")).to_be_visible()
        assert anna.team.meetings.count() == rounds
        planning.page.go_back()
    assert not planning.complaints


def test_a_form_that_came_back_with_a_mistake_is_sent_again(planning: Visitor, anna: Membership) -> None:
    when = planning.page.get_by_label("Beginn")
    proposed = when.input_value()
    when.fill("2001-01-01T09:00")
    assert send_twice(planning) == 1
    expect(planning.page.locator("[aria-invalid=true]").first).to_be_visible()
    when.fill(proposed)
    assert send_twice(planning) == 1
    expect(planning.page.get_by_text("Die Runde ist geplant")).to_be_visible()


def test_a_form_whose_way_was_stopped_is_sent_again_after_a_while(planning: Visitor, anna: Membership) -> None:
    page = planning.page
    page.clock.install()
    assert send_and_stop(planning) == 1
    assert send_and_stop(planning) == 0
    page.clock.fast_forward(10_000)
    planning.press("Planen und einladen")
    expect(page.get_by_text("Die Runde ist geplant")).to_be_visible()
    assert anna.team.meetings.count() == 1
