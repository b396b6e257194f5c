"""What the views of the plans are narrowed down to, sorted by and put into groups by."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Plan, Priority, Status
from meetings.models import DecidedAction
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, DepartmentFactory, MeetingFactory, MembershipFactory, TouchpointFactory
from tests.touchpoints.tables import content_of
from touchpoints.models import Touchpoint


@pytest.fixture
def today(team: Team) -> date:
    return team.today(timezone.now())


def url(team: Team, name: str = "list") -> str:
    return reverse(f"actions:{name}", args=[team.slug])


def found(team: Team, person: Membership, /, **asked: Any) -> list[str]:
    """What stands on the first page of the table, from top to bottom."""
    page = signed_in(person).get(url(team), asked).context["page"]
    return [action.what for bunch in page for action in bunch.actions]


def test_overdue_and_blocked_ones_come_first_then_by_last_day(team: Team, anna: Membership, today: date) -> None:
    def due(days: int, what: str, **more: object) -> None:
        ActionFactory(team=team, what=what, due_on=today + timedelta(days=days), **more)

    due(1, "morgen")
    due(40, "stockt", status=Status.BLOCKED, blocked_reason="Druckerei")
    due(-1, "gestern")
    due(-9, "stockt seit Langem", status=Status.BLOCKED, blocked_reason="Druckerei")
    due(0, "heute")
    due(-2, "fertig", status=Status.DONE)
    assert found(team, anna, state="") == ["stockt seit Langem", "gestern", "stockt", "heute", "morgen", "fertig"]


def test_one_sees_what_one_answers_for_and_what_one_helps_with(team: Team, ben: Membership) -> None:
    ActionFactory(team=team, what="meine", responsible=ben.user)
    ActionFactory(team=team, what="dabei").helpers.add(ben.user)
    ActionFactory(team=team, what="andere")
    assert found(team, ben, whose="mine") == ["meine"]
    assert found(team, ben, whose="helping") == ["dabei"]
    assert len(found(team, ben)) == 3


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", {"geplant", "läuft", "stockt", "zu spät"}),
        ("planned", {"geplant", "zu spät"}),
        ("running", {"läuft"}),
        ("blocked", {"stockt"}),
        ("overdue", {"zu spät"}),
        ("done", {"erledigt"}),
        ("dropped", {"verworfen"}),
        ("follow_up", {"erledigt"}),
    ],
)
def test_every_state_can_be_asked_for(
    team: Team, anna: Membership, today: date, state: str, expected: set[str]
) -> None:
    late, soon = today - timedelta(days=1), today + timedelta(days=9)
    ActionFactory(team=team, what="geplant", due_on=soon)
    ActionFactory(team=team, what="läuft", status=Status.RUNNING, due_on=soon)
    ActionFactory(team=team, what="stockt", status=Status.BLOCKED, blocked_reason="Druckerei", due_on=soon)
    ActionFactory(team=team, what="zu spät", due_on=late)
    ActionFactory(team=team, what="erledigt", status=Status.DONE, due_on=late, follow_up_on=today)
    ActionFactory(team=team, what="verworfen", status=Status.DROPPED, result="zu teuer", due_on=late)
    assert set(found(team, anna, state=state)) == expected


def test_department_touchpoint_plan_and_round_narrow_it_down(team: Team, anna: Membership) -> None:
    department, touchpoint = DepartmentFactory(team=team), TouchpointFactory(team=team)
    plan, meeting = Plan.objects.create(team=team, name="Rechnung"), MeetingFactory(team=team)
    ActionFactory(team=team, what="Bereich", department=department)
    ActionFactory(team=team, what="Ort", touchpoint=touchpoint)
    ActionFactory(team=team, what="Plan", plan=plan)
    DecidedAction.objects.create(meeting=meeting, action=ActionFactory(team=team, what="Runde"))
    assert found(team, anna, department=department.pk) == ["Bereich"]
    assert found(team, anna, touchpoint=touchpoint.pk) == ["Ort"]
    assert found(team, anna, plan=plan.pk) == ["Plan"]
    assert found(team, anna, round=meeting.pk) == ["Runde"]


def test_last_days_narrow_it_down(team: Team, anna: Membership, today: date) -> None:
    for what, days in (("vorbei", -3), ("heute", 0), ("in einem Monat", 30), ("später", 31)):
        ActionFactory(team=team, what=what, due_on=today + timedelta(days=days))
    assert found(team, anna, due="today") == ["vorbei", "heute"]
    assert found(team, anna, due="month") == ["vorbei", "heute", "in einem Monat"]
    assert found(team, anna, due_from=today, due_until=today + timedelta(days=30)) == ["heute", "in einem Monat"]


def test_a_week_ends_on_sunday(team: Team, anna: Membership, time_machine: object) -> None:
    time_machine.move_to("2026-11-25 09:00+01:00")  # type: ignore[attr-defined]
    for what, day in (("Sonntag", 29), ("Montag", 30)):
        ActionFactory(team=team, what=what, due_on=date(2026, 11, day))
    assert found(team, anna, due="week") == ["Sonntag"]


def test_a_day_has_what_starts_and_ends_on_it_and_what_is_asked_about(team: Team, anna: Membership) -> None:
    day, other = date(2026, 12, 1), date(2026, 12, 9)
    ActionFactory(team=team, what="endet", due_on=day)
    ActionFactory(team=team, what="beginnt", starts_on=day, due_on=other)
    ActionFactory(team=team, what="gefragt", status=Status.DONE, due_on=date(2026, 11, 1), follow_up_on=day)
    ActionFactory(team=team, what="war schon", status=Status.DONE, due_on=day)
    assert set(found(team, anna, state="", on_day=day)) == {"endet", "beginnt", "gefragt"}


def test_priority_texts_and_brand_fit_narrow_it_down(team: Team, anna: Membership) -> None:
    ActionFactory(team=team, what="A", priority=Priority.HIGH, target_group="Stammkunden", media_use="Post")
    ActionFactory(team=team, what="B", region="Süd", culture="förmlich", brand_fit="no")
    assert found(team, anna, priority=1) == ["A"]
    assert found(team, anna, target_group="stamm") == found(team, anna, media_use="post") == ["A"]
    assert found(team, anna, region="süd") == found(team, anna, culture="förm") == ["B"]
    assert found(team, anna, brand_fit="no") == ["B"]


def test_every_one_of_the_words_must_be_there(team: Team, anna: Membership) -> None:
    ActionFactory(team=team, what="Rechnung kürzen", why="Sie ist zu lang.")
    ActionFactory(team=team, what="Rechnung später auslösen")
    assert found(team, anna, q="rechnung lang") == ["Rechnung kürzen"]
    assert len(found(team, anna, q=" rechnung ")) == 2


WRONG = [
    {"person": "x", "department": "9" * 40, "touchpoint": "-1", "plan": "²", "round": "0"},
    {"priority": "7", "due": "never", "brand_fit": "?", "whose": "all", "state": "nonsense"},
    {"due_from": "2026-02-30", "due_until": "0000-00-00", "on_day": "gestern"},
    {"q": "\0", "region": "\0", "sort": "--due", "group": "colour", "page": "-7"},
    {"q": "x" * 5000, "target_group": "%_\\" * 300, "month": "2026-13"},
]


@pytest.mark.parametrize("asked", WRONG)
@pytest.mark.parametrize("name", ["list", "board", "calendar", "csv", "further_filters"])
def test_what_makes_no_sense_in_an_address_never_breaks_a_view(
    team: Team, anna: Membership, name: str, asked: dict[str, str]
) -> None:
    ActionFactory(team=team)
    answer = signed_in(anna).get(url(team, name), asked)
    assert answer.status_code == 200
    assert content_of(answer) if answer.streaming else answer.content


def test_a_stranger_s_rows_are_no_choices(team: Team, clara: Membership, anna: Membership) -> None:
    foreign = DepartmentFactory(team=clara.team, name="Fremder Bereich")
    TouchpointFactory(team=clara.team, name="Fremder Ort")
    ActionFactory(team=team, what="unsere")
    page = signed_in(anna).get(url(team), {"more": "on", "department": foreign.pk})
    assert "Fremde" not in page.text
    assert [bunch.group.count for bunch in page.context["page"]] == [1]


def test_who_has_left_can_still_be_asked_for(team: Team, anna: Membership) -> None:
    gone = MembershipFactory(team=team)
    ActionFactory(team=team, what="verwaist", responsible=gone.user)
    ActionFactory(team=team, what="andere")
    gone.delete()
    assert found(team, anna, person=gone.user.pk) == ["verwaist"]


def test_filters_that_are_not_at_hand_are_fetched_on_demand_and_counted_when_used(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    assert "further-fold" not in browser.get(url(team)).text
    assert "further-fold" in browser.get(url(team), {"more": "on"}).text
    page = browser.get(url(team), {"region": "Süd", "priority": "1"})
    assert page.context["filter"].narrowing == 2
    assert 'name="region"' in browser.get(url(team, "further_filters")).text


# --- Order and groups ---------------------------------------------------------------------------


def test_a_click_on_a_head_sorts_up_then_down_then_as_ever(team: Team, anna: Membership) -> None:
    for what, budget in (("B", 5), ("A", None), ("C", 9)):
        ActionFactory(team=team, what=what, budget=budget)
    assert found(team, anna, sort="what") == ["A", "B", "C"]
    assert found(team, anna, sort="-what") == ["C", "B", "A"]
    assert found(team, anna, sort="budget") == ["B", "C", "A"], "what has none comes last"
    assert found(team, anna, sort="-budget") == ["C", "B", "A"], "what has none comes last here too"
    page = signed_in(anna).get(url(team), {"sort": "due"}).text
    assert 'aria-sort="ascending"' in page
    assert "sort=-due" in page


def test_groups_stand_by_name_and_those_without_come_last(team: Team, anna: Membership, ben: Membership) -> None:
    ActionFactory(team=team, what="niemandes")
    ActionFactory(team=team, what="Bens", responsible=ben.user)
    ActionFactory(team=team, what="Annas", responsible=anna.user)
    page = signed_in(anna).get(url(team), {"group": "person"}).context["page"]
    assert [(bunch.group.name, bunch.group.count) for bunch in page] == [
        ("Anna Keller", 1),
        ("Ben Yılmaz", 1),
        ("Noch niemand", 1),
    ]


def test_a_round_is_a_group_and_what_was_recorded_elsewhere_is_another(team: Team, anna: Membership) -> None:
    meeting = MeetingFactory(team=team, title="Rechnung")
    DecidedAction.objects.create(meeting=meeting, action=ActionFactory(team=team, what="beschlossen"))
    ActionFactory(team=team, what="nebenbei")
    page = signed_in(anna).get(url(team), {"group": "round"}).context["page"]
    assert [[action.what for action in bunch.actions] for bunch in page] == [["beschlossen"], ["nebenbei"]]
    assert [bunch.group.name.split(" · ")[-1] for bunch in page] == ["Rechnung", "Außerhalb einer Runde"]


@pytest.mark.parametrize("group", ["department", "touchpoint", "plan"])
def test_departments_touchpoints_and_plans_are_groups(team: Team, anna: Membership, group: str) -> None:
    rows = {
        "department": lambda: DepartmentFactory(team=team, name="Innen"),
        "touchpoint": lambda: TouchpointFactory(team=team, name="Innen"),
        "plan": lambda: Plan.objects.create(team=team, name="Innen"),
    }
    ActionFactory(team=team, **{group: rows[group]()})
    ActionFactory(team=team)
    page = signed_in(anna).get(url(team), {"group": group})
    assert next(bunch.group.name for bunch in page.context["page"]) == "Innen"
    assert 'scope="rowgroup"' in page.text


def test_a_group_that_goes_on_says_so_on_the_next_page(
    team: Team, anna: Membership, ben: Membership, today: date
) -> None:
    for number in range(60):
        whose = anna if number < 10 else ben
        due = today + timedelta(days=number)
        ActionFactory(team=team, what=f"{number:02}", responsible=whose.user, due_on=due)
    browser = signed_in(anna)
    first = browser.get(url(team), {"group": "person"}).context["page"]
    assert [(bunch.group.count, len(bunch.actions), bunch.is_continued) for bunch in first] == [
        (10, 10, False),
        (50, 40, False),
    ]
    second = browser.get(url(team), {"group": "person", "page": "2"})
    (rest,) = second.context["page"]
    assert ([action.what for action in rest.actions], rest.is_continued) == ([f"{n}" for n in range(50, 60)], True)
    assert "Fortsetzung" in second.text


@pytest.mark.parametrize("query", ["", "?group=person", "?group=department", "?group=round", "?sort=who", "?more=on"])
def test_list_costs_the_same_for_one_and_three_actions(team: Team, anna: Membership, query: str) -> None:
    browser = signed_in(anna)
    full_action(team)
    one = queries_of(browser, url(team) + query)
    full_action(team)
    full_action(team)
    assert queries_of(browser, url(team) + query) == one


def full_action(team: Team) -> Action:
    action = ActionFactory(
        team=team,
        responsible=MembershipFactory(team=team).user,
        touchpoint=TouchpointFactory(team=team),
        department=DepartmentFactory(team=team),
    )
    action.helpers.add(MembershipFactory(team=team).user)
    DecidedAction.objects.create(meeting=MeetingFactory(team=team), action=action)
    return action


def test_a_touchpoint_is_named_or_comes_with_its_key_from_a_link(team: Team, anna: Membership) -> None:
    place = TouchpointFactory(team=team, name="Messestand")
    ActionFactory(team=team, what="dort", touchpoint=place)
    ActionFactory(team=team, what="anderswo")
    browser = signed_in(anna)
    for asked in (str(place.pk), "messestand"):
        assert found(team, anna, touchpoint=asked) == ["dort"]
        assert 'value="messestand"' in browser.get(url(team), {"touchpoint": asked}).text.lower()
    page = browser.get(url(team), {"touchpoint": "Messestadn"})
    assert len(found(team, anna, touchpoint="Messestadn")) == 2
    assert "Ähnlich heißen: „Messestand“." in page.text
    assert 'value="Messestadn"' in page.text


def test_filters_stay_small_with_thousands_of_touchpoints(team: Team, anna: Membership) -> None:
    Touchpoint.objects.bulk_create(Touchpoint(team=team, name=f"Kontaktpunkt Nummer {n:05}") for n in range(5000))
    assert len(signed_in(anna).get(url(team), {"more": "on"}).content) < 40_000
