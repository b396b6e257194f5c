"""Signing in: by a mailed code, by a link from the command line, and never by a mail scanner."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from teams import signin
from teams.models import Letter, Membership, SignInLink, Team, User
from teams.outbox import newest
from tests.factories import NOW

CODE = r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"


@pytest.fixture(autouse=True)
def fresh_rates() -> None:
    cache.clear()


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask_for_code(client: Client, email: str) -> str:
    """Ask for a code and read it out of the mail."""
    client.post("/accounts/login/code/", {"email": email})
    found = re.search(CODE, newest()[0].text, re.MULTILINE)
    return found[0] if found else ""


# --- By code ------------------------------------------------------------------------------------


def test_an_unknown_address_gets_no_code_and_no_hint(client: Client, db: None) -> None:
    response = client.post("/accounts/login/code/", {"email": "eve@example.com"}, follow=True)
    assert "Der Code ist unterwegs" in response.text
    assert newest()[0].subject == "Anmeldung: kein Konto zu dieser Adresse"
    assert not is_signed_in(client)


def test_a_wrong_code_opens_nothing(ben: Membership, client: Client) -> None:
    assert ask_for_code(client, ben.user.email)
    client.post("/accounts/login/code/confirm/", {"code": "XXXX-XXXX"})
    assert not is_signed_in(client)


def test_the_mailed_code_signs_in(client: Client, db: None) -> None:
    User.objects.create_user("ben@example.com", name="Ben Yılmaz")
    code = ask_for_code(client, "ben@example.com")
    assert code in newest()[0].subject
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("door", "typed", "sentence"),
    [
        ("/accounts/login/", {"login": "ben@example.com", "password": "falsch"}, "passen nicht zusammen"),
        ("/accounts/login/code/", {"email": "ben@"}, "keine E-Mail-Adresse"),
        ("/accounts/password/reset/", {"email": ""}, "Das fehlt noch"),
    ],
)
def test_what_was_typed_wrong_comes_back_with_a_sentence(
    client: Client, db: None, door: str, typed: dict[str, str], sentence: str
) -> None:
    assert client.get(door).status_code == 200
    again = client.post(door, typed)
    assert (again.status_code, sentence in again.text) == (422, True)


def test_the_code_comes_in_the_persons_language(ben: Membership, client: Client) -> None:
    User.objects.filter(pk=ben.user.pk).update(language="en")
    client.post("/accounts/login/code/", {"email": ben.user.email}, headers={"accept-language": "de"})
    assert 'lang="en"' in newest()[0].html


def test_sign_in_mails_go_through_the_ledger_as_secrets(ben: Membership, client: Client) -> None:
    client.post("/accounts/login/code/", {"email": ben.user.email})
    letter = Letter.objects.get()
    assert (letter.to, letter.secret) == (ben.user.email, True)


def test_asking_for_codes_is_held_back(ben: Membership, client: Client) -> None:
    for _ in range(6):
        response = Client().post("/accounts/login/code/", {"email": ben.user.email})
    assert response.status_code == 429 or Letter.objects.count() <= 3


def test_a_forged_proxy_header_does_not_help(ben: Membership, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for n in range(70):
        response = Client().post("/invitation/x/", headers={"x-forwarded-for": f"10.0.0.{n}"})
    assert response.status_code == 429


def test_behind_a_trusted_proxy_each_client_counts_alone(db: None, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = {
        Client().post("/invitation/x/", headers={"x-forwarded-for": f"9.9.9.9, 10.0.0.{n}"}).status_code
        for n in range(70)
    }
    assert answers == {410}


# --- Signing up ---------------------------------------------------------------------------------


def test_nobody_signs_up_where_it_is_closed(client: Client, db: None, settings: Settings) -> None:
    settings.SIGNUP_OPEN = False
    client.post("/accounts/signup/", {"email": "nora@example.com", "name": "Nora"})
    assert "mit Einladung hinein" in client.get("/accounts/signup/").text
    assert not User.objects.exists()


def test_signing_up_proves_the_address_and_leads_to_founding(client: Client, db: None, settings: Settings) -> None:
    settings.SIGNUP_OPEN = True
    client.post("/accounts/signup/", {"email": "nora@example.com", "name": "Nora Neu"})
    assert not is_signed_in(client)
    code = re.search(CODE, newest()[0].text, re.MULTILINE)
    assert code
    client.post("/accounts/confirm-email/", {"code": code[0]})
    assert is_signed_in(client)
    assert User.objects.get().name == "Nora Neu"
    assert EmailAddress.objects.get().verified
    assert "Team gründen" in client.get("/").text


# --- By link ------------------------------------------------------------------------------------


def test_a_made_up_link_signs_nobody_in(client: Client, db: None) -> None:
    assert client.post("/sign-in/made-up/").status_code == 410


def test_the_link_is_stored_only_hashed(ben: Membership) -> None:
    token = signin.one_time_link(ben.user, NOW).split("/")[-2]
    assert token not in str(SignInLink.objects.values().get())


def test_looking_at_the_link_does_not_use_it_up(ben: Membership, client: Client) -> None:
    link = path_of(signin.one_time_link(ben.user, timezone.now()))
    for _ in range(3):
        assert "Hallo Ben" in Client().get(link).text
    client.post(link)
    assert client.session["_auth_user_id"] == str(ben.user.pk)


def test_the_link_works_once(ben: Membership, client: Client) -> None:
    link = path_of(signin.one_time_link(ben.user, timezone.now()))
    client.post(link)
    other = Client()
    assert other.post(link).status_code == 410
    assert not is_signed_in(other)


def test_the_link_expires_after_an_hour(ben: Membership, client: Client) -> None:
    link = path_of(signin.one_time_link(ben.user, NOW))
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert client.post(link).status_code == 410


def test_the_command_prints_a_link(ben: Membership, client: Client) -> None:
    out = StringIO()
    call_command("signin_link", "BEN@example.com", stdout=out)
    client.post(path_of(out.getvalue().strip()))
    assert is_signed_in(client)


def test_the_command_says_who_is_missing(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("signin_link", "eve@example.com")


def test_made_up_links_run_out(db: None) -> None:
    answers = [Client().post("/sign-in/made-up/").status_code for _ in range(61)]
    assert (set(answers[:60]), answers[60]) == ({410}, 429)
    assert Client().get("/sign-in/made-up/").status_code == 410


# --- By password --------------------------------------------------------------------------------


def test_who_has_set_a_password_signs_in_with_it(client: Client, db: None) -> None:
    User.objects.create_user("op@example.com", "geheim-geheim-1", name="Olga Paul")
    assert 'name="password"' in client.get("/accounts/login/").text
    client.post("/accounts/login/", {"login": "op@example.com", "password": "falsch-falsch-1"})
    assert not is_signed_in(client)
    client.post("/accounts/login/", {"login": "op@example.com", "password": "geheim-geheim-1"})
    assert is_signed_in(client)


def test_wrong_passwords_run_out_for_the_account_and_leave_the_colleagues_alone(ben: Membership, db: None) -> None:
    User.objects.create_user("op@example.com", "geheim-geheim-1", name="Olga Paul")
    for _ in range(5):
        Client().post("/accounts/login/", {"login": ben.user.email, "password": "falsch-falsch-1"})
    held_back = Client().post("/accounts/login/", {"login": ben.user.email, "password": "falsch-falsch-1"})
    assert "viele Versuche" in held_back.text
    colleague = Client()
    colleague.post("/accounts/login/", {"login": "op@example.com", "password": "geheim-geheim-1"})
    assert is_signed_in(colleague)


def test_the_admin_has_no_sign_in_of_its_own_that_would_skip_the_second_factor(client: Client, db: None) -> None:
    operator = User.objects.create_superuser("op@example.com", "geheim-geheim-1", name="Olga Paul")
    TOTP.activate(operator, generate_totp_secret())
    told = client.post("/admin/login/?next=/admin/", {"username": operator.email, "password": "geheim-geheim-1"})
    assert told.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    told = client.post("/accounts/login/", {"login": operator.email, "password": "geheim-geheim-1"})
    assert told.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_the_link_to_a_new_password_leads_to_our_own_address(
    ben: Membership, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": ben.user.email}, headers={"host": "evil.example"})
    assert f"{settings.BASE_URL}/accounts/password/reset/key/" in newest()[0].text
    assert "evil.example" not in newest()[0].text


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(team: Team, client: Client) -> None:
    page = f"http://testserver/t/{team.slug}/touchpoints/"
    response = client.get(f"/t/{team.slug}/touchpoints/beside/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert response.headers["HX-Redirect"].endswith(f"?next=/t/{team.slug}/touchpoints/")
