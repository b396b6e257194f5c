"""Reminders through a real mail server that refuses, hangs up or is away, and workers that die: each comes once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from actions.models import Reminder
from actions.reminders import sending
from teams import delivery
from teams.letters import message_id
from teams.models import Letter, Membership
from tests.actions.reminding import TODAY, an_action, days, note, run
from tests.factories import NOW, MembershipFactory

LATER = NOW + timedelta(hours=2)


class MailServer:
    """Takes mails, but for the answers that it is told to give first; `None` hangs up."""

    def __init__(self) -> None:
        self.answers: list[str | None] = []
        self.received: list[EmailMessage] = []
        self.lines = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who calls."""
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer is None:
            assert server.transport
            server.transport.close()
            raise asyncio.CancelledError
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.received.append(message_from_bytes(envelope.content, policy=default))
        return answer


class Post:
    """The mail server and the switch that takes it away."""

    def __init__(self, port: int) -> None:
        self.server = MailServer()
        self.port = port
        self.controller = Controller(self.server, hostname="127.0.0.1", port=port)
        self.controller.start()

    def stop(self) -> None:
        """Gone."""
        self.controller.stop()

    def start(self) -> None:
        """Back again, and it remembers what it has."""
        self.controller = Controller(self.server, hostname="127.0.0.1", port=self.port)
        self.controller.start()


@pytest.fixture
def mail(settings: Settings) -> Iterator[Post]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    post = Post(port)
    yield post
    post.stop()


def remind_people(team: Membership, count: int) -> list[str]:
    """The addresses of people who have something due today."""
    people = [MembershipFactory(team=team.team) for _number in range(count)]
    for person in people:
        an_action(person, due_on=TODAY)
    return sorted(person.user.email for person in people)


@pytest.mark.django_db
def test_a_mail_arrives_with_its_thread_and_an_unbroken_link_to_stop_it(mail: Post, ben: Membership) -> None:
    action = an_action(ben, due_on=days(1))
    run()
    run(NOW + timedelta(days=1))
    delivery.deliver_due(NOW + timedelta(days=1))
    first, second = mail.server.received
    assert first["References"] == second["References"] == message_id(f"thread:action:{action.pk}")
    assert first["Message-ID"] != second["Message-ID"]
    for received in (first, second):
        assert str(received["List-Unsubscribe"]).startswith("<http://localhost:8000/reminders/stop/")
        assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_many_letters_go_over_few_lines(mail: Post, ben: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 4)
    addresses = remind_people(ben, 6)
    run()
    delivery.deliver_due(NOW)
    assert sorted(received["To"] for received in mail.server.received) == addresses
    assert mail.server.lines == 2


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["451 Try again later", "421 Too busy", "550 Not now", None])
def test_one_refusal_costs_one_letter_a_delay_and_nobody_anything_else(
    mail: Post, ben: Membership, answer: str | None
) -> None:
    addresses = remind_people(ben, 3)
    run()
    mail.server.answers = ["250 OK", answer]
    delivery.deliver_due(NOW)
    assert len(mail.server.received) == 2
    run()
    delivery.deliver_due(LATER)
    delivery.deliver_due(LATER + timedelta(days=1))
    assert sorted(received["To"] for received in mail.server.received) == addresses
    assert len({received["Message-ID"] for received in mail.server.received}) == 3


@pytest.mark.django_db
def test_while_the_server_is_away_nothing_is_lost_and_only_one_letter_tries(mail: Post, ben: Membership) -> None:
    addresses = remind_people(ben, 3)
    mail.stop()
    run()
    for minute in range(3):
        delivery.deliver_due(NOW + timedelta(seconds=10 * minute))
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [1, 1, 1]
    mail.start()
    run(LATER)
    delivery.deliver_due(LATER)
    assert sorted(received["To"] for received in mail.server.received) == addresses


class Killed(BaseException):
    """The worker is gone in this very moment."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["_mails", "_mark", "post"])
def test_a_worker_killed_while_it_reminds_leaves_all_or_nothing(
    mail: Post, ben: Membership, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    addresses = remind_people(ben, 3)
    note()
    real, calls = getattr(sending, moment), []

    def killed_the_second_time(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        done = real(*args, **kwargs)
        if len(calls) == 2:
            raise Killed
        return done

    monkeypatch.setattr(sending, moment, killed_the_second_time)
    with pytest.raises(Killed):
        run()
    assert Letter.objects.count() == Reminder.objects.filter(state=Reminder.State.SENT).count() == 1
    run()
    delivery.deliver_due(NOW)
    assert sorted(received["To"] for received in mail.server.received) == addresses


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_delivers_sends_no_more_than_the_one_in_flight_again(
    mail: Post, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = remind_people(ben, 3)
    run()
    real, calls = delivery._sent, []

    def killed_before_it_is_noted(letter: Letter) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        real(letter)

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_sent", killed_before_it_is_noted)
        with pytest.raises(Killed):
            delivery.deliver_due(NOW)
    delivery.deliver_due(NOW)
    assert len(mail.server.received) == 3, "the one in flight rests with the dead worker"
    delivery.deliver_due(NOW + delivery.LEASE)
    assert len(mail.server.received) == 4
    assert sorted({received["To"] for received in mail.server.received}) == addresses
    assert len({received["Message-ID"] for received in mail.server.received}) == 3, "mailboxes recognise the repeat"
