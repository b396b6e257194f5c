"""Reading a mail as it travels (RFC 5322): nothing in it is believed, and nothing in it stops the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from hashlib import sha256

from feedback.collecting.hypertext import text_of
from teams.wording import cleaned, one_line

LONGEST_HEADER = 2000
LONGEST_ID = 200
LONGEST_PAGE = 500_000
"""Characters of a mail's words that are looked at; a voice keeps far less."""

MOST_PARTS = 200
MOST_STATIONS = 40
"""`Received` lines after which a mail goes round in circles."""

ADDRESS = re.compile(r"[^@\s<>()\[\]\"',;:]{1,64}@[^@\s<>()\[\]\"',;:]{1,130}")
MACHINES = re.compile(r"(?:^|<)(?:mailer-daemon|postmaster|bounces?)(?:[+@-]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """What a mail says. `automatic` names why no person wrote it, and is empty where one did; `key` never is.

    The key is a hash of the `Message-ID`, in which mail programs put names and addresses: tables and programs get it.
    """

    key: str
    name: str
    address: str
    subject: str
    date: str
    text: str
    attachments: int
    is_forwarded: bool
    automatic: str
    is_from_list: bool


def read(raw: bytes) -> Mail:
    """The mail, whatever came; what cannot be read is missing."""
    try:
        message: Message = message_from_bytes(raw)
    except (RecursionError, MessageError, ValueError, LookupError):
        message = BytesHeaderParser().parsebytes(raw)
        message.set_payload("")
    text, attachments = _content(message)
    name, address = _sender(message)
    subject = one_line(header(message, "Subject"))
    return Mail(
        key=_key(message, raw),
        name=name,
        address=address,
        subject=subject,
        date=header(message, "Date"),
        text=text,
        attachments=attachments,
        is_forwarded=re.match(r"(?:wg|fwd?|weitergeleitet)\s*:", subject, re.IGNORECASE) is not None,
        automatic=_automatic(message),
        is_from_list=any(message[told] for told in ("List-Id", "List-Unsubscribe", "List-Post")),
    )


def header(message: Message, name: str) -> str:
    """A header in readable letters, empty if it is missing; of those that come twice the first counts."""
    raw = next((str(value) for known, value in message.raw_items() if known.lower() == name.lower()), "")
    raw = _decoded(raw[:LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8")
    with suppress(MessageError, ValueError, LookupError, TypeError):  # it stays as it stands there
        raw = str(make_header(decode_header(raw)))
    return one_line(raw)


def _key(message: Message, raw: bytes) -> str:
    told = "".join(header(message, "Message-ID").split())
    known = told.encode(errors="replace") if 3 <= len(told) <= LONGEST_ID else raw
    return f"sha256:{sha256(known).hexdigest()}"


def _sender(message: Message) -> tuple[str, str]:
    """Whom an answer goes to: `Reply-To` where a form or a program has written, else `From`."""
    for name in ("Reply-To", "From"):
        for shown, address in _addresses(header(message, name))[:1]:
            if ADDRESS.fullmatch(address):
                return one_line(shown)[:120], one_line(address)[:200]
    return "", ""


def _addresses(told: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([told], strict=False)
    except RecursionError:  # brackets within brackets within brackets
        return []


def _content(message: Message) -> tuple[str, int]:
    """The words, as text where there is text and else out of the page, and how many files came with them."""
    texts: list[str] = []
    pages: list[str] = []
    attachments = 0
    for part in _parts(message):
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or _is_attached(part):
            attachments += 1
        else:
            (texts if kind == "text/plain" else pages).append(_letters(part))
    words = "\n".join(filter(None, map(cleaned, texts)))
    if not words and pages:
        words = cleaned("\n".join(text_of(page[:LONGEST_PAGE]) for page in pages))
    return words[:LONGEST_PAGE], attachments


def _parts(message: Message) -> Iterator[Message]:
    """Its parts, not those of mails that are attached to it."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(reversed([each for each in payload if isinstance(each, Message)]))


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except (MessageError, ValueError, LookupError, TypeError):
        return True


def _letters(part: Message) -> str:
    """The text of a part in whatever letters it claims, else in those that fit."""
    try:
        payload = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError):
        return ""
    if not isinstance(payload, bytes):
        return ""
    return _decoded(payload[: 4 * LONGEST_PAGE], _charset(part))


def _decoded(letters: bytes, charset: str) -> str:
    for known in (charset, "utf-8"):
        try:
            return letters.decode(known)
        except (LookupError, ValueError):
            continue
    return letters.decode("cp1252", "replace")


def _charset(part: Message) -> str:
    try:
        return (part.get_content_charset() or "utf-8").replace("\0", "")
    except (MessageError, ValueError, LookupError, TypeError):
        return "utf-8"


def _automatic(message: Message) -> str:
    """Why no person wrote it: RFC 3834, what programs say besides, and a mail that goes round in circles."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return f"Auto-Submitted: {submitted[:40]}"
    if message.get_content_type() == "multipart/report" or header(message, "Return-Path") == "<>":
        return "bounce"
    if MACHINES.search(header(message, "From")):
        return "mail program"
    if header(message, "Precedence").lower() in ("bulk", "junk", "auto_reply"):
        return f"Precedence: {header(message, 'Precedence').lower()}"
    if any(message[told] for told in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")):
        return "auto-reply"
    if len(message.get_all("Received", [])) > MOST_STATIONS:
        return "loop"
    return ""
