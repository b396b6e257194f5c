"""Leads who name the same department in the same moment: one is first, the others read that the name is taken."""

import pytest

from teams.models import Membership, Role, Team
from tests.factories import DepartmentFactory, MembershipFactory
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leads(team: Team, anna: Membership) -> list[Membership]:
    return [anna, *MembershipFactory.create_batch(2, team=team, role=Role.LEAD)]


def test_name_that_three_give_at_once_is_given_once(team: Team, leads: list[Membership]) -> None:
    for name in ("Versand", "Lager", "Einkauf"):
        deeds = [posting(lead, "teams:departments", name=name) for lead in leads]
        assert statuses(at_once(deeds)) == [302, 422, 422]
    assert team.departments.count() == 3


def test_two_departments_do_not_get_one_name(team: Team, leads: list[Membership]) -> None:
    for name in ("Service", "Kundendienst", "Hotline"):
        rows = DepartmentFactory.create_batch(2, team=team)
        deeds = [posting(lead, "teams:department", row.pk, name=name) for lead, row in zip(leads, rows, strict=False)]
        assert statuses(at_once(deeds)) == [302, 422]


def test_department_removed_meanwhile_does_not_come_back(team: Team, leads: list[Membership]) -> None:
    for number in range(4):
        row = DepartmentFactory(team=team)
        deeds = [
            posting(leads[0], "teams:remove_department", row.pk),
            posting(leads[1], "teams:department", row.pk, name=f"Neu {number}"),
        ]
        assert set(statuses(at_once(deeds))) <= {302, 404}
    assert not team.departments.exists()
