"""Plans as people use them: a crisis plan in two clicks, a trial through to its roll-out, an order that is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from actions.models import Plan, PlanKind
from actions.plans.ready import begin_reputation_crisis
from teams.models import Membership
from tests.actions.of_plans import DependencyFactory, MilestoneFactory, PilotVoiceFactory, PlanFactory, TrainingFactory
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.factories import NOW, ActionFactory, DepartmentFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def crisis(anna: Membership) -> Plan:
    return begin_reputation_crisis(team=anna.team, by=anna.user, at=NOW)


def test_a_crisis_plan_is_started_from_the_actions_with_two_clicks_and_one(
    enter: Enter, ben: Membership, anna: Membership, crisis: Plan
) -> None:
    page = enter(ben.user).go(f"/t/{anna.team.slug}/actions/").page
    page.get_by_role("link", name="Pläne").click()
    page.get_by_role("link", name="Shitstorm: unser Ruf wird angegriffen").click()
    expect(page.get_by_text("Krisenstab zusammenrufen")).to_be_visible()
    page.get_by_role("button", name="Starten", exact=True).dblclick()
    expect(page.get_by_role("heading", name=re.compile("^Krise: Shitstorm"))).to_be_visible()
    expect(page.locator(".plan-lines > li")).to_have_count(crisis.lines.count())
    assert crisis.starts.count() == 1


def test_a_trial_is_listened_to_decided_and_rolled_out(enter: Enter, anna: Membership) -> None:
    visitor = enter(anna.user).go(f"/t/{anna.team.slug}/actions/plans/")
    page = visitor.page
    page.get_by_role("button", name="Erprobung mit Meilensteinen").click()
    expect(page.get_by_text("Go oder No-Go", exact=True)).to_be_visible()
    ActionFactory(team=anna.team, plan=anna.team.plans.get(), what="Neue Rechnung in Filiale Nord")
    page.get_by_role("link", name="Stimme festhalten").click()
    page.get_by_label("Was gesagt wurde").fill("Endlich verständlich.")
    page.get_by_label("spricht dafür").check()
    page.get_by_label("Kundschaft").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Endlich verständlich.")).to_be_visible()
    page.get_by_role("link", name="Entscheiden").click()
    page.get_by_label("Go: wird ausgerollt", exact=True).check()
    page.get_by_label("Begründung").fill("Alle haben es verstanden.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Roll-out planen").click()
    expect(page.get_by_label("Neue Rechnung in Filiale Nord")).to_be_checked()
    page.get_by_role("button", name="Roll-out anlegen").click()
    expect(page.get_by_role("heading", name="Roll-out: Erprobung im Testmarkt")).to_be_visible()
    expect(page.get_by_role("link", name="Neue Rechnung in Filiale Nord")).to_be_visible()
    page.get_by_role("link", name="Schulung hinzufügen").click()
    page.get_by_label("Was", exact=True).fill("Neue Rechnung erklären")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="gehalten: Neue Rechnung erklären").click()
    expect(page.get_by_text("1 von 1 gehalten")).to_be_visible()
    assert not visitor.complaints


def test_an_order_that_does_not_fit_is_told_on_the_action(enter: Enter, anna: Membership) -> None:
    plan = PlanFactory(team=anna.team)
    later = ActionFactory(team=anna.team, plan=plan, what="Rechnung drucken")
    ActionFactory(team=anna.team, plan=plan, what="Muster entwerfen", due_on=later.due_on.replace(day=20))
    page = enter(anna.user).go(later.get_absolute_url()).page
    page.get_by_role("region", name="Reihenfolge").get_by_role("link", name="Ändern").click()
    page.get_by_role("button", name=re.compile("Kommt vorher.*Muster entwerfen")).click()
    expect(page.get_by_text("Soll fertig sein, bevor „Muster entwerfen“ es ist.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Lösen.*Muster entwerfen")).click()
    expect(page.get_by_role("button", name=re.compile("Kommt vorher.*Muster entwerfen"))).to_be_visible()


def test_plans_of_every_kind_stand_axe_both_schemes_and_phones(enter: Enter, anna: Membership, crisis: Plan) -> None:
    visitor, team = enter(anna.user), anna.team
    for kind in (PlanKind.PROJECT, PlanKind.PILOT, PlanKind.ROLL_OUT):
        plan = PlanFactory(team=team, kind=kind, name=f"{kind.label} mit einem Namen, der sich über Zeilen zieht")
        action = ActionFactory(team=team, plan=PlanFactory(team=team, parent=plan), responsible=anna.user)
        DependencyFactory(action=ActionFactory(team=team, plan=plan), after=action)
        MilestoneFactory(plan=plan, reached_at=NOW)
        if kind == PlanKind.PILOT:
            PilotVoiceFactory(plan=plan)
            PilotVoiceFactory(plan=plan, tone="negative", side="staff")
        if kind == PlanKind.ROLL_OUT:
            TrainingFactory(plan=plan, department=DepartmentFactory(team=team))
        assert complaints_about(visitor, plan.get_absolute_url()) == []
    assert complaints_about(visitor, crisis.get_absolute_url()) == []
    assert complaints_about(visitor, f"/t/{team.slug}/actions/plans/") == []
    assert complaints_about(visitor, f"/t/{team.slug}/actions/plans/{crisis.pk}/lines/") == []
