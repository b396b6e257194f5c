"""Whoever names a team leads it, under an address of its own."""

import pytest
from django.test import Client
from pytest_django import Settings

from teams.founding import found
from teams.models import Membership, Role, Team, User
from tests.conftest import signed_in
from tests.factories import UserFactory

NEW = {"name": "Münchner Service & Co", "round_weekday": 3, "round_time": "13:30"}


@pytest.fixture
def newcomer(db: None) -> User:
    return UserFactory(name="Nora Neu", language="en", time_zone="Europe/London")


def test_founding_needs_an_account(client: Client, db: None) -> None:
    assert client.get("/teams/new/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_strangers_found_no_team_where_sign_up_is_closed(newcomer: User, settings: Settings, client: Client) -> None:
    settings.SIGNUP_OPEN = False
    client.force_login(newcomer)
    assert client.post("/teams/new/", NEW).status_code == 403
    assert not Team.objects.exists()


def test_who_leads_a_team_may_found_another(anna: Membership, settings: Settings) -> None:
    settings.SIGNUP_OPEN = False
    assert signed_in(anna).get("/teams/new/").status_code == 200


def test_a_member_may_not(ben: Membership, settings: Settings) -> None:
    settings.SIGNUP_OPEN = False
    assert signed_in(ben).get("/teams/new/").status_code == 403


def test_the_founder_leads_the_team_in_their_language(newcomer: User, settings: Settings, client: Client) -> None:
    settings.SIGNUP_OPEN = True
    client.force_login(newcomer)
    response = client.post("/teams/new/", NEW)
    team = Team.objects.get()
    assert response.url == "/t/muenchner-service-co/team/"  # type: ignore[attr-defined]
    assert (team.language, team.time_zone, team.round_weekday) == ("en", "Europe/London", 3)
    assert team.memberships.get().role == Role.LEAD


def test_a_team_without_a_name_is_not_founded(newcomer: User, settings: Settings, client: Client) -> None:
    settings.SIGNUP_OPEN = True
    client.force_login(newcomer)
    response = client.post("/teams/new/", NEW | {"name": " "})
    assert response.status_code == 422
    assert not Team.objects.exists()


@pytest.mark.parametrize(("name", "slug"), [("Straße Ö", "strasse-oe"), ("営業部", "team"), ("a" * 80, "a" * 44)])
def test_an_address_is_made_from_the_name(newcomer: User, name: str, slug: str) -> None:
    assert found(team=Team(name=name), by=newcomer).slug == slug


def test_the_same_name_gets_another_address(newcomer: User) -> None:
    slugs = [found(team=Team(name="Vertrieb"), by=newcomer).slug for _ in range(3)]
    assert slugs == ["vertrieb", "vertrieb-2", "vertrieb-3"]
