"""Reading posted letters in the browser, on the one machine where no mail server is configured."""

import email
import ipaddress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

from django.conf import settings
from django.http import HttpRequest

from teams.models import Letter

KEPT = 100
"""How many letters can be read; older ones are known by key and recipient only."""
PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def is_open_to(request: HttpRequest) -> bool:
    """Only without a mail server, and only for a browser on this very machine: the letters sign anybody in."""
    if settings.EMAIL_URL or _came_through_a_proxy(request):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _came_through_a_proxy(request: HttpRequest) -> bool:
    """Some proxies add no header, but then they speak HTTP/1.0, which no browser does."""
    return request.META["SERVER_PROTOCOL"] == "HTTP/1.0" or any(name in request.headers for name in PROXY_HEADERS)


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class OpenedLetter:
    """A letter taken apart for reading."""

    letter: Letter
    subject: str
    text: str
    html: str
    attachments: list[Attachment]


def newest() -> list[OpenedLetter]:
    """The last letters that were posted, newest first."""
    return [opened(letter) for letter in Letter.objects.readable()[:KEPT]]


def find(pk: int) -> OpenedLetter | None:
    """One posted letter that can still be read."""
    letter = Letter.objects.readable().filter(pk=pk).first()
    return opened(letter) if letter else None


def clear_out() -> None:
    """Take the text out of sent letters that the outbox has no more room for."""
    too_old = Letter.objects.readable().filter(state=Letter.State.SENT)[KEPT:]
    Letter.objects.filter(pk__in=list(too_old.values_list("pk", flat=True))).update(mime=b"")


def opened(letter: Letter) -> OpenedLetter:
    """Take a letter's stored bytes apart."""
    mail: EmailMessage = email.message_from_bytes(bytes(letter.mime), policy=default)
    return OpenedLetter(
        letter=letter,
        subject=str(mail["Subject"] or ""),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        attachments=[_attachment(part) for part in mail.iter_attachments()],
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def _attachment(part: EmailMessage) -> Attachment:
    payload = part.get_payload(decode=True)
    return Attachment(
        name=part.get_filename() or "attachment",
        content_type=part.get_content_type(),
        content=payload if isinstance(payload, bytes) else b"",
    )
