"""A person's own account: change it, take it along, close it."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from meetings import planning
from meetings.models import Participant
from teams.letters import post
from teams.models import Invitation, Letter, Membership, Role, Team, User
from teams.templatetags.devices import device
from tests.conftest import signed_in
from tests.factories import (
    NOW,
    ActionFactory,
    CardFactory,
    MeetingFactory,
    MembershipFactory,
    ParticipantFactory,
    TeamFactory,
    TouchpointFactory,
)


def invitation_to(address: str, team: Team) -> Invitation:
    return Invitation.objects.create(
        team=team, email=address, token_hash=address, created_at=NOW, expires_at=NOW + timedelta(days=14)
    )


FIELDS = {"name": "Ben Yılmaz", "language": "en", "time_zone": "Europe/Vienna"}


@pytest.mark.parametrize("address", ["/profile/", "/profile/export/", "/profile/delete/"])
def test_strangers_have_no_profile(address: str, client: Client, db: None) -> None:
    assert client.get(address).url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_the_profile_changes(ben: Membership) -> None:
    assert signed_in(ben).post("/profile/", FIELDS).status_code == 302
    ben.user.refresh_from_db()
    assert (ben.user.language, ben.user.time_zone) == ("en", "Europe/Vienna")


def test_a_made_up_time_zone_is_refused(ben: Membership) -> None:
    response = signed_in(ben).post("/profile/", FIELDS | {"time_zone": "Mond/Nord"})
    assert response.status_code == 422
    ben.user.refresh_from_db()
    assert ben.user.time_zone == "Europe/Berlin"


def test_the_companys_sign_on_shows_where_there_is_one(ben: Membership, settings: Settings) -> None:
    assert "Anmeldung der Firma" not in signed_in(ben).get("/profile/").text


# --- Taking along -------------------------------------------------------------------------------


def test_the_export_holds_everything_of_mine_and_nothing_of_others(ben: Membership, anna: Membership) -> None:
    meeting = MeetingFactory(team=ben.team, touchpoint__team=ben.team)
    mine = ParticipantFactory(meeting=meeting, user=ben.user)
    CardFactory(meeting=meeting, author=mine, text="Meine Idee")
    CardFactory(meeting=meeting, author=ParticipantFactory(meeting=meeting, user=anna.user), text="Annas Idee")
    TouchpointFactory(team=ben.team, name="Hotline", owner=ben.user)
    ActionFactory(team=ben.team, what="Anrufen", responsible=ben.user)
    response = signed_in(ben).get("/profile/export/")
    assert "attachment" in response.headers["Content-Disposition"]
    data = json.loads(response.text)
    assert data["teams"]["email"] == "ben@example.com"
    assert data["teams"]["memberships"][0]["team"] == "Vertrieb Süd"
    assert data["touchpoints"]["owned"][0]["name"] == "Hotline"
    assert data["actions"]["responsible_for"][0]["what"] == "Anrufen"
    assert data["meetings"]["rounds"][0]["cards"] == ["Meine Idee"]
    assert "Annas Idee" not in response.text


def test_the_export_tells_of_mails_and_invitations_of_mine(ben: Membership, clara: Membership) -> None:
    post(key="hello", message=EmailMessage("Hallo", "Ben", to=["ben@example.com"]), at=NOW)
    for address in ("Ben@example.com", "paul@example.com"):
        invitation_to(address, clara.team)
    data = json.loads(signed_in(ben).get("/profile/export/").text)["teams"]
    assert [mail["to"] for mail in data["mails"]] == ["ben@example.com"]
    assert [(one["team"], one["email"]) for one in data["invitations"]] == [("Einkauf Nord", "Ben@example.com")]


# --- Closing ------------------------------------------------------------------------------------


def test_closing_asks_once(ben: Membership) -> None:
    assert "Konto löschen?" in signed_in(ben).get("/profile/delete/").text
    assert User.objects.filter(pk=ben.user.pk).exists()


def test_a_closed_account_ends_every_session_and_keeps_the_name_in_the_record(
    anna: Membership, ben: Membership
) -> None:
    meeting = MeetingFactory(team=ben.team, touchpoint__team=ben.team)
    ParticipantFactory(meeting=meeting, user=ben.user)
    here, elsewhere = signed_in(ben), signed_in(ben)
    assert here.post("/profile/delete/").url == "/"  # type: ignore[attr-defined]
    assert not User.objects.filter(email="ben@example.com").exists()
    for client in (here, elsewhere):
        assert client.get("/t/vertrieb-sued/team/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]
    assert Participant.objects.filter(name="Ben Yılmaz").exists()


def test_a_closed_account_leaves_no_address_behind(anna: Membership, ben: Membership, clara: Membership) -> None:
    EmailAddress.objects.create(user=ben.user, email="yilmaz@example.com", verified=True)
    for address in ("Ben@example.com", "yilmaz@example.com"):
        post(key=address, message=EmailMessage("Hallo", "Ben", to=[address]), at=NOW)
        invitation_to(address, clara.team)
    invitation_to("anna@example.com", clara.team)
    planning.plan(team=ben.team, by=anna.user, starts_at=NOW + timedelta(days=7), touchpoint=None, at=NOW)
    signed_in(ben).post("/profile/delete/")
    assert {letter.to for letter in Letter.objects.all()} == {anna.user.email}
    assert [invitation.email for invitation in Invitation.objects.all()] == ["anna@example.com"]


def test_an_address_that_was_only_claimed_is_somebody_elses(ben: Membership, clara: Membership) -> None:
    EmailAddress.objects.create(user=ben.user, email="paul@example.com", verified=False)
    invitation_to("paul@example.com", clara.team)
    signed_in(ben).post("/profile/delete/")
    assert Invitation.objects.exists()


def test_the_last_lead_hands_over_before_closing(anna: Membership, ben: Membership) -> None:
    response = signed_in(anna).post("/profile/delete/", follow=True)
    assert "mindestens eine Person in der Leitung" in response.text
    assert User.objects.filter(pk=anna.user.pk).exists()


def test_a_team_of_one_ends_with_its_account(anna: Membership, ben: Membership) -> None:
    alone = TeamFactory(name="Nur Ben")
    MembershipFactory(team=alone, user=ben.user, role=Role.LEAD)
    meeting = MeetingFactory(team=alone, touchpoint__team=alone)
    ParticipantFactory(meeting=meeting, user=ben.user)
    client = signed_in(ben)
    assert "Nur Ben" in client.get("/profile/delete/").text
    client.post("/profile/delete/")
    assert list(Team.objects.all()) == [anna.team]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("", "Unbekannter Browser"),
    ],
)
def test_a_signed_in_device_has_a_name_that_people_know(user_agent: str, words: str) -> None:
    assert device(user_agent) == words
