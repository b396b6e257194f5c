"""Django's admin for the operator keeps to the teams' rules."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import planning
from teams.models import Membership, Role, Team, User
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def people(*memberships: Membership, **changes: Any) -> dict[str, Any]:
    """The team's page as it is sent, with changes to its people."""
    team = memberships[0].team
    sent: dict[str, Any] = {
        name: getattr(team, name)
        for name in (
            "name",
            "slug",
            "language",
            "time_zone",
            "currency",
            "round_weekday",
            "round_time",
            "round_minutes",
            "country",
            "subdivision",
            "grace_days",
        )
    }
    for prefix, total in (("memberships", len(memberships)), ("departments", 0)):
        sent |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": total}
    for place, membership in enumerate(memberships):
        row = {"id": membership.pk, "team": team.pk, "user": membership.user.pk, "role": membership.role}
        sent |= {f"memberships-{place}-{name}": value for name, value in row.items()}
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


@pytest.mark.parametrize("change", [{"memberships__0__DELETE": "on"}, {"memberships__0__role": Role.READER}])
def test_the_operator_cannot_take_a_teams_last_lead_away(
    operator: Client, anna: Membership, ben: Membership, change: dict[str, Any]
) -> None:
    address = reverse("admin:teams_team_change", args=[anna.team.pk])
    response = operator.post(address, people(anna, ben, **change))
    assert "mindestens eine Person in der Leitung" in response.text
    assert anna.team.memberships.leads().get() == anna


def test_the_operator_hands_a_team_over(operator: Client, anna: Membership, ben: Membership) -> None:
    address = reverse("admin:teams_team_change", args=[anna.team.pk])
    handed_over = {"memberships__0__DELETE": "on", "memberships__1__role": Role.LEAD}
    assert operator.post(address, people(anna, ben, **handed_over)).status_code == 302
    assert anna.team.memberships.get() == ben


@pytest.mark.parametrize("change", [{"memberships__1__DELETE": "on"}, {"memberships__1__role": Role.READER}])
def test_who_works_in_a_team_no_more_is_expected_in_none_of_its_rounds(
    operator: Client, anna: Membership, ben: Membership, change: dict[str, Any]
) -> None:
    at = timezone.now()
    meeting = planning.plan(team=anna.team, by=ben.user, starts_at=at + timedelta(days=7), touchpoint=None, at=at)
    address = reverse("admin:teams_team_change", args=[anna.team.pk])
    assert operator.post(address, people(anna, ben, **change)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.moderator == anna.user
    assert not meeting.participants.filter(user=ben.user).exists()


def test_a_place_in_a_team_is_not_given_to_somebody_else(
    operator: Client, anna: Membership, ben: Membership, clara: Membership
) -> None:
    address = reverse("admin:teams_team_change", args=[anna.team.pk])
    operator.post(address, people(anna, ben, memberships__1__user=clara.user.pk))
    ben.refresh_from_db()
    assert ben.user != clara.user


def delete(operator: Client, user: User) -> str:
    """What the operator reads who wants to delete an account."""
    return operator.post(reverse("admin:teams_user_delete", args=[user.pk]), {"post": "yes"}, follow=True).text


def test_the_operator_does_not_delete_a_teams_last_lead(operator: Client, anna: Membership, ben: Membership) -> None:
    assert "Vertrieb Süd" in delete(operator, anna.user)
    assert anna.team.memberships.leads().get() == anna


def test_the_operator_deletes_an_account_as_its_owner_would(
    operator: Client, anna: Membership, ben: Membership
) -> None:
    alone = MembershipFactory(user=ben.user, role=Role.LEAD).team
    at = timezone.now()
    meeting = planning.plan(team=anna.team, by=ben.user, starts_at=at + timedelta(days=7), touchpoint=None, at=at)
    assert str(alone) in operator.get(reverse("admin:teams_user_delete", args=[ben.user.pk])).text
    delete(operator, ben.user)
    assert not User.objects.filter(pk=ben.user.pk).exists()
    assert not Team.objects.filter(pk=alone.pk).exists()
    meeting.refresh_from_db()
    assert meeting.moderator == anna.user


def test_accounts_are_deleted_one_at_a_time(operator: Client, anna: Membership, ben: Membership) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [anna.user.pk, ben.user.pk], "post": "yes"}
    operator.post(reverse("admin:teams_user_changelist"), chosen)
    assert anna.team.memberships.count() == 2
