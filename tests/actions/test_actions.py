"""Actions: found, recorded, done, dropped, reopened; and by whom."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Outcome, Status
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, MembershipFactory, TouchpointFactory, UserFactory


def url(team: Team, name: str = "list", *args: int) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


@pytest.fixture
def today(team: Team) -> date:
    return team.today(timezone.now())


ENTRY = {"what": "Rechnung später auslösen", "due_on": "2099-12-01"}
CHANGES = ["edit", "finish", "drop", "reopen", "settle"]


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
def test_member_changes_their_own_and_unassigned_ones_but_not_a_colleagues(
    team: Team, anna: Membership, ben: Membership, name: str
) -> None:
    colleagues = ActionFactory(team=team, responsible=anna.user)
    assert signed_in(ben).post(url(team, name, colleagues.pk)).status_code == 403
    for responsible in (ben.user, None):
        own = ActionFactory(team=team, responsible=responsible)
        assert signed_in(ben).post(url(team, name, own.pk)).status_code in (302, 422)


def test_lead_finishes_anyones_action_and_can_take_that_back(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    browser = signed_in(anna)
    browser.post(url(team, "finish", action.pk))
    action.refresh_from_db()
    assert (action.status, action.done_at is None) == (Status.DONE, False)
    browser.post(url(team, "reopen", action.pk))
    action.refresh_from_db()
    assert (action.status, action.done_at) == (Status.OPEN, None)


def test_action_is_dropped_only_with_a_reason(team: Team, anna: Membership) -> None:
    action = ActionFactory(team=team)
    browser = signed_in(anna)
    assert browser.post(url(team, "drop", action.pk), {"reason": " "}).status_code == 422
    browser.post(url(team, "drop", action.pk), {"reason": "Das ERP wird im Frühjahr ersetzt."})
    action.refresh_from_db()
    assert (action.status, action.result) == (Status.DROPPED, "Das ERP wird im Frühjahr ersetzt.")


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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["spät", "bald"]),
        ("whose=mine", ["bald"]),
        ("state=overdue", ["spät"]),
        ("state=follow_up", ["gefragt"]),
        ("state=done", ["gefragt"]),
        ("state=dropped", ["verworfen"]),
        ("state=", ["spät", "bald", "gefragt", "verworfen"]),
        ("state=nonsense&person=x&page=0", ["spät", "bald", "gefragt", "verworfen"]),
    ],
)
def test_open_ones_come_first_and_late_ones_before_all(
    team: Team, ben: Membership, today: date, query: str, found: list[str]
) -> None:
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    ActionFactory(team=team, what="verworfen", status=Status.DROPPED, result="Grund", due_on=yesterday)
    ActionFactory(team=team, what="gefragt", status=Status.DONE, due_on=today, follow_up_on=today)
    ActionFactory(team=team, what="bald", responsible=ben.user, due_on=tomorrow, follow_up_on=tomorrow)
    ActionFactory(team=team, what="spät", due_on=yesterday)
    page = signed_in(ben).get(f"{url(team)}?{query}")
    assert [action.what for action in page.context["page"]] == found


def test_list_can_be_narrowed_to_one_person(team: Team, anna: Membership, ben: Membership) -> None:
    ActionFactory(team=team, what="Annas", responsible=anna.user)
    ActionFactory(team=team, what="Bens", responsible=ben.user)
    page = signed_in(anna).get(url(team), {"person": ben.user.pk})
    assert [action.what for action in page.context["page"]] == ["Bens"]


def test_list_and_fragment_cost_the_same_for_one_and_three_actions(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    full_action(team)
    one = [queries_of(browser, url(team)), queries_of(browser, url(team, "lines"))]
    full_action(team)
    full_action(team)
    assert [queries_of(browser, url(team)), queries_of(browser, url(team, "lines"))] == one


def full_action(team: Team) -> Action:
    person = MembershipFactory(team=team).user
    return ActionFactory(team=team, responsible=person, touchpoint=TouchpointFactory(team=team))


def test_history_of_an_action_names_the_person_and_the_old_value(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    answers = {"what": action.what, "due_on": "2099-12-08", "responsible": ben.user.pk}
    signed_in(anna).post(url(team, "edit", action.pk), answers)
    newest = signed_in(ben).get(url(team, "detail", action.pk)).context["changes"][0]
    assert newest.who == "Anna Keller"
    assert [(str(f.label), f.old, f.new) for f in newest.fields] == [("Bis", "1. Dezember 2026", "8. Dezember 2099")]


def test_outcome_words_are_those_of_the_rules() -> None:
    assert [str(label) for label in Outcome.labels] == ["wirkt", "nachjustieren", "hat nicht gewirkt"]
