"""The mail server says no for a while: the mail comes later, and once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import expect

from teams.models import Letter, Membership
from tests.browser.conftest import Enter
from tests.faults.waiting import wait_until
from tests.live.server import HOST, free_port

pytestmark = pytest.mark.browser


class MailServer:
    """Refuses every mail until it has come round."""

    def __init__(self) -> None:
        self.refusals = 0
        self.is_willing = False
        self.received: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.is_willing:
            self.refusals += 1
            return "451 later"
        assert isinstance(envelope.content, bytes)
        text = message_from_bytes(envelope.content, policy=default).get_body(("plain",))
        assert text
        self.received.append(text.get_content())
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    """It, and its port."""
    server, port = MailServer(), free_port()
    controller = Controller(server, hostname=HOST, port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def house_settings(mail_server: tuple[MailServer, int]) -> dict[str, str]:
    """An installation that has this mail server."""
    return {"EMAIL_URL": f"smtp://{HOST}:{mail_server[1]}"}


def test_a_code_that_was_refused_at_first_comes_once_and_signs_in(
    mail_server: tuple[MailServer, int], enter: Enter, ben: Membership
) -> None:
    server, _port = mail_server
    EmailAddress.objects.create(user=ben.user, email=ben.user.email, primary=True, verified=True)
    visitor = enter().go(ben.team.get_absolute_url())
    visitor.page.get_by_label("E-Mail").first.fill(ben.user.email)
    visitor.press("Code schicken")
    expect(visitor.page.get_by_role("heading", name="Code eingeben")).to_be_visible()
    wait_until(Letter.objects.filter(state=Letter.State.WAITING).exclude(last_error="").exists)
    assert server.refusals == 1

    server.is_willing = True
    Letter.objects.update(next_try_at=timezone.now())
    wait_until(Letter.objects.filter(state=Letter.State.SENT).exists)
    (text,) = server.received
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", text, re.MULTILINE)
    assert code
    visitor.page.get_by_label("Code").fill(code[1])
    visitor.press("Bestätigen")
    expect(visitor.page).to_have_url(visitor.address + ben.team.get_absolute_url())
