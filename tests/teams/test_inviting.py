"""Leads invite by mail; a link works once, for two weeks, and only its hash is kept."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from teams import inviting
from teams.models import Invitation, Membership, Role, Team, User
from teams.outbox import newest
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, UserFactory

PAUL = {"email": "Paul@Example.com", "role": "member", "department": ""}


def sent_link() -> str:
    """The path of the link in the newest invitation's mail."""
    found = re.search(r"https?://[^/\s]+(/invitation/\S+)", newest()[0].text)
    assert found
    return found[1]


def invited(team: Team, anna: Membership, **fields: str) -> str:
    """Invite Paul and read his mail."""
    invitation = Invitation(team=team, email="paul@example.com", **fields)
    inviting.invite(invitation=invitation, by=anna.user, at=timezone.now())
    return sent_link()


# --- Who may invite -----------------------------------------------------------------------------


def test_a_stranger_cannot_invite(team: Team, clara: Membership) -> None:
    assert signed_in(clara).post("/t/vertrieb-sued/team/invite/", PAUL).status_code == 404


@pytest.mark.parametrize("who", ["ben", "rita"])
def test_members_and_readers_cannot_invite(who: str, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.post("/t/vertrieb-sued/team/invite/", PAUL).status_code == 403
    assert not Invitation.objects.exists()


def test_a_lead_invites_by_mail(anna: Membership) -> None:
    department = DepartmentFactory(team=anna.team)
    response = signed_in(anna).post("/t/vertrieb-sued/team/invite/", PAUL | {"department": department.pk})
    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("paul@example.com", anna.user)
    assert invitation.expires_at - invitation.created_at == timedelta(days=14)
    (opened,) = newest()
    assert opened.letter.to == "paul@example.com"
    assert opened.subject == "Einladung ins Team „Vertrieb Süd“"


def test_the_invitation_speaks_the_teams_language(anna: Membership) -> None:
    Team.objects.update(language="en")
    anna.team.refresh_from_db()
    invited(anna.team, anna)
    assert 'lang="en"' in newest()[0].html


def test_someone_elses_department_is_no_choice(anna: Membership, clara: Membership) -> None:
    department = DepartmentFactory(team=clara.team)
    response = signed_in(anna).post("/t/vertrieb-sued/team/invite/", PAUL | {"department": department.pk})
    assert response.status_code == 422


def test_nobody_is_invited_twice(anna: Membership, ben: Membership) -> None:
    client = signed_in(anna)
    client.post("/t/vertrieb-sued/team/invite/", PAUL)
    again = client.post("/t/vertrieb-sued/team/invite/", PAUL)
    member = client.post("/t/vertrieb-sued/team/invite/", PAUL | {"email": "BEN@example.com"})
    assert (again.status_code, member.status_code) == (422, 422)
    assert "schon eine Einladung unterwegs" in again.text
    assert "gehört schon zum Team" in member.text


def test_the_token_is_stored_only_hashed(anna: Membership) -> None:
    token = invited(anna.team, anna).split("/")[2]
    stored = Invitation.objects.values().get()
    assert token not in str(stored)
    assert len(stored["token_hash"]) == 64


# --- Sending again, revoking --------------------------------------------------------------------


def test_sending_again_gives_a_fresh_link_and_closes_the_old_one(anna: Membership, client: Client) -> None:
    old = invited(anna.team, anna)
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now())
    signed_in(anna).post(f"/t/vertrieb-sued/team/invitations/{invitation.pk}/again/")
    assert client.get(old).status_code == 410
    assert client.get(sent_link()).status_code == 200


def test_a_revoked_invitation_is_closed(anna: Membership, client: Client) -> None:
    link = invited(anna.team, anna)
    signed_in(anna).post(f"/t/vertrieb-sued/team/invitations/{Invitation.objects.get().pk}/revoke/")
    response = client.post(link, {"name": "Paul"})
    assert response.status_code == 410
    assert "gilt nicht mehr" in response.text


def test_another_teams_invitation_cannot_be_touched(anna: Membership, clara: Membership) -> None:
    invited(anna.team, anna)
    pk = Invitation.objects.get().pk
    client = signed_in(clara)
    for step in ("again", "revoke"):
        assert client.post(f"/t/einkauf-nord/team/invitations/{pk}/{step}/").status_code == 404


# --- Accepting ----------------------------------------------------------------------------------


def test_a_made_up_link_opens_nothing(client: Client, db: None) -> None:
    assert client.get("/invitation/made-up/").status_code == 410


def test_an_expired_invitation_is_closed(anna: Membership, client: Client) -> None:
    link = invited(anna.team, anna)
    Invitation.objects.update(expires_at=timezone.now())
    assert client.post(link, {"name": "Paul"}).status_code == 410
    assert not User.objects.filter(email="paul@example.com").exists()


def test_a_newcomer_gives_a_name_and_is_in(anna: Membership, client: Client) -> None:
    link = invited(anna.team, anna, role=Role.READER)
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="paul@example.com").exists()
    response = client.post(link, {"name": "Paul Huber"}, headers={"accept-language": "de"})
    assert response.url == "/t/vertrieb-sued/"  # type: ignore[attr-defined]
    paul = User.objects.get(email="paul@example.com")
    assert (paul.name, paul.memberships.get().role) == ("Paul Huber", Role.READER)
    assert client.get("/t/vertrieb-sued/team/").status_code == 200


def test_a_newcomer_without_a_name_stays_outside(anna: Membership, client: Client) -> None:
    assert client.post(invited(anna.team, anna), {"name": ""}).status_code == 422


def test_an_invitation_works_once(anna: Membership, client: Client) -> None:
    link = invited(anna.team, anna)
    client.post(link, {"name": "Paul Huber"})
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"name": "Eve"}).status_code == 410


def test_who_has_an_account_signs_in_to_it_first(anna: Membership, client: Client) -> None:
    paul = UserFactory(name="Paul Huber", email="paul@example.com")
    link = invited(anna.team, anna)
    assert "/accounts/login/?next=" in client.post(link, {"name": "Eve"}).text
    assert not paul.memberships.exists()
    client.force_login(paul)
    assert client.post(link).url == "/t/vertrieb-sued/"  # type: ignore[attr-defined]
    assert paul.memberships.get().team == anna.team


def test_someone_else_cannot_use_the_link(anna: Membership, ben: Membership) -> None:
    link = invited(anna.team, anna)
    response = signed_in(ben).post(link, {"name": "Ben"})
    assert "Die Einladung ging an paul@example.com" in response.text
    assert Invitation.objects.get().accepted_at is None


def test_an_invitation_to_a_further_address_reaches_the_account_that_proved_it(
    anna: Membership, clara: Membership
) -> None:
    EmailAddress.objects.create(user=clara.user, email="paul@example.com", verified=True)
    link = invited(anna.team, anna)
    assert "Zu paul@example.com gibt es schon ein Konto" in Client().post(link, {"name": "Paul"}).text
    assert "Einladung" in signed_in(clara).get("/").text
    signed_in(clara).post(link)
    assert clara.user.memberships.filter(team=anna.team).exists()


def test_an_address_that_was_only_claimed_opens_no_invitation(anna: Membership, clara: Membership) -> None:
    EmailAddress.objects.create(user=clara.user, email="paul@example.com", verified=False)
    link = invited(anna.team, anna)
    signed_in(clara).post(link)
    assert not clara.user.memberships.filter(team=anna.team).exists()
    assert Client().post(link, {"name": "Paul"}).status_code == 302
