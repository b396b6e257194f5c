"""One action: recorded, changed, brought from one status to another; and by whom."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Outcome, Priority, Status
from teams.models import Membership, Team
from tests.actions.of_plans import PlanFactory
from tests.conftest import signed_in
from tests.factories import ActionFactory, DepartmentFactory, TouchpointFactory, UserFactory


def url(team: Team, name: str = "list", *args: int) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


@pytest.fixture
def today(team: Team) -> date:
    return team.today(timezone.now())


ENTRY = {"what": "Rechnung später auslösen", "due_on": "2099-12-01", "priority": "2"}
CHANGES = ["edit", "move", "settle"]


@pytest.mark.parametrize("name", CHANGES)
def test_stranger_gets_nothing_and_reader_changes_nothing(
    team: Team, clara: Membership, rita: Membership, name: str
) -> None:
    action = ActionFactory(team=team)
    assert signed_in(clara).post(url(team, name, action.pk)).status_code == 404
    assert signed_in(clara).post(url(clara.team, name, action.pk)).status_code == 404
    assert signed_in(rita).post(url(team, name, action.pk)).status_code == 403
    assert signed_in(rita).get(url(team, "create")).status_code == 403


@pytest.mark.parametrize("name", CHANGES)
def test_member_changes_their_own_and_unassigned_ones_and_what_they_help_with_but_not_a_colleagues(
    team: Team, anna: Membership, ben: Membership, name: str
) -> None:
    colleagues = ActionFactory(team=team, responsible=anna.user)
    assert signed_in(ben).post(url(team, name, colleagues.pk)).status_code == 403
    colleagues.helpers.add(ben.user)
    own, free = ActionFactory(team=team, responsible=ben.user), ActionFactory(team=team)
    for action in (own, free, colleagues):
        assert signed_in(ben).post(url(team, name, action.pk)).status_code in (302, 422)


# --- From one status to another -----------------------------------------------------------------


def moved(browser: Client, action: Action, to: str, reason: str = "") -> Any:
    answer = browser.post(url(action.team, "move", action.pk), {"to": to, "reason": reason}, follow=True)
    action.refresh_from_db()
    return answer


def test_lead_finishes_anyones_action_and_can_take_that_back(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    browser = signed_in(anna)
    moved(browser, action, "done")
    assert (action.status, action.done_at is None) == (Status.DONE, False)
    moved(browser, action, "running")
    assert (action.status, action.done_at) == (Status.RUNNING, None)


@pytest.mark.parametrize(("to", "kept_in"), [("dropped", "result"), ("blocked", "blocked_reason")])
def test_action_is_dropped_or_blocked_only_with_a_reason(team: Team, anna: Membership, to: str, kept_in: str) -> None:
    action = ActionFactory(team=team)
    browser = signed_in(anna)
    assert "required" in browser.get(url(team, "move", action.pk), {"to": to}).text
    assert moved(browser, action, to, reason=" ").status_code == 422
    assert action.status == Status.PLANNED
    page = moved(browser, action, to, reason="Das ERP wird im Frühjahr ersetzt.").text
    assert (action.status, getattr(action, kept_in)) == (to, "Das ERP wird im Frühjahr ersetzt.")
    assert "Das ERP wird im Frühjahr ersetzt." in page


def test_a_refused_move_is_told_and_changes_nothing(team: Team, anna: Membership) -> None:
    action = ActionFactory(team=team, status=Status.DONE, done_at=timezone.now())
    answer = moved(signed_in(anna), action, "planned")
    assert "Von „erledigt“ geht es nicht zu „geplant“." in answer.text
    assert action.status == Status.DONE


@pytest.mark.parametrize("to", ["", "weg", "done\x00", "9" * 30])
def test_a_forged_status_is_no_move(team: Team, anna: Membership, to: str) -> None:
    action = ActionFactory(team=team)
    assert moved(signed_in(anna), action, to).status_code == 200
    assert action.status == Status.PLANNED


def test_a_reason_too_long_for_a_block_is_told_beside_it(team: Team, anna: Membership) -> None:
    answer = moved(signed_in(anna), ActionFactory(team=team), "blocked", reason="x" * 281)
    assert answer.status_code == 422
    assert "x" * 281 in answer.text


def test_page_offers_the_moves_that_are_possible(team: Team, anna: Membership, rita: Membership) -> None:
    action = ActionFactory(team=team, status=Status.BLOCKED, blocked_reason="Warten auf das Angebot")
    page = signed_in(anna).get(action.get_absolute_url()).text
    assert "Es geht weiter" in page
    assert "Stockt …" not in page
    assert "Warten auf das Angebot" in page
    assert url(team, "move", action.pk) not in signed_in(rita).get(action.get_absolute_url()).text


# --- The form -----------------------------------------------------------------------------------


FULL = ENTRY | {
    "why": "Wer zahlt, bevor die Ware da ist, ruft an.",
    "with_whom": "Agentur Blau",
    "starts_on": "2099-11-01",
    "follow_up_on": "2099-12-15",
    "priority": "1",
    "budget": "2.000",
    "target_group": "Neukunden 🎉",
    "media_use": "lieber am Telefon",
    "region": "Süddeutschland",
    "culture": "per Du",
    "brand_fit": "partly",
}


def test_everything_typed_is_kept_and_shown(team: Team, anna: Membership, ben: Membership) -> None:
    department = DepartmentFactory(team=team, name="Buchhaltung")
    chosen = {"responsible": ben.user.pk, "helpers": [anna.user.pk], "department": department.pk}
    page = signed_in(ben).post(url(team, "create"), FULL | chosen, follow=True).text
    action = team.actions.get()
    assert (action.budget, action.priority, action.helpers.get()) == (Decimal(2000), Priority.HIGH, anna.user)
    for words in ("Wer zahlt, bevor", "Agentur Blau", "2.000", "Neukunden 🎉", "per Du", "Buchhaltung", "Anna Keller"):
        assert words in page
    assert action.history.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", ""),
        ("what", "x" * 281),
        ("why", "x" * 2001),
        ("budget", "-1"),
        ("budget", "9" * 30),
        ("budget", "viel"),
        ("priority", "7"),
        ("brand_fit", "sehr"),
        ("helpers", "9" * 30),
        ("department", "9" * 30),
        ("region", "x" * 121),
        ("start_value", "5"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(team: Team, ben: Membership, field: str, value: str) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not team.actions.exists()


def test_address_fills_in_touchpoint_plan_and_department(team: Team, ben: Membership) -> None:
    plan, department = PlanFactory(team=team), DepartmentFactory(team=team)
    presets = {"touchpoint": TouchpointFactory(team=team).pk, "plan": plan.pk, "department": department.pk}
    form = signed_in(ben).get(url(team, "create"), presets).context["form"]
    assert {name: form[name].value() for name in presets} == {name: str(key) for name, key in presets.items()}
    assert signed_in(ben).get(url(team, "create"), dict.fromkeys(presets, "9" * 30)).status_code == 200


def test_plan_is_asked_for_only_where_there_are_plans(team: Team, ben: Membership) -> None:
    assert "plan" not in signed_in(ben).get(url(team, "create")).context["form"].fields
    plan = PlanFactory(team=team)
    signed_in(ben).post(url(team, "create"), ENTRY | {"plan": plan.pk})
    assert team.actions.get().plan == plan


def test_member_records_an_action_at_a_touchpoint(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    browser = signed_in(ben)
    form = browser.get(url(team, "create"), {"touchpoint": touchpoint.pk}).context["form"]
    assert form["touchpoint"].value() == str(touchpoint.pk)
    browser.post(url(team, "create"), ENTRY | {"responsible": ben.user.pk, "touchpoint": touchpoint.pk})
    assert team.actions.get().touchpoint == touchpoint


def test_people_and_touchpoints_of_other_teams_are_no_choices(team: Team, ben: Membership) -> None:
    foreign = {"responsible": UserFactory().pk, "touchpoint": TouchpointFactory().pk}
    answer = signed_in(ben).post(url(team, "create"), ENTRY | foreign)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"responsible", "touchpoint"}


def test_action_that_starts_after_its_end_is_said_beside_the_start(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {"starts_on": "2099-12-24"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"starts_on": ["Der Beginn liegt nach dem Ende."]}
    assert "Rechnung später auslösen" in answer.text


def test_a_new_action_does_not_end_in_the_past(team: Team, ben: Membership, today: date) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {"due_on": today - timedelta(days=1)})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"due_on": ["Dieser Tag ist schon vorbei."]}
    assert signed_in(ben).post(url(team, "create"), ENTRY | {"due_on": today}).status_code == 302


def test_an_overdue_action_can_be_changed_but_not_moved_into_the_past(
    team: Team, anna: Membership, today: date
) -> None:
    action = ActionFactory(team=team, due_on=today - timedelta(days=3))
    page = url(team, "edit", action.pk)
    assert signed_in(anna).post(page, ENTRY | {"due_on": action.due_on}).status_code == 302
    assert signed_in(anna).post(page, ENTRY | {"due_on": today - timedelta(days=1)}).status_code == 422
    action.refresh_from_db()
    assert (action.what, action.due_on) == (ENTRY["what"], today - timedelta(days=3))


def test_action_keeps_its_touchpoint_when_that_is_retired(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, status="retired")
    action = ActionFactory(team=team, touchpoint=touchpoint)
    signed_in(anna).post(url(team, "edit", action.pk), ENTRY | {"touchpoint": touchpoint.pk})
    action.refresh_from_db()
    assert (action.what, action.touchpoint) == ("Rechnung später auslösen", touchpoint)


def test_history_of_an_action_names_the_person_and_the_old_value(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    answers = ENTRY | {"what": action.what, "due_on": "2099-12-08", "responsible": ben.user.pk}
    signed_in(anna).post(url(team, "edit", action.pk), answers)
    newest = signed_in(ben).get(url(team, "detail", action.pk)).context["changes"][0]
    assert newest.who == "Anna Keller"
    assert [(str(f.label), f.old, f.new) for f in newest.fields] == [("Bis", "1. Dezember 2026", "8. Dezember 2099")]


def test_outcome_words_are_those_of_the_rules() -> None:
    assert [str(label) for label in Outcome.labels] == ["wirkt", "nachjustieren", "hat nicht gewirkt"]
