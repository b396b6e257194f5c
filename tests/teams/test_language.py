"""Everybody reads in their language: the account's, else the chosen one, else the browser's, else German."""

import pytest
from django.test import Client

from teams.models import Membership, User
from tests.conftest import signed_in


def language_of(client: Client, address: str = "/", **headers: str) -> str:
    return client.get(address, headers=headers).headers["Content-Language"]


@pytest.mark.parametrize(("accepted", "language"), [("", "de"), ("fr", "de"), ("en-GB,en;q=0.9", "en"), ("de", "de")])
def test_strangers_read_in_their_browsers_language_or_in_german(
    client: Client, db: None, accepted: str, language: str
) -> None:
    assert language_of(client, **({"accept-language": accepted} if accepted else {})) == language


def test_strangers_choose_their_language(client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert response.url == "/accounts/login/"  # type: ignore[attr-defined]
    assert language_of(client, **{"accept-language": "de"}) == "en"


def test_the_language_switch_leads_nowhere_else(client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://evil.example.com/"})
    assert response.url == "/"  # type: ignore[attr-defined]


def test_an_account_goes_before_the_browser(ben: Membership) -> None:
    User.objects.filter(pk=ben.user.pk).update(language="en")
    client = signed_in(ben)
    assert language_of(client, "/profile/", **{"accept-language": "de"}) == "en"
    assert '<html lang="en">' in client.get("/profile/", headers={"accept-language": "de"}).text


def test_one_persons_language_does_not_stick_to_the_next(ben: Membership, client: Client) -> None:
    User.objects.filter(pk=ben.user.pk).update(language="en")
    signed_in(ben).get("/profile/")
    assert language_of(client) == "de"
