"""A team works by the calendar of its country and region; odd settings and odd days break nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.models import Membership, Team
from teams.working_days import (
    add_working_days,
    countries,
    is_working_day,
    subdivisions,
    working_day_from,
    working_day_until,
)
from tests.conftest import signed_in

GERMANY, BAVARIA, SAXONY = Team(), Team(subdivision="BY"), Team(subdivision="SN")


def test_weekends_and_public_holidays_are_no_working_days() -> None:
    assert [is_working_day(GERMANY, date(2026, 12, day)) for day in (23, 24, 25, 26, 27, 28)] == [
        *(True, True, False, False, False, True)
    ]


def test_a_states_own_holidays_count_in_that_state_alone() -> None:
    epiphany, repentance = date(2026, 1, 6), date(2026, 11, 18)
    assert [is_working_day(team, epiphany) for team in (GERMANY, BAVARIA, SAXONY)] == [True, False, True]
    assert [is_working_day(team, repentance) for team in (GERMANY, BAVARIA, SAXONY)] == [True, True, False]


def test_other_countries_have_other_holidays_and_other_weekends() -> None:
    assert not is_working_day(Team(country="AT"), date(2026, 10, 26))
    assert not is_working_day(Team(country="CH", subdivision="ZH"), date(2026, 12, 26))
    assert not is_working_day(Team(country="US"), date(2021, 12, 31)), "New Year's Day observed the year before"
    sunday, friday = date(2026, 11, 15), date(2026, 11, 13)
    assert is_working_day(Team(country="IL"), sunday)
    assert not is_working_day(Team(country="SA"), friday)


@pytest.mark.parametrize(("country", "subdivision"), [("DE", "XX"), ("QQ", ""), ("", ""), ("QQ", "BY"), ("AT", "BY")])
def test_an_unknown_region_or_country_breaks_nothing(country: str, subdivision: str) -> None:
    team = Team(country=country, subdivision=subdivision)
    assert is_working_day(team, date(2026, 11, 13))
    assert not is_working_day(team, date(2026, 11, 14))


def test_working_days_are_counted_over_weekends_years_and_leap_days() -> None:
    assert add_working_days(GERMANY, date(2026, 11, 13), 2) == date(2026, 11, 17)
    assert add_working_days(GERMANY, date(2026, 11, 17), -2) == date(2026, 11, 13)
    assert add_working_days(GERMANY, date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert add_working_days(GERMANY, date(2027, 1, 4), -2) == date(2026, 12, 30)
    assert add_working_days(GERMANY, date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert add_working_days(GERMANY, date(2028, 3, 1), -1) == date(2028, 2, 29)
    assert add_working_days(GERMANY, date(2026, 11, 14), 0) == date(2026, 11, 14)


def test_the_next_working_day_may_be_the_day_itself() -> None:
    friday, saturday, monday = date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 16)
    assert (working_day_from(GERMANY, friday), working_day_until(GERMANY, friday)) == (friday, friday)
    assert (working_day_from(GERMANY, saturday), working_day_until(GERMANY, saturday)) == (monday, friday)


@given(st.dates(date(2000, 1, 3), date(2099, 12, 1)), st.integers(0, 40))
def test_there_and_back_again_is_the_same_working_day(day: date, count: int) -> None:
    day = working_day_from(BAVARIA, day)
    there = add_working_days(BAVARIA, day, count)
    assert is_working_day(BAVARIA, there)
    assert add_working_days(BAVARIA, there, -count) == day


def test_countries_and_states_are_offered_by_name() -> None:
    assert ("DE", "Deutschland") in countries()
    assert [code for code, _name in countries()].index("EG") < [code for code, _name in countries()].index("AL")
    assert ("BY", "Bayern") in subdivisions("DE")
    assert ("2", "Kärnten") in subdivisions("AT")
    assert subdivisions("QQ") == subdivisions("VA") == []


# --- The settings ---------------------------------------------------------------------------------

SETTINGS = "/t/vertrieb-sued/team/settings/"


def filled(team: Team, **changed: str) -> dict[str, str]:
    names = "name language time_zone currency round_weekday round_time round_minutes country subdivision grace_days"
    return {name: str(getattr(team, name)) for name in names.split()} | changed


@pytest.mark.django_db
def test_a_lead_says_where_the_team_works_and_how_patient_it_is(anna: Membership) -> None:
    response = signed_in(anna).post(SETTINGS, filled(anna.team, country="AT", subdivision="9", grace_days="5"))
    assert response.status_code == 302
    anna.team.refresh_from_db()
    assert (anna.team.country, anna.team.subdivision, anna.team.grace_days) == ("AT", "9", 5)


@pytest.mark.django_db
def test_a_state_of_another_country_is_asked_for_again_with_that_countrys_choices(anna: Membership) -> None:
    response = signed_in(anna).post(SETTINGS, filled(anna.team, country="AT", subdivision="BY"))
    assert response.status_code == 422
    assert "Das liegt in einem anderen Land." in response.content.decode()
    assert "Kärnten" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed", [{"country": "QQ"}, {"grace_days": "31"}, {"grace_days": "-1"}, {"grace_days": "9" * 30}]
)
def test_what_makes_no_sense_is_asked_for_again(anna: Membership, changed: dict[str, str]) -> None:
    assert signed_in(anna).post(SETTINGS, filled(anna.team, **changed)).status_code == 422


@pytest.mark.django_db
def test_the_states_of_another_country_are_shown_before_anything_is_saved(anna: Membership) -> None:
    page = signed_in(anna).get(SETTINGS, {"country": "CH"}).content.decode()
    assert "Zürich" in page
    assert signed_in(anna).get(SETTINGS, {"country": "QQ"}).status_code == 200
    anna.team.refresh_from_db()
    assert anna.team.country == "DE"


@pytest.mark.django_db
def test_a_team_whose_state_is_no_longer_known_can_still_be_changed(anna: Membership) -> None:
    Team.objects.update(subdivision="XX")
    assert signed_in(anna).get(SETTINGS).status_code == 200
    assert signed_in(anna).post(SETTINGS, filled(anna.team, subdivision="")).status_code == 302
