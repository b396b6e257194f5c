"""Django's admin for the operator keeps to the teams' rules."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Role
from tests.factories import UserFactory


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
