"""Memberships change and end, and a team always keeps someone who leads it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from teams import leaving
from teams.models import Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, DepartmentFactory, MembershipFactory, UserFactory


def test_a_stranger_removes_nobody(ben: Membership, clara: Membership) -> None:
    client = signed_in(clara)
    assert client.post(f"/t/vertrieb-sued/team/people/{ben.pk}/remove/").status_code == 404
    assert client.post(f"/t/einkauf-nord/team/people/{ben.pk}/remove/").status_code == 404
    assert Membership.objects.filter(pk=ben.pk).exists()


def test_members_change_nobody(ben: Membership, rita: Membership) -> None:
    client = signed_in(ben)
    assert client.post(f"/t/vertrieb-sued/team/people/{rita.pk}/", {"role": "lead"}).status_code == 403
    assert client.post(f"/t/vertrieb-sued/team/people/{ben.pk}/", {"role": "lead"}).status_code == 403


def test_a_lead_gives_role_and_department(anna: Membership, rita: Membership) -> None:
    department = DepartmentFactory(team=anna.team)
    fields = {"role": "member", "department": department.pk}
    assert signed_in(anna).post(f"/t/vertrieb-sued/team/people/{rita.pk}/", fields).status_code == 302
    rita.refresh_from_db()
    assert (rita.role, rita.department) == (Role.MEMBER, department)


def test_removing_asks_first(anna: Membership, ben: Membership) -> None:
    client = signed_in(anna)
    assert "aus dem Team nehmen?" in client.get(f"/t/vertrieb-sued/team/people/{ben.pk}/remove/").text
    client.post(f"/t/vertrieb-sued/team/people/{ben.pk}/remove/")
    assert signed_in(ben).get("/t/vertrieb-sued/team/").status_code == 404


def test_a_member_leaves(anna: Membership, ben: Membership) -> None:
    assert signed_in(ben).post("/t/vertrieb-sued/team/leave/").url == "/"  # type: ignore[attr-defined]
    assert not Membership.objects.filter(pk=ben.pk).exists()


def test_the_last_lead_stays(anna: Membership, ben: Membership) -> None:
    client = signed_in(anna)
    response = client.post("/t/vertrieb-sued/team/leave/", follow=True)
    assert "mindestens eine Person in der Leitung" in response.text
    assert client.post(f"/t/vertrieb-sued/team/people/{anna.pk}/remove/").status_code == 302
    anna.refresh_from_db()
    assert anna.role == Role.LEAD


def test_the_last_lead_keeps_the_role(anna: Membership, ben: Membership) -> None:
    response = signed_in(anna).post(f"/t/vertrieb-sued/team/people/{anna.pk}/", {"role": "member"})
    assert response.status_code == 422
    anna.refresh_from_db()
    assert anna.role == Role.LEAD


def test_a_lead_leaves_when_another_leads(anna: Membership, ben: Membership) -> None:
    leaving.change(membership=ben, role=Role.LEAD, department=None, at=NOW)
    leaving.end(membership=anna, at=NOW)
    assert list(ben.team.memberships.all()) == [ben]


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_leave_at_once_do_not_both_succeed(anna: Membership) -> None:
    clever = MembershipFactory(team=anna.team, user=UserFactory(), role=Role.LEAD)
    at_once = Barrier(2)

    def leave(membership: Membership) -> bool:
        try:
            at_once.wait()
            leaving.end(membership=membership, at=NOW)
        except leaving.LastLeadError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as people:
        left = list(people.map(leave, [anna, clever]))
    assert sorted(left) == [False, True]
    assert Team.objects.get().memberships.leads().count() == 1
