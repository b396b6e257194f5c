"""Asking as people do it: a survey from its beginning to its gaps."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from teams.models import Membership, Team
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.browser.visitor import PHONE
from tests.factories import (
    DepartmentFactory,
    MetricFactory,
    RatingFactory,
    ReadingFactory,
    SurveyFactory,
    TouchpointFactory,
)
from touchpoints.models import Rating

pytestmark = pytest.mark.browser


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def test_survey_is_begun_answered_by_thumb_and_by_keyboard_and_closed(enter: Enter, ben: Membership) -> None:
    DepartmentFactory(team=ben.team, name="Service")
    for name in ("Hotline", "Rechnung", "Messestand"):
        TouchpointFactory(team=ben.team, name=name)
    asking = enter(ben.user).go(url(ben.team, "create_survey"))
    asking.page.get_by_label("Titel").fill("Wie gut sind wir?")
    asking.page.get_by_label("Hotline").check()
    asking.page.get_by_label("Kontaktpunkte suchen").press_sequentially("rech")
    expect(asking.page.get_by_label("Messestand")).to_have_count(0)
    expect(asking.page.get_by_label("Hotline")).to_be_checked()
    asking.page.get_by_label("Rechnung").check()
    asking.press("Beginnen und Link zeigen")
    link = urlsplit(asking.page.locator(".share-link a").get_attribute("href") or "").path

    thumb = enter(None, **PHONE).go(link)
    thumb.press("Abschicken")
    expect(thumb.page.get_by_role("alert")).to_be_visible()
    assert list(complaints_about_this(thumb)) == []
    thumb.page.get_by_label("Mein Bereich").select_option("Service")
    for steps in thumb.page.locator(".scale-steps").all():
        steps.locator("label").nth(3).tap()
    thumb.press("Abschicken")
    expect(thumb.page.get_by_role("heading", name="Danke, die Antworten sind da.")).to_be_visible()
    assert list(complaints_about_this(thumb)) == []

    keys = enter().go(link)
    keys.page.get_by_label("Mein Bereich").select_option("Service")
    keys.page.get_by_label("Mein Bereich").focus()
    for scale in range(4):
        keys.page.keyboard.press("Tab")
        keys.page.keyboard.press("Space")
        keys.page.keyboard.press("ArrowRight")
        if scale % 2:
            keys.page.keyboard.press("Tab")  # past "kann ich nicht beurteilen"
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("heading", name="Danke, die Antworten sind da.")).to_be_visible()
    assert sorted(Rating.objects.values_list("importance", "performance")) == [(2, 2), (2, 2), (4, 4), (4, 4)]

    asking.page.get_by_role("link", name="Schließen und auswerten").click()
    asking.press("Schließen")
    expect(asking.page.get_by_text("zu wenige Antworten").first).to_be_visible()
    late = enter().go(link)
    expect(late.page.get_by_role("heading", name="Diese Umfrage ist geschlossen")).to_be_visible()
    assert not [*asking.complaints, *keys.complaints]


def test_results_stand_axe_both_schemes_and_phones(enter: Enter, ben: Membership) -> None:
    hotline = TouchpointFactory(team=ben.team, name="Hotline")
    survey = SurveyFactory(team=ben.team, closes_at=timezone.now())
    survey.touchpoints.add(hotline)
    for group, performance in (("Service", 5), ("Vertrieb", 2)):
        for step in range(6):
            RatingFactory(survey=survey, touchpoint=hotline, group=group, performance=max(1, performance - step % 2))
    ReadingFactory(metric=MetricFactory(touchpoint=hotline), distribution={"1": 3, "2": 9, "3": 8, "4": 2, "5": 1})
    visitor = enter(ben.user)
    for address in (survey.get_absolute_url(), hotline.get_absolute_url()):
        assert not complaints_about(visitor, address)
