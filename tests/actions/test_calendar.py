"""The plans in a month: what starts, is due or is asked about, and the rounds."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from actions.models import Status
from actions.overview.month import Day, Month
from meetings.models import Phase
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, MeetingFactory, MembershipFactory


def url(team: Team) -> str:
    return reverse("actions:calendar", args=[team.slug])


def days(team: Team, person: Membership, **asked: str) -> dict[date, Day]:
    """The days of the grid."""
    weeks = signed_in(person).get(url(team), {"month": "2026-12"} | asked).context["weeks"]
    return {day.day: day for week in weeks for day in week.days}


def on(day: Day) -> list[tuple[str, str]]:
    """What is on, as kind and words."""
    return [(entry.kind.value, entry.action.what) for entry in day.entries]


def test_weeks_begin_on_monday_and_have_their_number(team: Team, anna: Membership) -> None:
    weeks = signed_in(anna).get(url(team), {"month": "2027-01"}).context["weeks"]
    assert [week.number for week in weeks] == [53, 1, 2, 3, 4]
    assert (weeks[0].days[0].day, weeks[-1].days[-1].day) == (date(2026, 12, 28), date(2027, 1, 31))


def test_a_day_shows_what_is_due_is_asked_about_and_starts(team: Team, rita: Membership) -> None:
    first, ninth = date(2026, 12, 1), date(2026, 12, 9)
    ActionFactory(team=team, what="endet", due_on=first)
    ActionFactory(team=team, what="beginnt", starts_on=first, due_on=ninth)
    ActionFactory(team=team, what="gefragt", status=Status.DONE, due_on=date(2026, 11, 9), follow_up_on=first)
    ActionFactory(team=team, what="beantwortet", status=Status.DONE, due_on=ninth, follow_up_on=first, outcome="works")
    ActionFactory(team=team, what="verworfen", status=Status.DROPPED, result="nein", due_on=first, follow_up_on=first)
    grid = days(team, rita)
    assert on(grid[first]) == [("due", "endet"), ("follow_up", "gefragt"), ("start", "beginnt")]
    assert on(grid[ninth]) == [("due", "beginnt")]


def test_rounds_stand_on_their_day_in_the_team_s_time_zone(team: Team, rita: Membership) -> None:
    late = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)
    MeetingFactory(team=team, title="Nachtrunde", starts_at=late)
    MeetingFactory(team=team, title="abgesagt", starts_at=late, phase=Phase.CANCELLED)
    (round_on,) = days(team, rita)[date(2026, 12, 8)].rounds
    assert (round_on.label, round_on.clock) == ("Nachtrunde", "0:30")


def test_a_full_day_leads_to_its_rest_in_the_table(team: Team, anna: Membership) -> None:
    for _number in range(7):
        ActionFactory(team=team, due_on=date(2026, 12, 1))
    page = signed_in(anna).get(url(team), {"month": "2026-12", "priority": "2"})
    assert "+3 weitere" in page.text
    link = f"{reverse('actions:list', args=[team.slug])}?priority=2&on_day=2026-12-01&state="
    assert link.replace("&", "&amp;") in page.text
    assert signed_in(anna).get(link).context["page"].paginator.count == 7


def test_the_filter_narrows_the_month_down(team: Team, anna: Membership, ben: Membership) -> None:
    first = date(2026, 12, 1)
    ActionFactory(team=team, what="A", responsible=anna.user, due_on=first)
    ActionFactory(team=team, what="B", responsible=ben.user, due_on=first, status=Status.DONE)
    assert on(days(team, anna, whose="mine")[first]) == [("due", "A")]
    assert on(days(team, anna, state="done")[first]) == [("due", "B")]


def test_holidays_and_weekends_are_free(team: Team, anna: Membership) -> None:
    grid = days(team, anna)
    assert [grid[date(2026, 12, number)].is_free for number in (1, 5, 25)] == [False, True, True]


@pytest.mark.parametrize("typed", ["", "2026-13", "0000-01", "99999-01", "2026-0", "²026-01", "x"])
def test_what_is_no_month_is_the_month_of_today(typed: str) -> None:
    assert Month.asked_for(typed, date(2026, 11, 22)) == Month(2026, 11)


def test_months_follow_one_another_over_the_year() -> None:
    assert (str(Month(2026, 12).next), str(Month(2026, 1).previous)) == ("2027-01", "2025-12")
    assert str(Month(2027, 1).next) == "2027-02"


@pytest.mark.parametrize("typed", ["1970-01", "2199-12"])
def test_the_first_and_the_last_month_have_pages(team: Team, anna: Membership, typed: str) -> None:
    assert signed_in(anna).get(url(team), {"month": typed}).status_code == 200


def test_calendar_costs_the_same_for_one_and_three_actions(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    address = f"{url(team)}?month=2026-12"
    a_busy_day(team)
    one = queries_of(browser, address)
    a_busy_day(team)
    a_busy_day(team)
    assert queries_of(browser, address) == one


def a_busy_day(team: Team) -> None:
    day = date(2026, 12, 1)
    person = MembershipFactory(team=team).user
    ActionFactory(team=team, responsible=person, starts_on=day, due_on=day, follow_up_on=day)
    MeetingFactory(team=team)
