"""The outbox signs anybody in, so it opens on one's own machine only, and only without a mail server."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from teams.letters import post
from teams.models import Letter
from tests.factories import NOW


@pytest.fixture
def letter(db: None) -> Letter:
    message = EmailMultiAlternatives("Runde am Dienstag", "Als Text", to=["ben@example.com"])
    message.attach_alternative("<p>Als HTML</p>", "text/html")
    message.attach("runde.ics", "BEGIN:VCALENDAR", "text/calendar")
    return post(key="invitation", message=message, at=NOW)


def addresses(letter: Letter) -> list[str]:
    return ["/outbox/", f"/outbox/{letter.pk}/", f"/outbox/{letter.pk}/html/", f"/outbox/{letter.pk}/0/"]


def test_other_machines_see_no_outbox(letter: Letter) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert {client.get(address).status_code for address in addresses(letter)} == {404}


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "forwarded", "via"])
def test_nobody_sees_it_through_a_proxy(letter: Letter, header: str) -> None:
    client = Client(headers={header: "127.0.0.1"})
    assert {client.get(address).status_code for address in addresses(letter)} == {404}


def test_nobody_sees_it_through_a_proxy_that_does_not_say_so(letter: Letter) -> None:
    assert Client().get("/outbox/", SERVER_PROTOCOL="HTTP/1.0").status_code == 404


def test_with_a_mail_server_there_is_none(letter: Letter, client: Client, settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://mail.example.com"
    assert {client.get(address).status_code for address in addresses(letter)} == {404}
    assert "/outbox/" not in client.get("/").text


def test_letters_are_read_on_this_machine(letter: Letter, client: Client) -> None:
    overview, page, html, file = (client.get(address) for address in addresses(letter))
    assert "Runde am Dienstag" in overview.text
    assert "Als Text" in page.text
    assert html.text.strip() == "<p>Als HTML</p>"
    assert file.text.strip() == "BEGIN:VCALENDAR"
    assert file.headers["Content-Disposition"] == 'attachment; filename="runde.ics"'


def test_the_html_of_a_letter_is_caged(letter: Letter, client: Client) -> None:
    policy = client.get(f"/outbox/{letter.pk}/html/").headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_a_missing_letter_or_file_is_not_there(letter: Letter, client: Client) -> None:
    assert client.get("/outbox/999/").status_code == 404
    assert client.get(f"/outbox/{letter.pk}/5/").status_code == 404


def test_an_empty_outbox_says_what_belongs_there(client: Client, db: None) -> None:
    assert "Noch keine Mail" in client.get("/outbox/").text
