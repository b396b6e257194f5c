"""A team's own pages: everybody sees the people, leads change the team."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from teams.models import Department, Membership, Team
from tests.conftest import signed_in
from tests.factories import (
    BaselineFactory,
    DepartmentFactory,
    MembershipFactory,
    ReadingFactory,
    TouchpointFactory,
)

SETTINGS = {
    "name": "Vertrieb Süd-West",
    "language": "de",
    "time_zone": "Europe/Zurich",
    "currency": "CHF",
    "round_weekday": 2,
    "round_time": "08:30",
    "round_minutes": 45,
    "country": "CH",
    "subdivision": "ZH",
    "grace_days": 2,
}


def test_a_stranger_sees_no_people(team: Team, clara: Membership) -> None:
    assert signed_in(clara).get("/t/vertrieb-sued/team/").status_code == 404


def test_nobody_is_sent_to_sign_in(team: Team, client: Client) -> None:
    response = client.get("/t/vertrieb-sued/team/")
    assert response.url == "/accounts/login/?next=/t/vertrieb-sued/team/"  # type: ignore[attr-defined]


def test_a_team_that_does_not_exist_looks_the_same_to_nobody(client: Client, db: None) -> None:
    assert client.get("/t/made-up/team/").status_code == 302


def test_a_guest_of_a_round_does_not_pass_to_the_people(team: Team, client: Client) -> None:
    session = client.session
    session["guest_in"] = {"1": 1}
    session.save()
    assert client.get("/t/vertrieb-sued/team/").status_code == 302


@pytest.mark.parametrize("page", ["settings", "invite", "departments"])
def test_only_leads_manage(page: str, ben: Membership, rita: Membership, anna: Membership) -> None:
    answers = [signed_in(who).get(f"/t/vertrieb-sued/team/{page}/").status_code for who in (rita, ben, anna)]
    assert answers == [403, 403, 200]


def test_readers_see_the_people_but_no_buttons(anna: Membership, rita: Membership) -> None:
    text = signed_in(rita).get("/t/vertrieb-sued/team/").text
    assert "Anna Keller" in text
    assert "Ändern" not in text
    assert "Einladen" not in text


def test_the_list_of_people_costs_the_same_for_1_and_3(
    anna: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(anna)
    with django_assert_num_queries(5) as first:
        client.get("/t/vertrieb-sued/team/")
    MembershipFactory.create_batch(2, team=anna.team, department=DepartmentFactory(team=anna.team))
    with django_assert_num_queries(len(first)):
        client.get("/t/vertrieb-sued/team/")


# --- Settings -----------------------------------------------------------------------------------


def test_a_lead_changes_the_settings(anna: Membership) -> None:
    assert signed_in(anna).post("/t/vertrieb-sued/team/settings/", SETTINGS).status_code == 302
    anna.team.refresh_from_db()
    assert (anna.team.currency, anna.team.round_minutes) == ("CHF", 45)
    assert anna.team.slug == "vertrieb-sued"


@pytest.mark.parametrize("wrong", [{"round_minutes": 5}, {"currency": "BTC"}, {"round_weekday": 9}, {"name": ""}])
def test_wrong_settings_are_said_beside_their_field(anna: Membership, wrong: dict[str, object]) -> None:
    response = signed_in(anna).post("/t/vertrieb-sued/team/settings/", SETTINGS | wrong)
    assert response.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in response.text


# --- Departments --------------------------------------------------------------------------------


def test_a_lead_adds_and_renames_departments(anna: Membership) -> None:
    client = signed_in(anna)
    client.post("/t/vertrieb-sued/team/departments/", {"name": "Versand"})
    department = Department.objects.get()
    client.post(f"/t/vertrieb-sued/team/departments/{department.pk}/", {"name": "Lager"})
    assert [row.name for row in anna.team.departments.all()] == ["Lager"]


def test_a_departments_name_is_taken_once(anna: Membership) -> None:
    DepartmentFactory(team=anna.team, name="Versand")
    response = signed_in(anna).post("/t/vertrieb-sued/team/departments/", {"name": "versand"})
    assert response.status_code == 422
    assert "gibt es schon" in response.text


def test_another_teams_department_cannot_be_touched(anna: Membership, clara: Membership) -> None:
    department = DepartmentFactory(team=clara.team)
    client = signed_in(anna)
    for page in ("", "remove/"):
        assert client.post(f"/t/vertrieb-sued/team/departments/{department.pk}/{page}").status_code == 404


def test_removing_a_department_keeps_what_belonged_to_it(anna: Membership) -> None:
    department = DepartmentFactory(team=anna.team)
    touchpoint = TouchpointFactory(team=anna.team, department=department)
    client = signed_in(anna)
    assert "entfernen?" in client.get(f"/t/vertrieb-sued/team/departments/{department.pk}/remove/").text
    client.post(f"/t/vertrieb-sued/team/departments/{department.pk}/remove/")
    touchpoint.refresh_from_db()
    assert touchpoint.department is None


@pytest.mark.parametrize("kept", [ReadingFactory, BaselineFactory])
def test_a_department_that_measurements_name_stays_and_can_be_renamed(anna: Membership, kept: Any) -> None:
    department = DepartmentFactory(team=anna.team)
    kept(metric__touchpoint__team=anna.team, department=department)
    client = signed_in(anna)
    page = f"/t/vertrieb-sued/team/departments/{department.pk}/"
    assert "lässt er sich nur umbenennen" in client.get(f"{page}remove/").text
    assert "damit sie vergleichbar bleiben. Umbenennen geht." in client.post(f"{page}remove/", follow=True).text
    client.post(page, {"name": "Service Nord"})
    department.refresh_from_db()
    assert department.name == "Service Nord"


def test_a_team_ends_with_its_departments_and_what_was_measured_in_them(anna: Membership) -> None:
    department = DepartmentFactory(team=anna.team)
    for kept in (ReadingFactory, BaselineFactory):
        kept(metric__touchpoint__team=anna.team, department=department)
    anna.team.delete()
    assert not Department.objects.exists()
