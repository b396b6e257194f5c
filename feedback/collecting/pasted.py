"""A mail as it is pasted out of a mail program: with headers in German or English, forwarded, or bare."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from feedback.collecting.days import day_in, day_of_header
from feedback.collecting.mail_reading import ADDRESS, Mail, read
from feedback.collecting.quoting import DATES, FORWARDED, SENDERS, SUBJECTS, header_block, without_history
from teams.wording import cleaned, one_line

RAW = re.compile(
    r"\A\s*(?:Return-Path|Received|Delivered-To|X-[\w-]+|MIME-Version|Message-ID|DKIM-Signature|From|Date|Subject|To):\s",
    re.IGNORECASE,
)
HAS_PARTS = re.compile(r"^(?:MIME-Version|Content-Type|Message-ID):\s", re.IGNORECASE | re.MULTILINE)
MARKS = re.compile(r"^(?:(?:re|aw|antwort|wg|fwd?|weitergeleitet)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
AROUND_NAMES = " \"'<>()[]:,;"
TO_ME = re.compile(r"^(?:an|to)\b.{0,80}$", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """What a mail says; `said_on` is None where no date was recognised."""

    name: str
    address: str
    subject: str
    said_on: date | None
    body: str
    history: str

    @property
    def history_lines(self) -> int:
        """How much was left out."""
        return len(self.history.splitlines())

    @property
    def words(self) -> str:
        """What was said: the subject first, unless the body says it, too."""
        subject = MARKS.sub("", self.subject).strip()
        if not subject or subject.casefold() in self.body.casefold():
            return self.body
        return f"{subject}\n{self.body}".strip()

    def with_history(self) -> Letter:
        """The same with nothing left out."""
        return replace(self, body=f"{self.body}\n{self.history}".strip(), history="")


def letter_of(text: str, zone: ZoneInfo) -> Letter:
    """What a pasted mail says, in whatever way it was copied."""
    head = text[:20_000].partition("\n\n")[0].partition("\r\n\r\n")[0]
    if RAW.match(text) and HAS_PARTS.search(head):
        return letter_of_mail(read(text.lstrip().encode("utf-8", "replace")), zone)
    lines = text.splitlines()
    return _shown(lines, zone) or _under_a_name(lines) or _plain(text)


def letter_of_mail(mail: Mail, zone: ZoneInfo) -> Letter:
    """What a mail says; of one that a colleague has passed on, what stands in it."""
    if mail.is_forwarded and (inner := _shown(mail.text.splitlines(), zone)):
        return inner if inner.subject else replace(inner, subject=mail.subject)
    plain = _plain(mail.text)
    day = day_of_header(mail.date, zone) if mail.date else None
    return replace(plain, name=mail.name, address=mail.address, subject=mail.subject, said_on=day)


def _plain(text: str) -> Letter:
    body, history = without_history(text)
    if not body.strip():
        body, history = text, ""
    return Letter("", "", "", None, cleaned(body), cleaned(history))


def _shown(lines: list[str], zone: ZoneInfo) -> Letter | None:
    """A mail whose headers stand above it as a mail program shows them, at the top or below a word of passing on."""
    start = _head_start(lines)
    block = header_block(lines, start) if start is not None else None
    if block is None or start is None:
        return None
    headers, end = block
    name, address = _person(_first(headers, SENDERS))
    letter = _plain("\n".join(_unquoted(lines[end:])))
    before = cleaned("\n".join(line for line in lines[:start] if not FORWARDED.match(line.strip())))
    return replace(
        letter,
        name=name,
        address=address,
        subject=one_line(_first(headers, SUBJECTS)),
        said_on=_day(_first(headers, DATES), zone),
        history="\n".join(filter(None, [before, letter.history])),
    )


def _under_a_name(lines: list[str]) -> Letter | None:
    """As web mail shows it: „Max Groß <max@example.com>“, below it the day, perhaps to whom, then the words."""
    written = [number for number, line in enumerate(lines) if line.strip()][:3]
    if len(written) < 3 or len(lines[written[0]]) > 200 or not ADDRESS.search(lines[written[0]]):
        return None
    day = day_in(lines[written[1]]) if len(lines[written[1]]) < 60 else None
    if day is None:
        return None
    start = written[2] + (TO_ME.match(lines[written[2]].strip()) is not None)
    name, address = _person(lines[written[0]])
    return replace(_plain("\n".join(lines[start:])), name=name, address=address, said_on=day)


def _head_start(lines: list[str]) -> int | None:
    """Where the headers begin of what was passed on; else the first line, if it may be one."""
    for number, line in enumerate(lines):
        if FORWARDED.match(line.strip()):
            return _next_written(lines, number + 1)
    first = _next_written(lines, 0)
    if first is None or header_block(lines, first):
        return first
    begins = (number for number, line in enumerate(lines) if re.match(r"[>*\s]*(?:von|from)\s*:", line, re.IGNORECASE))
    return next((number for number in begins if number < MOST_BEFORE and header_block(lines, number)), None)


MOST_BEFORE = 6
"""Lines that a colleague writes above what they pass on without saying so; below that it is what a customer quotes."""


def _next_written(lines: list[str], start: int) -> int | None:
    return next((number for number in range(start, len(lines)) if lines[number].strip(" >*-_")), None)


def _unquoted(lines: list[str]) -> list[str]:
    """What some programs pass on line by line behind a ">"."""
    written = [line for line in lines if line.strip()]
    if written and all(line.lstrip().startswith(">") for line in written):
        return [re.sub(r"^\s*> ?", "", line) for line in lines]
    return lines


def _first(headers: dict[str, str], names: tuple[str, ...]) -> str:
    return next((headers[name] for name in names if name in headers), "")


def _person(told: str) -> tuple[str, str]:
    """Name and address out of „Max Groß <max@example.com>“, „Max Groß [mailto:…]“ or one of the two."""
    told = told[:500].replace("mailto:", "")
    found = ADDRESS.search(told)
    if found is None:
        return one_line(told.strip(AROUND_NAMES))[:120], ""
    before, behind = (part.strip(AROUND_NAMES) for part in (told[: found.start()], told[found.end() :]))
    return one_line(before or behind.replace(found[0], "").strip(AROUND_NAMES))[:120], one_line(found[0])[:200]


def _day(told: str, zone: ZoneInfo) -> date | None:
    return day_in(told) or (day_of_header(told, zone) if told else None)
