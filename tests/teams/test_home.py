"""The front door knows who comes."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from teams.models import Invitation, Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, MembershipFactory, TeamFactory, UserFactory


def test_strangers_read_what_this_is(client: Client, db: None) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "30 Minuten" in response.text


def test_a_person_with_one_team_goes_straight_to_it(ben: Membership) -> None:
    assert signed_in(ben).get("/").url == "/t/vertrieb-sued/"  # type: ignore[attr-defined]


def test_a_person_with_several_teams_chooses(ben: Membership, clara: Membership) -> None:
    MembershipFactory(team=clara.team, user=ben.user)
    text = signed_in(ben).get("/").text
    assert "Vertrieb Süd" in text
    assert "Einkauf Nord" in text


def test_the_list_of_teams_costs_the_same_for_1_and_3(
    team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def visit(teams: int) -> int:
        user = UserFactory()
        for _ in range(teams):
            MembershipFactory(user=user, team=TeamFactory())
        client = Client()
        client.force_login(user)
        with django_assert_num_queries(6) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    assert visit(2) == visit(4)


@pytest.fixture
def open_invitation(team: Team) -> Invitation:
    return Invitation.objects.create(
        team=team,
        email="paul@example.com",
        role=Role.MEMBER,
        token_hash="0" * 64,
        created_at=NOW,
        expires_at=NOW.replace(year=2999),
    )


def test_an_invitation_waits_for_its_person_alone(open_invitation: Invitation, clara: Membership) -> None:
    MembershipFactory(team=TeamFactory(name="Service"), user=clara.user)
    client = signed_in(clara)
    assert "Vertrieb Süd" not in client.get("/").text
    assert client.post(f"/invitation/{open_invitation.pk}/join/").status_code == 404


def test_an_invited_person_joins_from_home(open_invitation: Invitation) -> None:
    paul = UserFactory(name="Paul Huber", email="Paul@example.com")
    client = Client()
    client.force_login(paul)
    assert "Vertrieb Süd" in client.get("/").text
    client.post(f"/invitation/{open_invitation.pk}/join/")
    assert paul.memberships.get().team == open_invitation.team


def test_joining_twice_is_joining_once(open_invitation: Invitation) -> None:
    client = Client()
    client.force_login(UserFactory(email="paul@example.com"))
    for _click in range(2):
        response = client.post(f"/invitation/{open_invitation.pk}/join/")
        assert response.url == open_invitation.team.get_absolute_url()  # type: ignore[attr-defined]


def test_an_invitation_that_is_over_says_so(open_invitation: Invitation) -> None:
    client = Client()
    client.force_login(UserFactory(email="paul@example.com"))
    Invitation.objects.update(expires_at=NOW.replace(year=2020))
    response = client.post(f"/invitation/{open_invitation.pk}/join/", follow=True)
    assert "Diese Einladung gilt nicht mehr." in response.text
