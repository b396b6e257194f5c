"""What in a text tells who somebody is: mail addresses, phone numbers and bank accounts, found and masked.

Pure functions. What they find is offered and no more: a person decides, for a long order number may look like a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """What was found."""

    MAIL = "mail", gettext_lazy("E-Mail-Adresse")
    PHONE = "phone", gettext_lazy("Telefonnummer")
    IBAN = "iban", gettext_lazy("IBAN")


@dataclass(frozen=True, order=True)
class Found:
    """Where in a text something personal stands, from `start` up to but without `end`."""

    start: int
    end: int
    kind: Kind
    text: str


HIDDEN = "\N{FULL BLOCK}"
"""Stands for what has been found while the rest is searched."""

MAIL = re.compile(
    r"(?<![\w.+%&~-])[\w.+%&~-]++(?:@|[ ]?[(\[{][ ]?(?:at|ät)[ ]?[)\]}][ ]?)"
    r"[\w-]++(?:(?:\.|[ ]?[(\[{][ ]?(?:dot|punkt)[ ]?[)\]}][ ]?)[\w-]++)+",
    re.IGNORECASE,
)
IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2} ?[0-9] ?[0-9]")
IBAN_SIGN = re.compile(r"[ .-]?([A-Za-z0-9])")
IBAN_LENGTHS = {
    **dict.fromkeys(["NO"], 15),
    **dict.fromkeys(["BE"], 16),
    **dict.fromkeys(["DK", "FI", "FO", "GL", "NL"], 18),
    **dict.fromkeys(["MK", "SI"], 19),
    **dict.fromkeys(["AT", "BA", "EE", "KZ", "LT", "LU", "XK"], 20),
    **dict.fromkeys(["CH", "HR", "LI", "LV"], 21),
    **dict.fromkeys(["BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA"], 22),
    **dict.fromkeys(["AE", "GI", "IL", "IQ", "TL"], 23),
    **dict.fromkeys(["AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"], 24),
    **dict.fromkeys(["LY", "PT", "ST"], 25),
    **dict.fromkeys(["IS", "TR"], 26),
    **dict.fromkeys(["FR", "GR", "IT", "MC", "MR", "SM"], 27),
    **dict.fromkeys(["AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "PL", "SV"], 28),
    **dict.fromkeys(["BR", "EG", "PS", "QA", "UA"], 29),
    **dict.fromkeys(["JO", "KW", "MU"], 30),
    **dict.fromkeys(["MT", "SC"], 31),
    **dict.fromkeys(["LC"], 32),
}
"""Signs of an account number by country; where it ends cannot be told from the words after it."""

BLANK = r"[ \u00a0\u2009\u202f]"
BEGINS = rf"(?:\+{BLANK}?\(?|\(\+?{BLANK}?)?"
CHAIN = re.compile(rf"(?<![\w#/-]){BEGINS}[0-9]++(?:\)?{BLANK}?(?:[-\u2010-\u2013/.]{BLANK}?)?{BEGINS}[0-9]++)*+\)?")
"""Groups of digits that may belong together, as phone numbers are written."""

BEGINNING = re.compile(rf"{BEGINS}$")
GROUP = re.compile(r"[0-9]+")
DATE = re.compile(r"[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ](?:[0-9]{2}){1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
POSTCODES = re.compile(r"0[0-9]{4}\D{1,3}0[0-9]{4}")
COUNTS_SOMETHING = re.compile(
    rf"{BLANK}?(?:€|%|EUR|Euro|Uhr|Stück|Tage?|Stunden?|Minuten?|Wochen?|Jahre?|Mal|mal|days?|hours?|o'clock)"
)
NUMBER_OF_SOMETHING = re.compile(
    r"(?:bestell|auftrag|rechnung|kunden|artikel|vorgang|ticket|sendung|paket|serien|vertrag|liefer|beleg|modell|charge"
    r"|mitglied|order|invoice|customer|article|parcel|serial|contract|tracking|referen|plz)"
    r"[a-zäöü]*[-. ]{0,2}(?:nr|nummer|no|number|id)?[.:#]{0,2}\s?$",
    re.IGNORECASE,
)
CALLED_PHONE = re.compile(
    r"(?<![a-zäöü])(?:tel|(?:mobil|festnetz)?telefon|fon|phone|mobile?|mobilnummer|handy|handynummer|fax|telefax"
    r"|rufnummer|telefonnummer|whatsapp|durchwahl|rückruf)(?:[-. ]{0,2}(?:nr|nummer|no|number))?"
    r"[.:]{0,2}\s?(?:unter|auf|ist|lautet|under|is)?\s?$",
    re.IGNORECASE,
)
LOOKS_BACK = 40
"""Characters before a number in which a word may say what it is the number of."""

SHORTEST, LONGEST, LONGEST_IN_ONE = 7, 14, 12
"""Digits of a phone number with its area code; a longer run without any gap is a number of something else."""

SHORTEST_CALLED = 5
"""Digits of a number that a word before it calls a phone number."""

NEIGHBOURS = ("49", "43", "41", "423", "352", "31", "32", "33", "39", "44", "45", "48", "420", "34", "90")
"""Calling codes that are believed after 00 without a gap behind them."""


def found_in(text: str) -> list[Found]:
    """What tells who somebody is, in the order of the text; nothing overlaps."""
    found: list[Found] = []
    rest = text
    for search in (_ibans, _mails, _phones, _phones):  # behind a number that was found, another one can begin
        spans = list(search(rest))
        for start, end, kind in spans:
            found.append(Found(start, end, kind, text[start:end]))
            rest = rest[:start] + HIDDEN * (end - start) + rest[end:]
    return sorted(found)


def masked(text: str, chosen: Iterable[Found]) -> str:
    """The text with a word in brackets in place of each of the chosen, which `found_in` found in the same text."""
    for one in sorted(chosen, reverse=True):
        text = text[: one.start] + stand_in(one.kind) + text[one.end :]
    return text


def stand_in(kind: Kind) -> str:
    """What stands where something was masked."""
    return {Kind.MAIL: _("[E-Mail-Adresse]"), Kind.PHONE: _("[Telefonnummer]"), Kind.IBAN: _("[IBAN]")}[kind]


type Span = tuple[int, int, Kind]


def _mails(text: str) -> Iterator[Span]:
    """One behind the other, even where nothing stands between them: a@b.de+c@d.de."""
    end = 0
    while match := MAIL.search(text, end):
        start, end = match.span()
        text = text[: end - 1] + HIDDEN + text[end:]
        yield start, end, Kind.MAIL


def _ibans(text: str) -> Iterator[Span]:
    behind = 0
    for head in IBAN_HEAD.finditer(text):
        end = _iban_end(text, head)
        if end and head.start() >= behind:
            behind = end
            yield head.start(), end, Kind.IBAN


def _iban_end(text: str, head: re.Match[str]) -> int | None:
    signs, end = head[0].upper().replace(" ", ""), head.end()
    length = IBAN_LENGTHS.get(signs[:2], 0)
    while len(signs) < length and (sign := IBAN_SIGN.match(text, end)):
        signs, end = signs + sign[1].upper(), sign.end()
    is_whole = len(signs) == length > 0 and not text[end : end + 1].isalnum()
    return end if is_whole and _remainder(signs) == 1 else None


def _remainder(signs: str) -> int:
    """ISO 7064, MOD 97-10: of DE89370400440532013000 it is 1."""
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97


def _phones(text: str) -> Iterator[Span]:
    for chain in CHAIN.finditer(text):
        yield from _phones_of(text, chain)


def _phones_of(text: str, chain: re.Match[str]) -> Iterator[Span]:
    groups = [(match.start(), match.end()) for match in GROUP.finditer(text, chain.start(), chain.end())]
    first, before = 0, 0
    while first < len(groups) and before <= 4:
        last = _last_group(text, chain.start(), groups, first)
        if last is None:
            before += groups[first][1] - groups[first][0]
            first += 1
            continue
        begins = _start(text, chain.start(), groups[first][0])
        yield begins, _end(text, begins, groups[last][1]), Kind.PHONE
        first, before = last + 1, 0


def _last_group(text: str, chain: int, groups: list[tuple[int, int]], first: int) -> int | None:
    """With which of the groups the phone number ends that begins with `first`; None where none begins."""
    begins = _start(text, chain, groups[first][0])
    head = text[begins : groups[first][1]]
    said = text[max(0, begins - LOOKS_BACK) : begins].rpartition("\n")[2]
    last, digits = first, groups[first][1] - groups[first][0]
    while last + 1 < len(groups) and not _is_next(text, groups, last + 1, digits):
        start, end = groups[last + 1]
        if digits + end - start > LONGEST:
            break
        last, digits = last + 1, digits + end - start
    if last > first and (COUNTS_SOMETHING.match(text, groups[last][1]) or _goes_on(text, groups[last][1])):
        digits -= groups[last][1] - groups[last][0]
        last -= 1
    whole = text[groups[first][0] : groups[last][1]]
    return last if _is_phone(head, whole, said, digits, text[groups[last][1] :][:12]) else None


def _is_phone(head: str, whole: str, said: str, digits: int, after: str) -> bool:
    if DATE.fullmatch(whole) or POSTCODES.fullmatch(whole) or COUNTS_SOMETHING.match(after) or _goes_on(after, 0):
        return False
    if "+" in head and not whole.startswith("00"):  # whoever writes +0049 means +49
        return SHORTEST <= digits <= LONGEST and not whole.startswith("0")
    if CALLED_PHONE.search(said):
        return SHORTEST_CALLED <= digits <= LONGEST
    if NUMBER_OF_SOMETHING.search(said) or digits < SHORTEST:
        return False
    longest = LONGEST if not whole.isdecimal() else LONGEST_IN_ONE
    return digits <= longest + whole.startswith("00") * 2 and _has_area_code(head, whole)


def _has_area_code(head: str, whole: str) -> bool:
    area = GROUP.findall(head)[0]
    if area.startswith("00"):
        return area[2:].startswith(NEIGHBOURS) or (
            len(area) <= 5 and len(area) < len(whole) and re.match(r"00\D{0,3}[1-9]", whole) is not None
        )
    if area == "01":  # Vienna
        return "(" in head or re.match(r"01/[0-9]{5}", whole) is not None
    return re.match(r"0[1-9][0-9]", area) is not None


def _is_next(text: str, groups: list[tuple[int, int]], number: int, digits: int) -> bool:
    """Whether another phone number begins there, after one that may be whole."""
    start, end = groups[number]
    area = text[start:end]
    begins_one = "+" in text[groups[number - 1][1] : start] or re.match(r"0[1-9][0-9]{2}", area)
    return digits >= SHORTEST and bool(begins_one)


def _goes_on(text: str, end: int) -> bool:
    """Whether digits go on behind a comma or colon: a price or a time of day."""
    return re.match(r"[,:][0-9]", text[end : end + 2]) is not None or text[end : end + 1].isalnum()


def _start(text: str, chain: int, digits: int) -> int:
    """With the sign and the bracket before the first digit."""
    before = BEGINNING.search(text, chain, digits)
    return before.start() if before else digits


def _end(text: str, begins: int, ends: int) -> int:
    """With the bracket behind the last digit, if it was opened."""
    return ends + (text[ends : ends + 1] == ")" and "(" in text[begins:ends].rpartition(")")[2])
