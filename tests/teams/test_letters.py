"""A posted letter arrives once: through a refusing server, a killed worker and two workers at once."""

import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Barrier
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from teams import delivery, outbox
from teams.letters import compose, post
from teams.models import Letter
from tests.factories import NOW

LATER = NOW + timedelta(minutes=1)


class MailServer:
    """A real mail server of this process that can be told to refuse."""

    def __init__(self) -> None:
        self.refuses = False
        self.received: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return "451 Try again later"
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return "250 OK"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    handler = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield handler
    controller.stop()


def message(**fields: Any) -> EmailMessage:
    return EmailMessage(**{"subject": "Grüße", "body": "Die Runde beginnt.", "to": ["ben@example.com"]} | fields)


def letter(key: str = "test", **kwargs: Any) -> Letter:
    return post(key=key, message=message(), at=NOW, **kwargs)


@pytest.mark.django_db
def test_a_letter_goes_out_after_the_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post(key="test", message=message(), at=NOW - timedelta(days=30))
        assert mail.outbox == []
    assert [sent.to for sent in mail.outbox] == [["ben@example.com"]]


@pytest.mark.django_db
def test_a_letter_rolled_back_is_not_sent() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letter()
        1 / 0  # noqa: B018
    delivery.deliver_due(NOW)
    assert not Letter.objects.exists()
    assert mail.outbox == []


@pytest.mark.django_db
def test_the_same_key_is_the_same_letter() -> None:
    assert letter() == letter()
    delivery.deliver_due(NOW)
    delivery.deliver_due(LATER)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_letter_keeps_its_words_its_attachment_and_one_message_id(server: MailServer) -> None:
    invitation = EmailMultiAlternatives("Runde am Dienstag: Grüße", "Text", to=["Ben <ben@example.com>"])
    invitation.attach_alternative("<p>Schöne Grüße</p>", "text/html")
    invitation.attach("runde.ics", "BEGIN:VCALENDAR", "text/calendar")
    first = post(key="invitation", message=invitation, at=NOW)
    delivery.deliver(first.pk, NOW)
    received = message_from_bytes(server.received[0], policy=policy.default)
    assert received["Subject"] == "Runde am Dienstag: Grüße"
    assert received["Message-ID"].endswith("@localhost>")
    html = received.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Schöne Grüße</p>"
    assert [part.get_filename() for part in received.iter_attachments()] == ["runde.ics"]


@pytest.mark.django_db
def test_a_letter_arrives_as_it_was_posted_to_the_byte(server: MailServer) -> None:
    minutes = EmailMultiAlternatives("Protokoll", ".Punkt am Anfang\n\nGrüße " + "x" * 1200, to=["ben@example.com"])
    minutes.attach_alternative("<p>Grüße</p>", "text/html")
    minutes.attach("protokoll.pdf", bytes(range(256)) * 20, "application/pdf")
    posted = post(key="minutes", message=minutes, at=NOW)
    mime = bytes(posted.mime)
    assert (b"\r" in mime, mime.endswith(b"\n")) == (False, True)
    delivery.deliver_due(NOW)
    assert server.received == [mime.replace(b"\n", b"\r\n")]


@pytest.mark.django_db
def test_a_letter_has_one_recipient() -> None:
    with pytest.raises(ValueError, match="too many values"):
        post(key="two", message=message(to=["a@example.com", "b@example.com"]), at=NOW)


@pytest.mark.django_db
def test_a_refusing_server_gets_the_letter_later(server: MailServer) -> None:
    server.refuses = True
    waiting = letter()
    delivery.deliver_due(NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.next_try_at) == (Letter.State.WAITING, 1, LATER)
    assert "Try again later" in waiting.last_error

    server.refuses = False
    delivery.deliver_due(LATER - timedelta(seconds=1))
    assert server.received == []
    delivery.deliver_due(LATER)
    delivery.deliver_due(LATER + timedelta(days=1))
    waiting.refresh_from_db()
    assert (waiting.state, len(server.received)) == (Letter.State.SENT, 1)


