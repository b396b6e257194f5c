"""Crisis plans wait in the drawer, are started in one click, rehearsed, looked through and thrown away."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from actions.errors import NotAllowed
from actions.models import Action, DrawerLine, Plan, PlanKind, Priority, Status
from actions.plans import drawer
from actions.plans.ready import READY
from teams.leaving import delete_account, end
from teams.models import Membership, Team
from tests.actions.of_plans import CrisisPlanFactory, DrawerLineFactory, PlanFactory
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory, MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db


def url(team: Team, name: str, *args: Any) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


@pytest.fixture
def crisis(team: Team) -> Plan:
    plan: Plan = CrisisPlanFactory(team=team, name="Shitstorm", aim="Ehrlich antworten")
    return plan


# --- In the drawer ---------------------------------------------------------------------------------


def test_what_waits_in_the_drawer_is_no_action_anywhere(team: Team, anna: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis, what="Krisenstab zusammenrufen", responsible=anna.user)
    assert not Action.objects.exists()
    assert team.actions.census(NOW.date())["open"] == 0
    for name in ("list", "my_day", "timeline", "board"):
        assert "Krisenstab zusammenrufen" not in signed_in(anna).get(url(team, name)).content.decode()


def test_a_crisis_plan_is_one_click_from_the_plans_and_the_plans_one_from_the_actions(
    team: Team, rita: Membership, crisis: Plan
) -> None:
    actions = signed_in(rita).get(url(team, "list")).content.decode()
    assert url(team, "plans") in actions
    assert crisis.get_absolute_url() in signed_in(rita).get(url(team, "plans")).content.decode()


def test_steps_stand_in_the_order_of_their_hours(crisis: Plan) -> None:
    for hours in (48, 0, 4):
        DrawerLineFactory(plan=crisis, begins_after=hours)
    assert [line.begins_after for line in crisis.lines.all()] == [0, 4, 48]


LINE = {"what": "Belege sichern", "begins_after": "2", "begins_unit": "days", "lasts": "3", "lasts_unit": "hours"}


def test_days_and_hours_are_both_understood_and_shown_again(team: Team, ben: Membership, crisis: Plan) -> None:
    browser = signed_in(ben)
    assert browser.post(url(team, "add_line", crisis.pk), LINE).status_code == 302
    line = crisis.lines.get()
    assert (line.begins_after, line.lasts) == (48, 3)
    assert "nach 2 Tagen" in browser.get(crisis.get_absolute_url()).content.decode()
    form = browser.get(url(team, "edit_line", line.pk)).context["form"]
    assert (form["begins_after"].value(), form["begins_unit"].value()) == (2, "days")
    browser.post(url(team, "edit_line", line.pk), {**LINE, "begins_unit": "hours"})
    line.refresh_from_db()
    assert line.begins_after == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins_after": "-1"},
        {"begins_after": "400"},
        {"begins_after": "9" * 40},
        {"lasts": "0"},
        {"lasts": ""},
        {"lasts_unit": "weeks"},
        {"what": ""},
        {"responsible": "9" * 30},
    ],
)
def test_a_step_that_makes_no_sense_is_asked_for_again(
    team: Team, ben: Membership, crisis: Plan, wrong: dict[str, str]
) -> None:
    response = signed_in(ben).post(url(team, "add_line", crisis.pk), {**LINE, **wrong})
    assert response.status_code == 422
    assert not crisis.lines.exists()


@pytest.mark.parametrize("field", [{"begins_after": 9000}, {"lasts": 0}, {"lasts": 9000}])
def test_a_step_keeps_its_bounds_in_the_database(crisis: Plan, field: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawerLineFactory(plan=crisis, **field)


def test_only_a_crisis_plan_has_steps(team: Team, ben: Membership) -> None:
    assert signed_in(ben).get(url(team, "add_line", PlanFactory(team=team).pk)).status_code == 404


def test_the_drawer_costs_the_same_for_one_and_three_steps(team: Team, anna: Membership, crisis: Plan) -> None:
    def some(count: int) -> None:
        for _step in range(count):
            person, department = MembershipFactory(team=team).user, DepartmentFactory(team=team)
            DrawerLineFactory(plan=crisis, responsible=person, department=department)

    some(1)
    one = queries_of(signed_in(anna), crisis.get_absolute_url())
    some(2)
    assert queries_of(signed_in(anna), crisis.get_absolute_url()) == one


# --- Starting --------------------------------------------------------------------------------------


def test_one_click_makes_actions_with_days_counted_from_the_start(team: Team, ben: Membership, crisis: Plan) -> None:
    late = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)  # 22:30 in Berlin
    service = DepartmentFactory(team=team)
    DrawerLineFactory(plan=crisis, what="Belege sichern", lasts=1, responsible=ben.user, department=service)
    DrawerLineFactory(plan=crisis, what="Antworten", begins_after=1, lasts=1, role="wer spricht", notes="Kurz.")
    DrawerLineFactory(plan=crisis, what="Ursache beheben", begins_after=48, lasts=72)
    plan = drawer.start(drawer=crisis, by=ben.user, at=late)
    assert (plan.kind, plan.name, plan.aim) == (PlanKind.PROJECT, "Krise: Shitstorm (24. November 2026)", crisis.aim)
    assert (plan.drawn_from, plan.drawn_at, plan.is_drill) == (crisis, late, False)
    first, second, third = plan.actions.order_by("pk")
    assert (first.starts_on, first.due_on) == (date(2026, 11, 24), date(2026, 11, 24))
    assert (second.starts_on, second.due_on) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (third.starts_on, third.due_on) == (date(2026, 11, 26), date(2026, 11, 29))
    assert (first.responsible, first.department, first.priority) == (ben.user, service, Priority.HIGH)
    assert (first.assigned_by, first.assigned_at) == (ben.user, late)
    assert second.with_whom == "wer spricht"
    assert second.why == "Ab Di, 24. Nov., 23:30, fertig bis Mi, 25. Nov., 0:30.\n\nKurz."
    assert crisis.lines.count() == 3
    assert first.status == Status.PLANNED


def test_hours_pass_through_the_night_of_the_clock_change(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis, begins_after=2, lasts=24)
    plan = drawer.start(drawer=crisis, by=ben.user, at=datetime(2026, 10, 24, 23, 0, tzinfo=UTC))
    assert plan.actions.get().why == "Ab So, 25. Okt., 2:00, fertig bis Mo, 26. Okt., 2:00."


def test_a_second_click_within_a_minute_is_the_same_start(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis)
    first = drawer.start(drawer=crisis, by=ben.user, at=NOW)
    assert drawer.start(drawer=crisis, by=ben.user, at=NOW + timedelta(seconds=59)) == first
    later = drawer.start(drawer=crisis, by=ben.user, at=NOW + timedelta(minutes=2))
    assert later != first
    assert later.name == "Krise: Shitstorm (24. November 2026, 2)"
    assert Action.objects.count() == 2


def test_a_drill_a_moment_ago_holds_up_no_real_start(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis)
    drill = drawer.start(drawer=crisis, by=ben.user, at=NOW, is_drill=True)
    assert drawer.start(drawer=crisis, by=ben.user, at=NOW + timedelta(seconds=5)) != drill


def test_every_writer_starts_and_no_reader(team: Team, ben: Membership, rita: Membership, anna: Membership) -> None:
    crisis = CrisisPlanFactory(team=team, responsible=anna.user)
    DrawerLineFactory(plan=crisis)
    address = url(team, "start_crisis", crisis.pk)
    assert signed_in(rita).post(address).status_code == 403
    assert signed_in(ben).get(address).status_code == 405
    started = signed_in(ben).post(address, follow=True)
    assert started.status_code == 200
    assert crisis.starts.get().responsible == ben.user


def test_an_empty_crisis_plan_says_that_it_cannot_be_started(team: Team, ben: Membership, crisis: Plan) -> None:
    response = signed_in(ben).post(url(team, "start_crisis", crisis.pk), follow=True)
    assert "Zum Starten gehört ein Krisenplan mit Schritten." in response.content.decode()
    assert not crisis.starts.exists()


def test_who_does_not_work_in_the_team_any_more_gets_no_step(team: Team, anna: Membership, crisis: Plan) -> None:
    gone = MembershipFactory(team=team)
    DrawerLineFactory(plan=crisis, responsible=gone.user, role="wer Bereitschaft hat")
    end(membership=gone, at=NOW)
    assert "arbeitet nicht mehr im Team" in signed_in(anna).get(crisis.get_absolute_url()).content.decode()
    action = drawer.start(drawer=crisis, by=anna.user, at=NOW).actions.get()
    assert (action.responsible, action.with_whom) == (None, "wer Bereitschaft hat")


def test_a_deleted_account_leaves_the_steps(team: Team, anna: Membership, ben: Membership, crisis: Plan) -> None:
    line = DrawerLineFactory(plan=crisis, responsible=ben.user)
    delete_account(user=ben.user, at=NOW)
    line.refresh_from_db()
    assert line.responsible is None


def test_long_names_are_cut_so_that_every_start_has_its_own(team: Team, ben: Membership) -> None:
    crisis = CrisisPlanFactory(team=team, name="K" * 120)
    DrawerLineFactory(plan=crisis, what="W" * 280, notes="n" * 1800)
    names = {
        drawer.start(drawer=crisis, by=ben.user, at=NOW + timedelta(minutes=2 * number), is_drill=True).name
        for number in range(3)
    }
    assert len(names) == 3
    for action in Action.objects.all():
        action.full_clean(exclude={"responsible"})


# --- Drills and reviews ----------------------------------------------------------------------------


def test_a_drill_is_marked_and_thrown_away_whole(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis, what="Belege sichern")
    kept = ActionFactory(team=team)
    browser = signed_in(ben)
    browser.post(url(team, "start_crisis", crisis.pk), {"drill": "on"})
    drill = crisis.starts.get()
    assert (drill.is_drill, drill.actions.get().what) == (True, "Übung: Belege sichern")
    assert "1 Maßnahme geht mit ihr." in browser.get(url(team, "throw_away", drill.pk)).content.decode()
    browser.post(url(team, "throw_away", drill.pk))
    assert list(Action.objects.all()) == [kept]
    assert list(team.plans.all()) == [crisis]


def test_nothing_but_a_drill_is_thrown_away(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis)
    plan = drawer.start(drawer=crisis, by=ben.user, at=NOW)
    with pytest.raises(NotAllowed):
        drawer.throw_away(drill=plan, at=NOW)
    signed_in(ben).post(url(team, "throw_away", plan.pk))
    assert plan.actions.exists()


def test_a_crisis_plan_asks_to_be_looked_through_after_a_year(team: Team, ben: Membership, crisis: Plan) -> None:
    today = NOW.date()
    assert crisis.needs_review(today)
    drawer.mark_reviewed(drawer=crisis, at=NOW)
    crisis.refresh_from_db()
    assert not crisis.needs_review(today + timedelta(days=365))
    assert crisis.needs_review(today + timedelta(days=366))
    assert not PlanFactory(team=team).needs_review(today)
    signed_in(ben).post(url(team, "review_crisis", crisis.pk))
    crisis.refresh_from_db()
    assert not crisis.needs_review(team.today(datetime.now(UTC)))


def test_starting_counts_as_rehearsed(team: Team, ben: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis)
    drawer.start(drawer=crisis, by=ben.user, at=NOW, is_drill=True)
    crisis.refresh_from_db()
    assert crisis.reviewed_on == team.today(NOW)


def test_removing_a_crisis_plan_leaves_what_was_started(team: Team, anna: Membership, crisis: Plan) -> None:
    DrawerLineFactory(plan=crisis)
    plan = drawer.start(drawer=crisis, by=anna.user, at=NOW)
    signed_in(anna).post(url(team, "remove_plan", crisis.pk))
    plan.refresh_from_db()
    assert plan.drawn_from is None
    assert plan.actions.exists()
    assert not DrawerLine.objects.exists()


# --- On paper, ready-made --------------------------------------------------------------------------


def test_a_crisis_plan_is_printed_for_the_day_on_which_no_screen_works(
    team: Team, rita: Membership, crisis: Plan
) -> None:
    DrawerLineFactory(plan=crisis, what="<b>Belege</b> sichern & ablegen", notes="Zeile\nZeile")
    response = signed_in(rita).get(url(team, "plan_pdf", crisis.pk))
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize(("language", "first"), [("de", "Krisenstab zusammenrufen"), ("en", "Call the crisis team")])
def test_the_ready_crisis_plan_comes_in_the_teams_language(
    anna: Membership, team: Team, language: str, first: str
) -> None:
    Team.objects.filter(pk=team.pk).update(language=language)
    signed_in(anna).post(url(team, "ready_plan"), {"ready": "reputation"})
    crisis = team.plans.drawer().get()
    assert first in crisis.lines.values_list("what", flat=True)
    assert crisis.lines.count() > 8
    for line in crisis.lines.all():
        line.full_clean()


@pytest.mark.parametrize("ready", sorted(READY))
def test_a_ready_plan_that_is_there_already_is_not_made_twice(team: Team, ben: Membership, ready: str) -> None:
    for _click in range(2):
        response = signed_in(ben).post(url(team, "ready_plan"), {"ready": ready}, follow=True)
        assert response.status_code == 200
    assert team.plans.count() == 1
    assert signed_in(ben).post(url(team, "ready_plan"), {"ready": "other"}).status_code == 302


def test_ready_plans_of_two_teams_do_not_meet(team: Team, ben: Membership) -> None:
    other = TeamFactory()
    for make in READY.values():
        make(team=team, by=ben.user, at=NOW)
        make(team=other, by=ben.user, at=NOW)
    assert team.plans.count() == other.plans.count() == 2
