"""What in a mail is not its writer's own words: what it answers to, and the signature below."""

from __future__ import annotations

import re

WROTE = re.compile(
    r"^(?:Am|On|Den|Von meinem|Le)\b.{4,250}\b(?:schrieb|wrote|geschrieben|a écrit)\b.{0,120}:\s*$", re.IGNORECASE
)
"""„Am 22.11.2026 um 14:05 schrieb Max Groß <max@example.com>:“, which mail programs break into up to three lines."""

SEPARATOR = re.compile(
    r"^[-_* ]{2,}\s*(?:Urspr(?:ü|ue)ngliche (?:Nachricht|E-?Mail)|Original(?:nachricht| Message| E-?Mail)?"
    r"|Original(?:al)? Message|Antwort|Reply)\s*[-_* ]{2,}$|^_{10,}$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[-*> ]*\s*(?:Weitergeleitete (?:Nachricht|E-?Mail)|Anfang der weitergeleiteten (?:Nachricht|E-?Mail)"
    r"|Forwarded [Mm]essage|Begin forwarded message|Original-Nachricht weitergeleitet)\b.{0,80}$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^[>*\s]*(?P<name>Von|From|Absender|Gesendet|Sent|Datum|Date|An|To|Cc|Kopie|Bcc|Betreff|Subject|Antwort an"
    r"|Reply-To|Wichtigkeit|Importance|Priorit(?:ä|ae)t)\s*:\s*\**\s*(?P<value>.*)$",
    re.IGNORECASE,
)
MOST_HEADERS = 30
"""Lines, for a list of people may take several."""

SENDERS, SUBJECTS = ("von", "from", "absender"), ("betreff", "subject")
DATES = ("gesendet", "sent", "datum", "date")
QUOTED = re.compile(r"^\s*>")
SIGNATURE = re.compile(r"^--\s*$")
SENT_FROM = re.compile(
    r"^(?:Von meinem .{2,40} gesendet|Gesendet (?:von|mit|aus) .{2,60}|Sent from .{2,60}|Get Outlook for .{2,30})\.?$",
    re.IGNORECASE,
)


def without_history(text: str) -> tuple[str, str]:
    """A mail's own words, and what it quotes or is signed with; between them they hold every line."""
    lines = text.splitlines()
    end = next((number for number in range(len(lines)) if _begins_history(lines, number)), len(lines))
    own = [line for line in lines[:end] if not _is_not_said(line)]
    rest = [line for line in lines[:end] if _is_not_said(line)] + lines[end:]
    return "\n".join(own).strip(), "\n".join(rest).strip()


def header_block(lines: list[str], start: int) -> tuple[dict[str, str], int] | None:
    """The headers as a mail program shows them in a forward, by small name, and the line behind them.

    None where there are none: a sender and at least one more, one below the other, blank lines between allowed.
    """
    known: dict[str, str] = {}
    number, name = start, ""
    while number < min(len(lines), start + MOST_HEADERS):
        if header := HEADER.match(lines[number]):
            name = header["name"].lower()
            known.setdefault(name, header["value"].strip().rstrip("*").strip())
        elif not lines[number].strip(" >"):
            if len(known) > 1 or number > start + 1:
                break
        elif name and lines[number][:1].isspace():
            known[name] = f"{known[name]} {lines[number].strip()}"
        else:
            break
        number += 1
    return (known, number) if len(known) > 1 and any(name in known for name in SENDERS) else None


def _begins_history(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    if SIGNATURE.match(line) or SEPARATOR.match(line):
        return True
    if any(WROTE.match(" ".join(part.strip() for part in lines[number : number + count])) for count in (1, 2, 3)):
        return True
    begins = HEADER.match(line)
    return begins is not None and begins["name"].lower() in SENDERS and header_block(lines, number) is not None


def _is_not_said(line: str) -> bool:
    return QUOTED.match(line) is not None or SENT_FROM.match(line.strip()) is not None
