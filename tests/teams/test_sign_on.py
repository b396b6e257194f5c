"""Sign-in by the company's own provider, against a small one that says what the test wants it to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from teams.models import Membership, User
from teams.outbox import newest

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

SIGN_ON = "/accounts/oidc/company/login/"
CALLBACK = f"{SIGN_ON}callback/"


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class Provider:
    """The company's identity provider; `claims` is what it says of whoever signs in."""

    def __init__(self) -> None:
        self.server = make_server("127.0.0.1", 0, self.answer, handler_class=Silent)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.claims: dict[str, object] = {}
        self.broken = ""
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response(self.broken or "200 OK", [("Content-Type", "application/json")])
        if self.broken:
            return [b"<h1>Not what was asked for</h1>"]
        known = {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            },
            "/token": {"access_token": "token", "token_type": "Bearer"},
            "/userinfo": self.claims,
        }
        return [json.dumps(known[environ["PATH_INFO"]]).encode()]


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    cache.clear()
    provider = Provider()
    app = {
        "provider_id": "company",
        "name": "Brandt-Konto",
        "client_id": "kontaktpunkt",
        "secret": "secret",
        "settings": {"server_url": provider.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield provider
    provider.close()


def come_back(client: Client, **answer: str) -> Answer:
    """Go to the provider and come back with its answer."""
    return client.get(CALLBACK, answer | {"state": state_of(client.post(SIGN_ON))}, follow=True)


def state_of(sent: Answer) -> str:
    """What the provider hands back, so that nobody else's answer counts."""
    return parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]


def sign_on(client: Client, provider: Provider, **claims: object) -> Answer:
    """What the browser sees in the end when the provider vouches for someone with these claims."""
    provider.claims = {"sub": "4711", "name": "Ben Yılmaz", **claims}
    return come_back(client, code="code")


def who(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


@pytest.mark.parametrize(
    "verified", [{}, {"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}]
)
def test_an_unproved_address_takes_no_account_over(
    provider: Provider, ben: Membership, client: Client, verified: dict[str, object]
) -> None:
    User.objects.create_user("owner@example.com", name="Olga Paul")
    page = sign_on(client, provider, email="owner@example.com", **verified)
    assert page.status_code == 200
    client.post("/accounts/3rdparty/signup/", {"email": "owner@example.com", "name": "Eve"})
    assert who(client) == ""
    assert not SocialAccount.objects.exists()
    assert User.objects.filter(email__iexact="owner@example.com").count() == 1


def test_a_proved_address_opens_the_account_that_has_it(provider: Provider, client: Client, db: None) -> None:
    ben = User.objects.create_user("ben@example.com", name="Ben Yılmaz")
    sign_on(client, provider, email="Ben@Example.com", email_verified=True)
    assert who(client) == str(ben.pk)
    again = Client()
    sign_on(again, provider, email="ben@example.com", email_verified=True)
    assert who(again) == str(ben.pk)
    assert User.objects.count() == 1


def test_someone_new_has_an_account_and_no_team(provider: Provider, ben: Membership, client: Client) -> None:
    page = sign_on(client, provider, email="nora@example.com", email_verified=True, name="Nora Neu")
    nora = User.objects.get(email="nora@example.com")
    assert (who(client), nora.name) == (str(nora.pk), "Nora Neu")
    assert not nora.memberships.exists()
    assert "Noch kein Team" in page.text
    assert client.get("/t/vertrieb-sued/").status_code == 404


def test_someone_new_proves_an_address_that_the_company_has_not(provider: Provider, client: Client, db: None) -> None:
    page = sign_on(client, provider, email="nora@example.com", email_verified=False, name="Nora Neu")
    assert who(client) == ""
    assert "Code eingeben" in page.text
    assert newest()[0].letter.to == "nora@example.com"


def test_who_turns_back_reads_a_sentence(provider: Provider, client: Client, db: None) -> None:
    assert "Anmeldung abgebrochen" in come_back(client, error="access_denied").text


@pytest.mark.parametrize("status", ["500 Broken", "200 OK"])
def test_a_broken_provider_is_a_sentence_and_no_error(
    provider: Provider, client: Client, db: None, status: str
) -> None:
    state = state_of(client.post(SIGN_ON))
    provider.broken = status
    assert "Das hat nicht geklappt" in client.post(SIGN_ON, follow=True).text
    page = client.get(CALLBACK, {"code": "code", "state": state}, follow=True)
    assert (page.status_code, who(client)) == (401, "")
    assert "Das hat nicht geklappt" in page.text


def test_a_provider_that_is_gone_is_a_sentence_too(provider: Provider, client: Client, db: None) -> None:
    provider.close()
    assert "Das hat nicht geklappt" in client.post(SIGN_ON, follow=True).text


def test_the_button_leads_to_the_provider(provider: Provider, client: Client, db: None) -> None:
    assert "Anmelden mit Brandt-Konto" in client.get("/accounts/login/").text
    assert client.post(SIGN_ON).headers["Location"].startswith(f"{provider.url}/authorize")
