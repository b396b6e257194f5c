"""Writing and posting mails. A posted letter is a row in the ledger; `teams.delivery` sees to it that it arrives."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from teams.models import Letter
from teams.tasks import deliver_letter


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


def post(*, key: str, message: EmailMessage, at: datetime, secret: bool = False) -> Letter:
    """Put a mail to one recipient into the ledger, inside the caller's transaction, and nudge the worker after it.

    The same `key` is the same letter: a repeat returns the first one and sends nothing. A letter loses its text when
    a mail server has taken it, a `secret` one also when none would. Raises ValueError unless there is one recipient.
    """
    (recipient,) = message.recipients()
    message.extra_headers |= {
        "Message-ID": message_id(key),
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
    }
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": recipient,
            "mime": message.message().as_bytes(),
            "secret": secret,
            "next_try_at": at,
            "created_at": at,
        },
    )
    if is_new:
        deliver_letter.delay_on_commit(letter.pk)
    return letter


def message_id(key: str) -> str:
    """The same Message-ID for the same letter, so that a mailbox recognises a repeat."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{urlsplit(settings.BASE_URL).hostname}>"
