"""One person's day: each action once, where the most is asked of it, with the deeds that fit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions import moving
from actions.asking_for_help import ask_for_help
from actions.models import Action, Deed, Dependency, Outcome, Status
from actions.my_day.day import MOST, Day, Group, day_of
from actions.undoing import undo_done
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, MembershipFactory, TouchpointFactory

TODAY = NOW.date()


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.fixture(autouse=True)
def now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def an_action(person: Membership, due: int, **how: Any) -> Action:
    return ActionFactory(team=person.team, **{"responsible": person.user, "due_on": day(due), **how})


def of(person: Membership) -> Day:
    return day_of(membership=Membership.objects.select_related("team", "user").get(pk=person.pk), at=NOW)


def where(person: Membership) -> dict[str, list[Action]]:
    return {group.value: [line.action for line in lines] for group, lines in of(person).groups.items()}


def deeds(person: Membership) -> list[Deed]:
    (line,) = [line for lines in of(person).groups.values() for line in lines]
    return line.deeds


# --- Where an action stands -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "how", "group"),
    [
        (-1, {}, Group.OVERDUE),
        (0, {}, Group.TODAY),
        (1, {}, Group.SOON),
        (7, {}, Group.SOON),
        (8, {}, Group.LATER),
        (-1, {"status": Status.BLOCKED, "blocked_reason": "Urlaub"}, Group.OVERDUE),
        (0, {"status": Status.BLOCKED, "blocked_reason": "Urlaub"}, Group.TODAY),
        (1, {"status": Status.BLOCKED, "blocked_reason": "Urlaub"}, Group.WAITING),
        (20, {"help_wanted_at": NOW}, Group.WAITING),
        (-9, {"status": Status.DONE, "done_at": NOW, "follow_up_on": day(0)}, Group.FOLLOW_UP),
        (5, {"follow_up_on": day(-1)}, Group.FOLLOW_UP),
        (-1, {"follow_up_on": day(0)}, Group.OVERDUE),
    ],
)
def test_an_action_stands_where_the_most_is_asked_of_it(
    ben: Membership, due: int, how: dict[str, Any], group: Group
) -> None:
    action = an_action(ben, due, **how)
    assert where(ben) == {group.value: [action]}


@pytest.mark.parametrize(
    "how",
    [
        {"status": Status.DONE, "done_at": NOW},
        {"status": Status.DONE, "done_at": NOW, "follow_up_on": day(1)},
        {"status": Status.DONE, "done_at": NOW, "follow_up_on": day(-1), "outcome": Outcome.WORKS, "settled_at": NOW},
        {"status": Status.DROPPED, "result": "Zu teuer", "follow_up_on": day(-1)},
    ],
)
def test_what_is_over_asks_for_nothing(ben: Membership, how: dict[str, Any]) -> None:
    an_action(ben, -1, **how)
    assert where(ben) == {}


def test_what_comes_after_something_waits_until_that_is_done(anna: Membership, ben: Membership) -> None:
    first, second = an_action(anna, 30), an_action(ben, 3)
    Dependency.objects.create(action=second, after=first)
    assert where(ben) == {"waiting": [second]}
    assert of(ben).groups[Group.WAITING][0].awaited == [first]
    moving.move(action=first, to=Status.DONE, at=NOW)
    assert where(ben) == {"soon": [second]}


def test_mine_is_what_i_answer_for_or_help_with(anna: Membership, ben: Membership, clara: Membership) -> None:
    mine, helped = an_action(ben, 2), an_action(anna, 1)
    helped.helpers.add(ben.user)
    an_action(anna, 0)
    an_action(ben, 0, responsible=None)
    an_action(clara, 0, responsible=ben.user)
    assert where(ben) == {"soon": [helped, mine]}


def test_the_day_is_that_of_the_team(ben: Membership, time_machine) -> None:
    ben.team.time_zone = "Pacific/Auckland"
    ben.team.save()
    time_machine.move_to(NOW.replace(hour=12), tick=False)
    action = an_action(ben, 0)
    day = day_of(membership=ben, at=NOW.replace(hour=12))
    assert [line.action for line in day.groups[Group.OVERDUE]] == [action]


def test_urgent_ones_come_first_on_the_same_day(ben: Membership) -> None:
    low, high = an_action(ben, 1, priority=3), an_action(ben, 1, priority=1)
    assert where(ben) == {"soon": [high, low]}


def test_a_very_full_day_is_cut_and_says_so(ben: Membership) -> None:
    Action.objects.bulk_create(
        Action(team=ben.team, responsible=ben.user, what="x", due_on=day(1), promised_on=day(1))
        for _number in range(MOST + 1)
    )
    found = of(ben)
    assert (found.is_cut, len(found.groups[Group.SOON])) == (True, MOST)
    assert "Alle in der Tabelle" in page_of(ben)


# --- What may be done about it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, [Deed.DONE, Deed.START, Deed.POSTPONE, Deed.HELP]),
        ({"status": Status.RUNNING}, [Deed.DONE, Deed.POSTPONE, Deed.HELP]),
        (
            {"status": Status.BLOCKED, "blocked_reason": "Urlaub"},
            [Deed.GO_ON, Deed.DONE, Deed.POSTPONE, Deed.HELP],
        ),
        ({"status": Status.DONE, "done_at": NOW, "follow_up_on": day(0)}, [Deed.SETTLE]),
        ({"follow_up_on": day(0)}, [Deed.SETTLE, Deed.DONE, Deed.START, Deed.POSTPONE, Deed.HELP]),
    ],
)
def test_a_line_offers_what_makes_sense_the_likeliest_first(
    ben: Membership, how: dict[str, Any], expected: list[Deed]
) -> None:
    an_action(ben, 1, **how)
    assert deeds(ben) == expected


def test_a_call_is_taken_back_by_its_asker_and_answered_by_the_others(anna: Membership, ben: Membership) -> None:
    action = an_action(ben, 1)
    action.helpers.add(anna.user)
    ask_for_help(action=action, by=ben.user, at=NOW)
    assert deeds(ben) == [Deed.DONE, Deed.START, Deed.POSTPONE, Deed.TAKE_BACK]
    assert deeds(anna) == [Deed.LEND_A_HAND, Deed.DONE, Deed.START, Deed.POSTPONE, Deed.TAKE_BACK]


def test_a_reader_sees_what_was_left_with_them_without_deeds_or_calls(ben: Membership, rita: Membership) -> None:
    action = an_action(rita, 1)
    ask_for_help(action=an_action(ben, 1), by=ben.user, at=NOW)
    assert where(rita) == {"soon": [action]}
    assert (deeds(rita), of(rita).calls) == ([], [])


def test_others_calls_stand_apart_until_one_works_along(anna: Membership, ben: Membership, clara: Membership) -> None:
    call = ask_for_help(action=an_action(anna, 1), by=anna.user, at=NOW)
    ask_for_help(action=an_action(clara, 1), by=clara.user, at=NOW)
    assert [(line.action, line.deeds) for line in of(ben).calls] == [(call, [Deed.LEND_A_HAND])]
    assert of(anna).calls == []
    call.helpers.add(ben.user)
    assert of(ben).calls == []


# --- The page -------------------------------------------------------------------------------------


def url(person: Membership, name: str = "my_day", *args: object) -> str:
    return reverse(f"actions:{name}", args=[person.team.slug, *args])


def page_of(person: Membership) -> str:
    return signed_in(person).get(url(person)).content.decode()


def click(person: Membership, action: Action, deed: str, **typed: str) -> Any:
    return signed_in(person).post(url(person, "deed", action.pk, deed), typed, follow=True)


def click_here(person: Membership, action: Action, deed: str, **typed: str) -> Any:
    return signed_in(person).post(url(person, "deed_here", action.pk, deed), typed, headers={"HX-Request": "true"})


def test_an_empty_day_is_praised(ben: Membership, rita: Membership) -> None:
    assert "Nichts offen. So darf es bleiben." in page_of(ben)
    assert "Hier gibt es nichts zu tun." in page_of(rita)


def test_later_is_folded(ben: Membership) -> None:
    an_action(ben, 30)
    assert '<details class="my-day-group later">' in page_of(ben)


@pytest.mark.parametrize(
    ("deed", "status"), [("done", Status.DONE), ("start", Status.RUNNING), ("postpone", Status.PLANNED)]
)
def test_one_click_does_it_and_leads_back_to_the_day(ben: Membership, deed: str, status: Status) -> None:
    action = an_action(ben, 0)
    response = click(ben, action, deed, quick=day(1).isoformat(), reason="Krank")
    action.refresh_from_db()
    assert (action.status, response.redirect_chain[0][0].partition("?")[0]) == (status, url(ben))


def test_done_can_be_undone_from_the_page(ben: Membership) -> None:
    action = an_action(ben, 0)
    response = click(ben, action, "done")
    assert "Rückgängig" in response.content.decode()
    assert "ist wieder offen" in click(ben, action, "undo").content.decode()
    action.refresh_from_db()
    assert (action.status, action.done_at) == (Status.PLANNED, None)


def test_done_without_leaving_the_page_gives_the_day_anew_with_the_way_back(ben: Membership) -> None:
    action, other = an_action(ben, 0), an_action(ben, 1, what="Messestand streichen")
    part = click_here(ben, action, "done").content.decode()
    assert part.lstrip().startswith('<div id="day"')
    assert url(ben, "deed_here", action.pk, "undo") in part
    assert f"line-{action.pk}" not in part
    assert str(other) in part


def test_a_form_that_is_not_right_comes_back_below_its_line(ben: Membership) -> None:
    action = an_action(ben, 0)
    response = click_here(ben, action, "postpone", quick=day(1).isoformat())
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, f"#deed-{action.pk}")
    assert response.content.decode().lstrip().startswith("<form")


def test_a_form_opens_below_its_line_and_stands_on_a_page_of_its_own(ben: Membership) -> None:
    action, browser = an_action(ben, 0), signed_in(ben)
    for deed in ("postpone", "help", "settle"):
        whole = browser.get(url(ben, "deed", action.pk, deed)).content.decode()
        part = browser.get(url(ben, "deed_here", action.pk, deed), headers={"HX-Request": "true"}).content.decode()
        assert whole.startswith("<!doctype") or whole.lstrip().startswith("<!doctype")
        assert part.lstrip().startswith("<form")


@pytest.mark.parametrize("name", ["deed", "deed_here"])
def test_looking_does_nothing(ben: Membership, name: str) -> None:
    action, browser = an_action(ben, 0), signed_in(ben)
    codes = {deed: browser.get(url(ben, name, action.pk, deed.value)).status_code for deed in Deed}
    assert {deed for deed, code in codes.items() if code == 405} == {deed for deed in Deed if not deed.asks}
    assert action.history.count() == 1


def test_what_a_colleague_did_meanwhile_is_said_and_not_undone(ben: Membership) -> None:
    action = an_action(ben, 0)
    moving.move(action=action, to=Status.DROPPED, reason="Zu teuer", at=NOW)
    assert "Nicht möglich" in click(ben, action, "start").content.decode()
    assert "Nicht möglich" in click_here(ben, action, "done").content.decode()
    action.refresh_from_db()
    assert action.status == Status.DROPPED


def test_deeds_are_for_those_who_may_and_actions_of_the_team(
    anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    of_anna, of_clara = an_action(anna, 0), an_action(clara, 0)
    for name in ("deed", "deed_here"):
        codes = [
            signed_in(person).post(url(person, name, action.pk, deed)).status_code
            for person, action, deed in [
                (ben, of_anna, "done"),
                (rita, of_anna, "done"),
                (anna, of_clara, "done"),
                (anna, of_anna, "nonsense"),
            ]
        ]
        assert codes == [403, 403, 404, 404]


@pytest.mark.parametrize("done", ["x", "9" * 30, "-1", "1"])
def test_no_address_breaks_the_page(ben: Membership, done: str) -> None:
    assert signed_in(ben).get(f"{url(ben)}?done={done}").status_code == 200


def test_a_person_in_several_teams_is_shown_how_much_is_due_there(ben: Membership, clara: Membership) -> None:
    there = MembershipFactory(team=clara.team, user=ben.user)
    for due in (-1, 0, 5):
        an_action(there, due)
    an_action(clara, -1)
    (other,) = of(ben).elsewhere
    assert (other.team, other.due, other.open) == (clara.team, 2, 3)
    page = page_of(ben)
    assert url(there) in page
    assert "2 fällig" in page
    assert "In anderen Teams" not in page_of(clara)


def test_the_overview_leads_to_the_day(ben: Membership) -> None:
    an_action(ben, 0)
    assert url(ben) in signed_in(ben).get(ben.team.get_absolute_url()).content.decode()


def test_the_day_costs_the_same_queries_for_one_and_three_of_each_and_for_any_number_of_teams(
    anna: Membership, ben: Membership
) -> None:
    def one_more_of_each() -> None:
        first = an_action(anna, 3)
        for due in (-1, 0, 3, 20):
            action = an_action(ben, due, touchpoint=TouchpointFactory(team=ben.team))
            action.helpers.add(anna.user)
            Dependency.objects.create(action=action, after=first)
        an_action(ben, -1, status=Status.DONE, done_at=NOW, follow_up_on=day(0))
        an_action(ben, 2, status=Status.BLOCKED, blocked_reason="Urlaub")
        for person in (anna, ben):
            ask_for_help(action=an_action(person, 2), by=person.user, at=NOW)
        there = MembershipFactory(user=ben.user)
        an_action(there, 0)

    browser = signed_in(ben)
    one_more_of_each()
    browser.get(url(ben))
    once = queries_of(browser, url(ben))
    one_more_of_each()
    one_more_of_each()
    assert queries_of(browser, url(ben)) == once


# --- Undoing --------------------------------------------------------------------------------------


def test_undoing_brings_a_block_back_with_its_reason(ben: Membership) -> None:
    action = an_action(ben, 0)
    moving.move(action=action, to=Status.BLOCKED, reason="Urlaub", at=NOW)
    moving.move(action=action, to=Status.DONE, at=NOW)
    for _click in range(2):
        action = undo_done(action=action, at=NOW)
    assert (action.status, action.blocked_reason) == (Status.BLOCKED, "Urlaub")


def test_what_the_team_has_answered_is_not_undone_in_passing(ben: Membership) -> None:
    action = an_action(ben, -1, status=Status.DONE, done_at=NOW, outcome=Outcome.WORKS, settled_at=NOW)
    assert "Nicht möglich" in click(ben, action, "undo").content.decode()
    action.refresh_from_db()
    assert action.status == Status.DONE


def test_a_new_team_has_an_empty_day(team: Team) -> None:
    assert of(MembershipFactory(team=team)).groups == {}
