"""Journeys kept and held against each other, as people do it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from journeys.comparing.taking import take
from journeys.models import JourneyStep
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.browser.visitor import PHONE
from tests.factories import NOW
from tests.journeys.comparable import a_way, its_plan
from tests.journeys.of_journeys import PersonaFactory

pytestmark = pytest.mark.browser


def test_a_journey_is_kept_changed_and_held_against_itself(enter: Enter, ben: Membership) -> None:
    journey = a_way(ben.team)
    visitor = enter(ben.user).go(f"/t/{ben.team.slug}/journeys/{journey.pk}/snapshots/")
    page = visitor.page
    page.get_by_label("Name").fill("Vor dem Umbau")
    page.get_by_role("button", name="Stand festhalten").dblclick()
    expect(page.get_by_role("link", name="Vor dem Umbau", exact=True)).to_have_count(1)
    JourneyStep.objects.filter(journey=journey, touchpoint__name="Angebot").update(expectation="Ein Festpreis.")
    page.get_by_role("link", name="Seit „Vor dem Umbau“").click()
    expect(page.get_by_role("heading", name="Stand „Vor dem Umbau“ gegen heute")).to_be_visible()
    changed = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Angebot"))
    expect(changed.get_by_role("row", name=re.compile("Erwartung.*Eine Zahl, die gilt.*Ein Festpreis"))).to_be_visible()
    page.get_by_role("link", name="Seiten tauschen").click()
    expect(page.get_by_role("heading", name="heute gegen Stand „Vor dem Umbau“")).to_be_visible()
    page.get_by_role("link", name="Stand „Vor dem Umbau“").click()
    expect(page.get_by_text("nur zum Lesen")).to_be_visible()
    page.get_by_role("link", name="Entfernen").click()
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Noch keiner.")).to_be_visible()
    assert not visitor.complaints


def test_any_two_are_chosen_by_keyboard_and_seen_both_ways(enter: Enter, rita: Membership) -> None:
    journey = a_way(rita.team)
    a_way(rita.team, PersonaFactory(team=rita.team, name="Verwalter Viktor"), occasion="Heizung warten")
    page = enter(rita.user).go(f"/t/{rita.team.slug}/journeys/{journey.pk}/snapshots/").page
    page.get_by_label("verglichen mit").focus()
    page.keyboard.type("Heizung warten")
    page.get_by_role("button", name="Vergleichen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Verwalter Viktor")
    page.get_by_role("link", name="nebeneinander").press("Enter")
    expect(page.get_by_role("img", name=re.compile("^Gefühlskurve: "))).to_have_count(2)
    page.get_by_role("link", name="übereinander").press("Enter")
    expect(page.get_by_role("img", name=re.compile("^Gefühlskurve: "))).to_have_count(1)


def test_a_phone_reads_both_sides_below_each_other(enter: Enter, anna: Membership) -> None:
    journey = a_way(anna.team)
    its_plan(journey)
    page = enter(anna.user, **PHONE).go(f"/t/{anna.team.slug}/journeys/{journey.pk}/compare/?right=plan").page
    left, right = page.get_by_text("Eine Zahl, die gilt."), page.get_by_text("Ein Festpreis am nächsten Tag.")
    expect(left).to_be_visible()
    above, below = left.bounding_box(), right.bounding_box()
    assert above and below
    assert above["y"] + above["height"] <= below["y"]


def test_comparing_stands_axe_both_schemes_and_phones(enter: Enter, anna: Membership) -> None:
    visitor, journey = enter(anna.user), a_way(anna.team)
    plan = its_plan(journey)
    kept = take(journey=journey, name="Vor der Umstellung auf alles, was sich lange liest", by=anna.user, at=NOW)
    plan.steps.update(evidence="guess")
    base = f"/t/{anna.team.slug}/journeys/{journey.pk}/"
    sides = f"compare/?left=j{journey.pk}&right=j{plan.pk}"
    for path in (sides, f"{sides}&view=beside", "snapshots/", f"snapshots/{kept.pk}/"):
        assert complaints_about(visitor, base + path) == []
