"""The board: what hangs where, and moving a card."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Status
from actions.overview import board as boards
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, DepartmentFactory, MembershipFactory, TouchpointFactory

BLOCKED = {"status": Status.BLOCKED, "blocked_reason": "Druckerei"}


def url(team: Team) -> str:
    return reverse("actions:board", args=[team.slug])


def move_url(action: Action) -> str:
    return reverse("actions:move_card", args=[action.team.slug, action.pk])


def hanging(browser: Client, team: Team, **asked: str) -> dict[str, list[str]]:
    """What hangs in each column, from top to bottom."""
    columns = browser.get(url(team), asked).context["columns"]
    return {column.group.name: [action.what for action in column.actions] for column in columns}


def test_a_column_for_each_open_status_and_what_was_done_lately(team: Team, rita: Membership) -> None:
    now, day = timezone.now(), timedelta(days=1)
    today = team.today(now)
    ActionFactory(team=team, what="später", due_on=today + 9 * day)
    ActionFactory(team=team, what="bald", due_on=today + day)
    ActionFactory(team=team, what="läuft", status=Status.RUNNING)
    ActionFactory(team=team, what="stockt", **BLOCKED)
    ActionFactory(team=team, what="neulich", status=Status.DONE, done_at=now - 20 * day)
    ActionFactory(team=team, what="gestern", status=Status.DONE, done_at=now - day)
    ActionFactory(team=team, what="lange her", status=Status.DONE, done_at=now - 31 * day)
    ActionFactory(team=team, what="verworfen", status=Status.DROPPED, result="zu teuer")
    assert hanging(signed_in(rita), team) == {
        "geplant": ["bald", "später"],
        "läuft": ["läuft"],
        "stockt": ["stockt"],
        "erledigt": ["gestern", "neulich"],
    }


def test_columns_can_be_people_and_departments(team: Team, anna: Membership, ben: Membership) -> None:
    ActionFactory(team=team, what="A", responsible=anna.user, department=DepartmentFactory(team=team, name="Innen"))
    ActionFactory(team=team, what="B", responsible=ben.user)
    ActionFactory(team=team, what="fertig", responsible=ben.user, status=Status.DONE)
    browser = signed_in(anna)
    assert hanging(browser, team, group="person") == {"Anna Keller": ["A"], "Ben Yılmaz": ["B"]}
    assert hanging(browser, team, group="department") == {"Innen": ["A"], "Ohne Bereich": ["B"]}


def test_the_filter_narrows_the_board_down(team: Team, anna: Membership, ben: Membership) -> None:
    ActionFactory(team=team, what="A", responsible=anna.user)
    ActionFactory(team=team, what="B", responsible=ben.user)
    assert hanging(signed_in(anna), team, whose="mine")["geplant"] == ["A"]


def test_a_full_column_shows_its_first_cards_and_the_way_to_all(
    team: Team, anna: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "MOST_CARDS", 2)
    for _number in range(3):
        ActionFactory(team=team)
    page = signed_in(anna).get(url(team), {"priority": "2"})
    assert [len(column.actions) for column in page.context["columns"]] == [2, 0, 0, 0]
    assert "Alle 3 zeigen" in page.text
    assert f"{reverse('actions:list', args=[team.slug])}?priority=2&amp;state=planned" in page.text


def test_columns_without_room_are_named(team: Team, anna: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "MOST_COLUMNS", 1)
    for _number in range(2):
        ActionFactory(team=team, responsible=MembershipFactory(team=team).user)
    page = signed_in(anna).get(url(team), {"group": "person"})
    assert len(page.context["columns"]) == 1
    assert "1 weitere Spalte" in page.text


def test_members_have_buttons_where_they_may_move_and_readers_none(
    team: Team, anna: Membership, ben: Membership, rita: Membership
) -> None:
    annas = ActionFactory(team=team, responsible=anna.user)
    helped = ActionFactory(team=team, responsible=anna.user)
    helped.helpers.add(ben.user)
    free = ActionFactory(team=team)
    movable = {person.user.name: signed_in(person).get(url(team)).context["movable"] for person in (anna, ben, rita)}
    assert movable == {
        "Anna Keller": {annas.pk, helped.pk, free.pk},
        "Ben Yılmaz": {helped.pk, free.pk},
        "Rita Groß": set(),
    }
    assert "move-dialog" not in signed_in(rita).get(url(team)).text


def test_a_card_moves_and_the_board_opens_with_its_filter(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    answer = signed_in(ben).post(f"{move_url(action)}?whose=mine", {"to": "running"})
    assert answer.headers["Location"] == f"{url(team)}?whose=mine"
    action.refresh_from_db()
    assert action.status == Status.RUNNING


def test_a_board_that_is_open_is_told_what_moved(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=ben.user)
    answer = signed_in(ben).post(move_url(action), {"to": "done"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert f'"card": {action.pk}' in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("to", ["blocked", "dropped"])
def test_where_it_stops_the_reason_is_asked_for(team: Team, anna: Membership, to: str) -> None:
    action, browser = ActionFactory(team=team), signed_in(anna)
    assert 'name="reason"' in browser.get(move_url(action), {"to": to}).text
    assert browser.post(move_url(action), {"to": to, "reason": " "}).status_code == 422
    action.refresh_from_db()
    assert action.status == Status.PLANNED
    browser.post(move_url(action), {"to": to, "reason": "Die Druckerei ist pleite."})
    action.refresh_from_db()
    assert (action.status, action.blocked_reason or action.result) == (to, "Die Druckerei ist pleite.")


def test_a_move_that_is_not_allowed_any_more_is_told_in_a_sentence(team: Team, anna: Membership) -> None:
    action = ActionFactory(team=team)
    browser = signed_in(anna)
    browser.post(move_url(action), {"to": "dropped", "reason": "zu teuer"})
    answer = browser.post(move_url(action), {"to": "running"})
    assert answer.status_code == 422
    assert "Von „verworfen“ geht es nicht zu „läuft“." in answer.text


def test_two_people_who_move_a_card_to_one_place_have_moved_it_once(
    team: Team, anna: Membership, ben: Membership
) -> None:
    action = ActionFactory(team=team)
    for person in (anna, ben):
        assert signed_in(person).post(move_url(action), {"to": "running"}).status_code == 302
    assert [past.status for past in action.history.all()].count(Status.RUNNING) == 1


def test_nobody_moves_a_strangers_or_a_colleagues_card(
    team: Team, anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    action = ActionFactory(team=team, responsible=anna.user)
    for person, status in ((clara, 404), (ben, 403), (rita, 403)):
        assert signed_in(person).post(move_url(action), {"to": "done"}).status_code == status
    action.refresh_from_db()
    assert action.status == Status.PLANNED


@pytest.mark.parametrize("query", ["", "?group=person", "?group=touchpoint", "?group=round"])
@pytest.mark.parametrize("who", ["anna", "ben"])
def test_board_costs_the_same_for_one_and_three_cards(
    team: Team, anna: Membership, ben: Membership, query: str, who: str
) -> None:
    browser = signed_in(anna if who == "anna" else ben)
    full_card(team)
    one = queries_of(browser, url(team) + query)
    full_card(team)
    full_card(team)
    assert queries_of(browser, url(team) + query) == one


def full_card(team: Team) -> None:
    person = MembershipFactory(team=team).user
    for status in (Status.PLANNED, Status.DONE):
        done_at = timezone.now() if status == Status.DONE else None
        action = ActionFactory(
            team=team, status=status, done_at=done_at, responsible=person, touchpoint=TouchpointFactory(team=team)
        )
        action.helpers.add(MembershipFactory(team=team).user)
