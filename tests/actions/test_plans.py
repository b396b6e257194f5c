"""Plans hold actions together: their parts, their progress, who may change them, what goes in and out."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions import printing
from actions.errors import NotAllowed
from actions.models import Action, Expense, Outcome, Plan, PlanKind, Status
from actions.personal_data import about
from actions.plans import making, page
from actions.plans.keeping import tables
from actions.plans.progress import State, progress_of
from actions.settling import settle
from teams.leaving import delete_account
from teams.models import Membership, Team
from tests.actions.of_plans import (
    CrisisPlanFactory,
    DependencyFactory,
    DrawerLineFactory,
    MilestoneFactory,
    PilotVoiceFactory,
    PlanFactory,
    TrainingFactory,
)
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def url(team: Team, name: str, *args: Any) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


def progress(plan: Plan) -> Any:
    return progress_of([plan], today=TODAY)[plan.pk]


def done(**fields: Any) -> Action:
    return ActionFactory(status=Status.DONE, done_at=NOW, **fields)


# --- What a plan is --------------------------------------------------------------------------------


def test_a_plan_has_its_name_once_a_team(team: Team, ben: Membership) -> None:
    PlanFactory(team=team, name="Rechnung neu")
    response = signed_in(ben).post(url(team, "create_plan"), {"name": "rechnung NEU"})
    assert response.status_code == 422
    assert "Einen Plan mit diesem Namen gibt es schon." in response.content.decode()


def test_a_plan_has_parts_but_a_part_has_none(team: Team) -> None:
    top = PlanFactory(team=team)
    part = making.make(plan=Plan(team=team, name="Teil", parent=top))
    with pytest.raises(ValidationError, match="selbst ein Teilprojekt"):
        making.make(plan=Plan(team=team, name="Teil vom Teil", parent=part))
    with pytest.raises(ValidationError, match="hat selbst Teilprojekte"):
        making.change(plan=top, values={"parent": PlanFactory(team=team)})
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=part.pk).update(parent=part)


def test_a_crisis_plan_stands_alone(team: Team) -> None:
    with pytest.raises(ValidationError, match="für sich in der Schublade"):
        making.make(plan=Plan(team=team, name="K", kind=PlanKind.CRISIS, parent=PlanFactory(team=team)))
    with pytest.raises(ValidationError, match="keine Teilprojekte"):
        making.make(plan=Plan(team=team, name="T", parent=CrisisPlanFactory(team=team)))


def test_a_plan_does_not_begin_after_its_end(team: Team, ben: Membership) -> None:
    given = {"name": "Verkehrt", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}
    response = signed_in(ben).post(url(team, "create_plan"), given)
    assert response.status_code == 422
    assert "Der Beginn liegt nach dem Ende." in response.content.decode()


def test_a_plan_is_planned_runs_and_is_done_as_its_actions_are(team: Team) -> None:
    plan: Plan = PlanFactory(team=team)
    assert progress(plan).state(plan) == State.PLANNED
    action = ActionFactory(team=team, plan=plan)
    assert progress(plan).state(plan) == State.PLANNED
    Action.objects.filter(pk=action.pk).update(status=Status.RUNNING)
    assert progress(plan).state(plan) == State.RUNNING
    Action.objects.filter(pk=action.pk).update(status=Status.DONE)
    assert progress(plan).state(plan) == State.DONE
    plan = making.close(plan=plan, at=NOW)
    assert progress(plan).state(plan) == State.CLOSED


def test_progress_counts_parts_and_leaves_out_what_was_dropped(team: Team) -> None:
    plan = PlanFactory(team=team)
    part = PlanFactory(team=team, parent=plan)
    done(team=team, plan=plan)
    ActionFactory(team=team, plan=part, due_on=TODAY - timedelta(days=1))
    ActionFactory(team=team, plan=part, status=Status.BLOCKED, blocked_reason="Krank", due_on=TODAY)
    ActionFactory(team=team, plan=part, status=Status.DROPPED, result="Zu teuer")
    counted = progress(plan)
    assert (counted.done, counted.decided, counted.overdue, counted.blocked) == (1, 3, 1, 1)
    assert (progress(part).done, progress(part).decided) == (0, 2)
    assert counted.percent == 33


def test_a_second_click_on_closing_keeps_the_first_moment(team: Team) -> None:
    plan = PlanFactory(team=team)
    making.close(plan=plan, at=NOW)
    assert making.close(plan=plan, at=NOW + timedelta(hours=1)).closed_at == NOW
    assert making.reopen(plan=plan).closed_at is None


def test_what_two_people_change_at_a_plan_is_both_kept(team: Team) -> None:
    plan = PlanFactory(team=team, name="Alt", aim="")
    making.change(plan=plan, values={"aim": "Weniger Rückfragen"})
    making.change(plan=plan, values={"name": "Neu"})
    plan.refresh_from_db()
    assert (plan.name, plan.aim) == ("Neu", "Weniger Rückfragen")
    assert plan.history.count() == 3


# --- Who may what ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("anna", "ben", 200),
        ("ben", "ben", 200),
        ("ben", None, 200),
        ("ben", "anna", 403),
        ("rita", None, 403),
        ("clara", None, 404),
    ],
)
def test_leads_change_every_plan_and_members_theirs(
    request: pytest.FixtureRequest, team: Team, who: str, whose: str | None, status: int
) -> None:
    member, owner = request.getfixturevalue(who), whose and request.getfixturevalue(whose)
    plan = PlanFactory(team=team, responsible=owner.user if owner else None)
    browser = signed_in(member)
    assert browser.get(url(team, "edit_plan", plan.pk)).status_code == status
    assert browser.get(url(team, "add_milestone", plan.pk)).status_code == status
    changeable = member.team == team and team.plans.changeable_by(member).exists()
    assert changeable == (status == 200)


def test_a_reader_sees_the_plans_and_no_button(team: Team, rita: Membership) -> None:
    plan = PlanFactory(team=team)
    MilestoneFactory(plan=plan)
    CrisisPlanFactory(team=team)
    for address in (url(team, "plans"), url(team, "plan", plan.pk)):
        page_text = signed_in(rita).get(address).content.decode()
        assert "Starten" not in page_text
        assert page_text.count('method="post"') == signed_in(rita).get(url(team, "list")).content.decode().count(
            'method="post"'
        )


def test_a_plan_of_another_team_is_no_parent(team: Team, ben: Membership, clara: Membership) -> None:
    foreign = PlanFactory(team=clara.team)
    response = signed_in(ben).post(url(team, "create_plan"), {"name": "Meins", "parent": foreign.pk})
    assert response.status_code == 422
    assert not team.plans.exists()


def test_whoever_leaves_by_deleting_their_account_leaves_the_plan(
    team: Team, anna: Membership, ben: Membership
) -> None:
    plan = PlanFactory(team=team, responsible=ben.user)
    delete_account(user=ben.user, at=NOW)
    plan.refresh_from_db()
    assert plan.responsible is None
    assert signed_in(anna).get(plan.get_absolute_url()).status_code == 200


def test_what_a_person_does_in_plans_is_among_their_data(team: Team, ben: Membership) -> None:
    PlanFactory(team=team, name="Rechnung neu", responsible=ben.user)
    DrawerLineFactory(plan__team=team, what="Belege sichern", responsible=ben.user)
    told = about(ben.user)
    assert [plan["plan"] for plan in told["plans"]] == ["Rechnung neu"]
    assert [step["what"] for step in told["steps_of_crisis_plans"]] == ["Belege sichern"]
    assert told["decisions"] == []


def test_a_team_takes_its_plans_along_and_nobody_elses(team: Team, clara: Membership) -> None:
    DrawerLineFactory(plan__team=clara.team)
    mine = [MilestoneFactory(plan__team=team), PilotVoiceFactory(plan__team=team), TrainingFactory(plan__team=team)]
    DependencyFactory(action__team=team)
    counted = {table.name: len(list(table.rows())) for table in tables(team)}
    assert counted == {
        "plans": len(mine),
        "milestones": 1,
        "action_order": 1,
        "pilot_voices": 1,
        "trainings": 1,
        "crisis_steps": 0,
    }


def test_an_action_that_fine_tunes_another_stays_in_its_plan(team: Team) -> None:
    action = ActionFactory(team=team, plan=PlanFactory(team=team))
    settle(action=action, outcome=Outcome.FINE_TUNE, result="Fast", again_on=TODAY + timedelta(days=14), at=NOW)
    assert Action.objects.get(predecessor=action).plan == action.plan


# --- In and out ------------------------------------------------------------------------------------


def test_ticked_actions_come_into_the_plan(team: Team, ben: Membership) -> None:
    plan, action, other = PlanFactory(team=team), ActionFactory(team=team), ActionFactory(team=team)
    response = signed_in(ben).post(url(team, "take_in", plan.pk), {"actions": [action.pk]})
    assert response.status_code == 302
    assert list(plan.actions.all()) == [action]
    other.refresh_from_db()
    assert other.plan is None


def test_members_take_in_only_what_they_may_change(team: Team, anna: Membership, ben: Membership) -> None:
    plan, hers = PlanFactory(team=team), ActionFactory(team=team, responsible=anna.user)
    response = signed_in(ben).post(url(team, "take_in", plan.pk), {"actions": [hers.pk]})
    assert response.status_code == 422
    assert not plan.actions.exists()


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "9" * 30, "1.5"])
def test_what_is_no_action_is_not_taken_in(team: Team, ben: Membership, typed: str) -> None:
    plan = PlanFactory(team=team)
    assert signed_in(ben).post(url(team, "take_in", plan.pk), {"actions": typed}).status_code == 422


def test_actions_are_searched_for_by_their_words(team: Team, ben: Membership) -> None:
    plan = PlanFactory(team=team)
    ActionFactory(team=team, what="Hotline: Rückruf anbieten")
    ActionFactory(team=team, what="Messestand umbauen")
    found = signed_in(ben).get(url(team, "take_in", plan.pk), {"q": "rückRUF\0"}).content.decode()
    assert "Rückruf anbieten" in found
    assert "Messestand" not in found


def test_an_action_leaves_the_plan_and_stays_what_it_is(team: Team, ben: Membership) -> None:
    plan = PlanFactory(team=team)
    action = ActionFactory(team=team, plan=plan)
    signed_in(ben).post(url(team, "let_out", plan.pk, action.pk))
    action.refresh_from_db()
    assert (action.plan, action.status) == (None, Status.PLANNED)


def test_nothing_is_taken_into_the_drawer(team: Team, ben: Membership) -> None:
    drawer, action = CrisisPlanFactory(team=team), ActionFactory(team=team)
    with pytest.raises(NotAllowed):
        making.take_in(plan=drawer, actions=[action], by=ben.user, at=NOW)
    assert signed_in(ben).get(url(team, "take_in", drawer.pk)).status_code == 404


def test_removing_a_plan_leaves_its_actions(team: Team, anna: Membership) -> None:
    plan = PlanFactory(team=team)
    action, part = ActionFactory(team=team, plan=plan), PlanFactory(team=team, parent=plan)
    assert signed_in(anna).get(url(team, "remove_plan", plan.pk)).status_code == 200
    signed_in(anna).post(url(team, "remove_plan", plan.pk))
    action.refresh_from_db()
    part.refresh_from_db()
    assert (action.plan, part.parent) == (None, None)


def test_an_action_is_recorded_right_into_the_plan_and_never_into_the_drawer(team: Team, ben: Membership) -> None:
    plan, drawer = PlanFactory(team=team), CrisisPlanFactory(team=team)
    closed = PlanFactory(team=team, closed_at=NOW)
    offered = signed_in(ben).get(url(team, "create"), {"plan": plan.pk}).context["form"]["plan"]
    assert str(offered.value()) == str(plan.pk)
    given = {"what": "Muster drucken", "due_on": "2099-12-01", "priority": "2"}
    for refused in (drawer, closed):
        assert signed_in(ben).post(url(team, "create"), {**given, "plan": refused.pk}).status_code == 422
    signed_in(ben).post(url(team, "create"), {**given, "plan": plan.pk})
    assert plan.actions.get().what == "Muster drucken"


# --- Milestones ------------------------------------------------------------------------------------


def test_a_milestone_is_ticked_once_however_often_one_clicks(team: Team, ben: Membership) -> None:
    milestone = MilestoneFactory(plan__team=team)
    browser, address = signed_in(ben), url(team, "reach_milestone", milestone.pk)
    browser.post(address, {"reached": "on"})
    milestone.refresh_from_db()
    first = milestone.reached_at
    browser.post(address, {"reached": "on"})
    milestone.refresh_from_db()
    assert first is not None
    assert milestone.reached_at == first
    browser.post(address)
    milestone.refresh_from_db()
    assert milestone.reached_at is None


def test_a_milestone_stands_once_in_a_plan(team: Team, ben: Membership) -> None:
    plan = MilestoneFactory(plan__team=team, name="Muster steht").plan
    given = {"name": "Muster steht", "due_on": "2026-12-24"}
    response = signed_in(ben).post(url(team, "add_milestone", plan.pk), given)
    assert response.status_code == 422
    assert "Diesen Meilenstein gibt es hier schon." in response.content.decode()


def test_a_milestone_moves_and_goes(team: Team, ben: Membership) -> None:
    milestone = MilestoneFactory(plan__team=team)
    browser = signed_in(ben)
    browser.post(url(team, "edit_milestone", milestone.pk), {"name": "Später", "due_on": "2027-01-15"})
    milestone.refresh_from_db()
    assert (milestone.name, str(milestone.due_on)) == ("Später", "2027-01-15")
    assert "entfernen?" in browser.get(url(team, "remove_milestone", milestone.pk)).content.decode()
    browser.post(url(team, "remove_milestone", milestone.pk))
    assert not milestone.plan.milestones.exists()


# --- Pages -----------------------------------------------------------------------------------------


def test_the_page_sums_up_money_and_who_does_what(team: Team, anna: Membership, ben: Membership) -> None:
    plan = PlanFactory(team=team)
    part = PlanFactory(team=team, parent=plan)
    action = ActionFactory(team=team, plan=part, budget=Decimal(500), responsible=ben.user)
    ActionFactory(team=team, plan=plan, budget=Decimal(300), status=Status.DROPPED, result="Zu teuer")
    done(team=team, plan=plan, responsible=ben.user)
    ActionFactory(team=team, plan=plan)
    Expense.objects.create(action=action, spent_on=TODAY, amount=Decimal(650), recorded_at=NOW)
    context = page.shown(plan, number=None, today=TODAY)
    assert (context["money"].planned, context["money"].spent) == (500, 650)
    assert [(str(load.person), load.open, load.done) for load in context["loads"]] == [
        ("Ben Yılmaz", 1, 1),
        ("None", 1, 0),
    ]
    shown = signed_in(anna).get(plan.get_absolute_url()).content.decode()
    assert "über Budget" in shown


@pytest.mark.parametrize("kind", [PlanKind.PROJECT, PlanKind.PILOT, PlanKind.ROLL_OUT])
def test_a_plan_of_three_hundred_actions_costs_as_many_queries_as_one_of_two(
    team: Team, anna: Membership, kind: PlanKind
) -> None:
    plan, browser = PlanFactory(team=team, kind=kind), signed_in(anna)
    touchpoint = TouchpointFactory(team=team)
    people = [UserFactory() for _person in range(3)]

    def fill(count: int) -> None:
        part = PlanFactory(team=team, parent=plan)
        for number in range(count):
            ActionFactory(
                team=team, plan=[plan, part][number % 2], touchpoint=touchpoint, responsible=people[number % 3]
            )
        first, *rest = plan.actions.order_by("pk")
        for later in rest[:20]:
            DependencyFactory.create(action=later, after=first) if not later.waits_for.exists() else None
        MilestoneFactory(plan=part)

    fill(4)
    few = queries_of(browser, plan.get_absolute_url())
    fill(300)
    assert queries_of(browser, plan.get_absolute_url()) == few
    assert queries_of(browser, f"{plan.get_absolute_url()}?page=2") == few


def test_the_list_of_plans_costs_the_same_for_one_and_three(team: Team, anna: Membership) -> None:
    def some(count: int) -> None:
        for _plan in range(count):
            plan = PlanFactory(team=team, responsible=UserFactory())
            ActionFactory(team=team, plan=PlanFactory(team=team, parent=plan))
            CrisisPlanFactory(team=team, responsible=UserFactory())

    some(1)
    one = queries_of(signed_in(anna), url(team, "plans"))
    some(2)
    assert queries_of(signed_in(anna), url(team, "plans")) == one


def test_closed_plans_stand_apart(team: Team, rita: Membership) -> None:
    PlanFactory(team=team, name="Noch dabei")
    PlanFactory(team=team, name="Längst fertig", closed_at=NOW)
    going_on = signed_in(rita).get(url(team, "plans")).content.decode()
    assert "Noch dabei" in going_on
    assert "Längst fertig" not in going_on
    assert "Längst fertig" in signed_in(rita).get(url(team, "plans"), {"closed": ""}).content.decode()


@pytest.mark.parametrize("typed", ["?page=x", "?page=999999999999999999999", "?closed=\0", "?kind=%00"])
def test_odd_addresses_show_the_list(team: Team, ben: Membership, typed: str) -> None:
    assert signed_in(ben).get(url(team, "plans") + typed).status_code == 200
    assert signed_in(ben).get(url(team, "create_plan") + typed).status_code == 200


@pytest.mark.parametrize("parent", ["x", "0", "9" * 30, "\0"])
def test_an_odd_parent_in_the_address_chooses_nothing(team: Team, ben: Membership, parent: str) -> None:
    PlanFactory(team=team)
    assert signed_in(ben).get(url(team, "create_plan"), {"parent": parent}).status_code == 200
    response = signed_in(ben).post(url(team, "create_plan"), {"name": "P", "parent": parent})
    assert response.status_code == 422


def test_a_plan_of_very_many_actions_says_that_it_is_not_printed(
    team: Team, rita: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST", 1)
    plan = PlanFactory(team=team)
    for _action in range(2):
        ActionFactory(team=team, plan=PlanFactory(team=team, parent=plan))
    answer = signed_in(rita).get(url(team, "plan_pdf", plan.pk), follow=True)
    assert answer.redirect_chain == [(plan.get_absolute_url(), 302)]
    assert "Gedruckt werden höchstens 1 Maßnahmen auf einmal" in answer.text


def test_a_plan_is_printed_with_its_actions(team: Team, rita: Membership) -> None:
    plan = PlanFactory(team=team, name="Rechnung: neu & „anders“")
    ActionFactory(team=team, plan=plan)
    MilestoneFactory(plan=plan, reached_at=timezone.now())
    response = signed_in(rita).get(url(team, "plan_pdf", plan.pk))
    assert response.content.startswith(b"%PDF")
    assert "rechnung-neu-anders-" in response.headers["Content-Disposition"]
