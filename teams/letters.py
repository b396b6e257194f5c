"""Writing and posting mails. A posted letter is a row in the ledger; `teams.delivery` sees to it that it arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import Policy, default
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from teams.models import Letter
from teams.tasks import deliver_letter


class Headers(HeaderRegistry):
    """Python's, which makes a class for each header anew; there are few kinds, and thousands of mails in a morning."""

    def __init__(self) -> None:
        super().__init__()
        self._classes: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        """The class of the headers of that name."""
        known = self._classes.get(name)
        if known is None:
            known = self._classes[name] = super().__getitem__(name)
        return known


class AsItIs(UnstructuredHeader, BaseHeader):
    """A header that stays in one line: a long address or id, folded as Python does it, leads nowhere any more."""

    def fold(self, *, policy: Policy[Any]) -> str:
        """Name and value, however long."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy[Any]:
    registry = Headers()
    for name in ("Message-ID", "In-Reply-To", "References", "List-Unsubscribe"):
        registry.map_to_type(name, AsItIs)
    return default.clone(header_factory=registry)


POLICY = _policy()


def compose(*, template: str, to: str, language: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """A mail of text and HTML in the recipient's language.

    `template` names two files, `mail/<template>.txt` (its first line is the subject) and `mail/<template>.html`.
    """
    with translation.override(language):
        known = {"base_url": settings.BASE_URL, **context}
        subject, _, text = render_to_string(f"mail/{template}.txt", known).strip().partition("\n")
        html = render_to_string(f"mail/{template}.html", {"subject": subject, **known})
    one_line = " ".join(subject.split())  # a name may hold signs that end a header's line
    message = EmailMultiAlternatives(one_line, text.strip() + "\n", to=[to])
    message.attach_alternative(html, "text/html")
    return message


def post(*, key: str, message: EmailMessage, at: datetime, secret: bool = False, nudge: bool = True) -> Letter:
    """Put a mail to one recipient into the ledger, inside the caller's transaction, and nudge the worker after it.

    The same `key` is the same letter: a repeat returns the first one and sends nothing. A letter loses its text when
    a mail server has taken it, a `secret` one also when none would. Raises ValueError unless there is one recipient.
    Who posts very many does without a nudge for each and has `teams.tasks.deliver_due_letters` called after the last.
    """
    (recipient,) = message.recipients()
    message.extra_headers |= {
        "Message-ID": message_id(key),
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
    }
    mime = message.message(policy=POLICY).as_bytes()
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                key=key, to=recipient, mime=mime, secret=secret, next_try_at=at, created_at=at
            )
    except IntegrityError:
        return Letter.objects.get(key=key)
    if nudge:
        deliver_letter.delay_on_commit(letter.pk)
    return letter


def message_id(key: str) -> str:
    """The same Message-ID for the same letter, so that a mailbox recognises a repeat."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{urlsplit(settings.BASE_URL).hostname}>"