@pytest.mark.django_db
def test_a_server_that_is_gone_gets_the_letter_later(settings: Settings) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 5},
        }
    }
    waiting = letter()
    delivery.deliver_due(NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (Letter.State.WAITING, 1)


def test_the_rests_between_tries_grow_up_to_an_hour() -> None:
    assert [int(delivery.rest(n).total_seconds() / 60) for n in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]


@pytest.mark.django_db
def test_after_two_days_a_letter_has_failed(server: MailServer) -> None:
    server.refuses = True
    waiting = letter()
    at = NOW
    while waiting.state == Letter.State.WAITING:
        delivery.deliver_due(at)
        waiting.refresh_from_db()
        at = waiting.next_try_at
    assert waiting.state == Letter.State.FAILED
    assert timedelta(days=2) < at - NOW < timedelta(days=2, hours=3)


@pytest.mark.django_db
def test_the_letter_of_a_killed_worker_is_sent_after_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: object) -> None:
        raise Killed

    letter()
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "PostedMessage", killed)
        with pytest.raises(Killed):
            delivery.deliver_due(NOW)
    delivery.deliver_due(NOW + delivery.LEASE - timedelta(seconds=1))
    assert mail.outbox == []
    delivery.deliver_due(NOW + delivery.LEASE)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_letter_once(server: MailServer) -> None:
    letters = [letter(f"letter {n}") for n in range(5)]
    at_once = Barrier(4)

    def work(_worker: int) -> None:
        at_once.wait()
        for one in letters:
            delivery.deliver(one.pk, NOW)
        connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert len(server.received) == 5


@pytest.mark.django_db
def test_a_broker_that_is_down_does_not_break_the_request(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def no_broker(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("teams.tasks.deliver_letter.delay", no_broker)
    with django_capture_on_commit_callbacks(execute=True):
        waiting = letter()
    delivery.deliver_due(NOW)
    waiting.refresh_from_db()
    assert waiting.state == Letter.State.SENT


@pytest.mark.django_db
def test_a_letter_is_forgotten_once_a_server_has_taken_it_and_yet_never_sent_again(server: MailServer) -> None:
    taken = letter()
    delivery.deliver_due(NOW)
    assert letter() == taken
    delivery.deliver_due(LATER)
    taken.refresh_from_db()
    assert bytes(taken.mime) == b""
    assert (taken.to, taken.sent_at is None) == ("ben@example.com", False)
    assert len(server.received) == 1


@pytest.mark.django_db
def test_a_secret_that_no_server_took_is_forgotten_too(server: MailServer) -> None:
    server.refuses = True
    secret, plain = letter("code", secret=True), letter("minutes")
    delivery.deliver_due(NOW + timedelta(hours=1))
    secret.refresh_from_db()
    assert bytes(secret.mime) != b""
    delivery.deliver_due(NOW + timedelta(days=3))
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert {secret.state, plain.state} == {Letter.State.FAILED}
    assert bytes(secret.mime) == b""
    assert bytes(plain.mime) != b""


@pytest.mark.django_db
def test_without_a_mail_server_the_newest_letters_stay_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "KEPT", 2)
    for minute in range(4):
        post(key=f"letter {minute}", message=message(), at=NOW + timedelta(minutes=minute))
        delivery.deliver_due(NOW + timedelta(minutes=minute))
    assert [opened.letter.key for opened in outbox.newest()] == ["letter 3", "letter 2"]
    first = Letter.objects.get(key="letter 0")
    assert outbox.find(first.pk) is None
    assert len(mail.outbox) == 4


@pytest.mark.django_db
def test_an_address_that_no_server_takes_breaks_nothing(server: MailServer) -> None:
    odd = letter()
    Letter.objects.filter(pk=odd.pk).update(to="ben@@example.com")
    letter("other")
    delivery.deliver_due(NOW)
    assert len(server.received) == 1


def test_an_smtp_error_is_an_os_error() -> None:
    assert issubclass(smtplib.SMTPException, OSError)


@pytest.mark.parametrize("sign", ["\r", "\x0b", "\x1e", "\x85", "\u2028"])
def test_a_name_with_a_sign_that_ends_lines_leaves_the_subject_in_one(sign: str) -> None:
    message = compose(
        template="invitation", to="eva@example.com", language="de", context={"team": f"Kunden{sign}dienst"}
    )
    assert message.subject == "Einladung ins Team „Kunden dienst“"
    assert message.message()


@pytest.mark.django_db
def test_what_was_sent_is_forgotten_after_three_months() -> None:
    for state in Letter.State:
        Letter.objects.filter(pk=letter(key=state).pk).update(state=state)
    delivery.forget_old(NOW + timedelta(days=89))
    assert Letter.objects.count() == 3
    delivery.forget_old(NOW + timedelta(days=91))
    assert Letter.objects.get().state == Letter.State.WAITING
