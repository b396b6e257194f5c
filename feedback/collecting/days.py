"""Days as mail programs and people write them."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januar jänner january jan",
            "februar feber february feb",
            "märz maerz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ],
        start=1,
    )
    for name in names.split()
}
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.?\s+([A-Za-zä]{3,9})\.?,?\s+(\d{4})(?!\d)", re.ASCII)
MONTH_FIRST = re.compile(r"([A-Za-zä]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.ASCII)
SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", re.ASCII)
AMERICAN = re.compile(r"\b[AP]\.?M\b", re.IGNORECASE)


def day_of_header(text: str, zone: ZoneInfo) -> date | None:
    """The day on which a mail was sent, as it was where `zone` is; None where nobody can tell."""
    try:
        moment = parsedate_to_datetime(text[:200])
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return day_in(text)


def day_in(text: str) -> date | None:
    """The first day that is written in the text in German or English; None where there is none."""
    text = text[:200]
    if found := ISO.search(text):
        return _day(found[1], found[2], found[3])
    if found := DOTTED.search(text):
        return _day(found[3], found[2], found[1])
    if (found := DAY_FIRST.search(text)) and found[2].lower() in MONTHS:
        return _day(found[3], MONTHS[found[2].lower()], found[1])
    if (found := MONTH_FIRST.search(text)) and found[1].lower() in MONTHS:
        return _day(found[3], MONTHS[found[1].lower()], found[2])
    if found := SLASHED.search(text):
        first, second = (found[1], found[2]) if AMERICAN.search(text) else (found[2], found[1])
        return _day(found[3], first, second) or _day(found[3], second, first)
    return None


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    number = int(year)
    try:
        return date(number + 2000 if number < 100 else number, int(month), int(day))
    except ValueError:
        return None
