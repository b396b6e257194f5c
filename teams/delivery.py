"""Handing posted letters to the mail server: one worker at a time, again after a failure, never twice after success.

Many go over one line, which is opened anew after each failure; while it cannot be opened at all, the others wait.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage as Mime
from email.parser import BytesParser
from email.policy import EmailPolicy, Policy, default
from time import monotonic
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from teams import outbox
from teams.models import Letter

LEASE = timedelta(minutes=5)
"""For how long a letter stays with the worker that took it; much longer than a mail server may take to answer."""
LONGEST_REST = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
AT_ONCE = 50
"""How many letters go over one line to the mail server; many servers end a line that carries more."""
AT_MOST = timedelta(seconds=20)
"""For how long one sweep goes on."""
KEPT = timedelta(days=90)
"""For how long the ledger says who got which letter."""

logger = logging.getLogger(__name__)


class AsPosted(Mime):
    """A mail of which only the head has been read; what follows goes out as it stands."""

    mime = b""

    def as_bytes(self, unixfrom: bool = False, policy: Policy[Any] | None = None) -> bytes:
        """The mail exactly as it was posted, with the line ends that mail servers ask for."""
        return b"".join(line + b"\r\n" for line in self.mime.splitlines())


POLICY = cast("EmailPolicy[AsPosted]", default)


class PostedMessage(EmailMessage):
    """A letter's stored bytes in the shape that mail backends take.

    To take a whole letter apart and put it together again would cost four times as much as sending it.
    """

    def __init__(self, letter: Letter) -> None:
        mime = bytes(letter.mime)
        self.mail = BytesParser(AsPosted, policy=POLICY).parsebytes(mime, headersonly=True)
        self.mail.mime = mime
        super().__init__(from_email=self.mail["From"], to=[letter.to])

    def message(self, *, policy: Policy[Any] | None = None) -> Mime:
        """The mail exactly as it was posted."""
        return self.mail


def deliver(pk: int, at: datetime) -> None:
    """Send one letter if it is due and no other worker has it; a failure leaves it for a later try."""
    with _line() as mailer:
        _deliver(pk, mailer, at)


def deliver_due(at: datetime) -> None:
    """Send what waits: letters posted in great number, whose nudge was lost, whose worker died, or whose rest is over.

    It stops after `AT_MOST`, so that others who need the worker wait no longer; the next sweep goes on.
    """
    over = monotonic() + AT_MOST.total_seconds()
    due = Letter.objects.due(at).order_by("next_try_at").values_list("pk", flat=True)
    while pks := list(due[:AT_ONCE]):
        with _line() as mailer:
            for pk in pks:
                if monotonic() > over or not _deliver(pk, mailer, at):
                    return


@contextmanager
def _line() -> Iterator[BaseEmailBackend]:
    """A way to the mail server that stays open from the first letter on; how it ends makes no difference any more."""
    mailer = mailers.default
    try:
        yield mailer
    finally:
        _hang_up(mailer)


def _hang_up(mailer: BaseEmailBackend) -> None:
    with suppress(OSError):
        mailer.close()


def _deliver(pk: int, mailer: BaseEmailBackend, at: datetime) -> bool:
    """Send one letter if it is due; whether the mail server could be reached at all."""
    letter = _claim(pk, at)
    if letter is None:
        return True
    is_reached = False
    try:
        mailer.open()
        is_reached = True
        mailer.send_messages([PostedMessage(letter)])
    except Exception as error:
        logger.warning("Letter %s to %s has to wait: %r", letter.pk, letter.to, error)
        _put_back(letter, str(error), at)
        _hang_up(mailer)
    else:
        _sent(letter)
    return is_reached


def forget_old(at: datetime) -> None:
    """Delete letters that were sent or given up three months ago; those that still wait stay."""
    Letter.objects.exclude(state=Letter.State.WAITING).filter(created_at__lt=at - KEPT).delete()


def rest(attempts: int) -> timedelta:
    """The pause after a failed attempt: 1, 2, 4, … minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_REST)


def _claim(pk: int, at: datetime) -> Letter | None:
    """Take a letter for the length of a lease: of two workers that saw it due, one moves the time and gets it."""
    letter = Letter.objects.due(at).filter(pk=pk).first()
    if letter is None:
        return None
    seen = Letter.objects.filter(pk=pk, state=Letter.State.WAITING, next_try_at=letter.next_try_at)
    taken = seen.update(next_try_at=at + LEASE, attempts=F("attempts") + 1)
    letter.attempts += 1
    return letter if taken else None


def _put_back(letter: Letter, error: str, at: datetime) -> None:
    given_up = at - letter.created_at > GIVE_UP_AFTER
    still_mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING, attempts=letter.attempts)
    still_mine.update(
        state=Letter.State.FAILED if given_up else Letter.State.WAITING,
        next_try_at=at + rest(letter.attempts),
        last_error=error[:500],
        mime=b"" if given_up and letter.secret else letter.mime,
    )


def _sent(letter: Letter) -> None:
    """Note that it went out. Its text is in the recipient's mailbox now; without a mail server the outbox shows it."""
    kept = b"" if settings.EMAIL_URL else letter.mime
    noted = {"state": Letter.State.SENT, "sent_at": timezone.now(), "last_error": "", "mime": kept}
    Letter.objects.filter(pk=letter.pk).update(**noted)  # it may be gone: with the account, while it was under way
    if not settings.EMAIL_URL:
        outbox.clear_out()
