"""Makes a value of what stands in a cell of a table of voices, or says in a sentence why it cannot."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Feedback, Polarity, Via
from feedback.models.voice import LONGEST
from teams.wording import cleaned, one_line
from touchpoints.exchange.cells import SPREADSHEET_ERROR, Misfit, choice, flag, quoted, short_enough

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
BY_DAY = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}|\d{2})(?:,? \d.*)?")
BY_MONTH = re.compile(r"(\d{1,2})\.? ([^\W\d_]+)\.? (\d{4})(?:,? \d.*)?")
NUMBER = re.compile(
    r"(\d{1,2}(?:[.,]\d+)?)(?: ?(?:/|von|of|out of) ?(\d{1,2}))?(?: ?(?:sternen?|stern|stars?|punkten?|points?))?"
)
STARS = re.compile("[★☆⭐✩✮🌟]+")
EMPTY_STARS = "☆✩"
OLDEST = date(1970, 1, 1)

WORDS: dict[str, str] = {
    **dict.fromkeys(["gut", "lob", "zufrieden", "praise", "good", "happy", "promoter", "+", "👍", "pro"], "positive"),
    **dict.fromkeys(["schlecht", "kritik", "beschwerde", "unzufrieden", "reklamation"], "negative"),
    **dict.fromkeys(["complaint", "bad", "unhappy", "detractor", "-", "–", "👎", "contra"], "negative"),
    **dict.fromkeys(["passiv", "passive", "mittel", "sachlich", "mixed", "gemischt"], "neutral"),
}
"""How else people say for and against."""

PLACES: dict[str, str] = {
    **dict.fromkeys(["telefon", "phone", "call", "hotline", "telefonat"], Via.CALL),
    **dict.fromkeys(["email", "mail", "kontaktformular"], Via.MAIL),
    **dict.fromkeys(["vor ort", "filiale", "persönlich", "store", "in person"], Via.VISIT),
    **dict.fromkeys(["whatsapp", "messenger", "live chat"], Via.CHAT),
    **dict.fromkeys(["briefpost", "fax"], Via.LETTER),
    **dict.fromkeys(["rezension", "google", "trustpilot", "app store", "portal", "bewertungsportal"], Via.REVIEW),
    **dict.fromkeys(["social media", "facebook", "instagram", "linkedin", "forum", "beitrag", "kommentar"], Via.POST),
    **dict.fromkeys(["zeitung", "artikel", "news"], Via.PRESS),
    **dict.fromkeys(["sonstiges", "andere", "other", "umfrage", "survey"], Via.OTHER),
}
"""What else people call the places where something is said."""


class Scale(models.TextChoices):
    """How a table's numbers are meant."""

    STARS = "stars", gettext_lazy("Sterne von 1 bis 5")
    NPS = "nps", gettext_lazy("Weiterempfehlung von 0 bis 10")
    GRADES = "grades", gettext_lazy("Schulnoten von 1 bis 6")


OF_SCALE = {Scale.STARS: (1, 5), Scale.NPS: (0, 10), Scale.GRADES: (1, 6)}
OF_MOST = {5: Scale.STARS, 10: Scale.NPS}


def value_of(field: str, cell: str, *, scale: str, today: date) -> Any:
    """The value of a filled cell for that field; of the touchpoint its name. Raises Misfit."""
    if SPREADSHEET_ERROR.fullmatch(cell):
        raise Misfit(_("Ein Fehlerwert aus der Tabellenkalkulation: %s.") % cell)
    match field:
        case "said_on":
            return day(cell, today)
        case "polarity":
            return polarity(cell, scale)
        case "via":
            return _via(cell)
        case "strength":
            return int(choice(_field("strength"), cell))
        case "may_quote":
            return flag(cell)
        case "text":
            return short_enough(cleaned(cell), LONGEST)
        case "touchpoint":
            return one_line(cell)
    return short_enough(one_line(cell), _field(field).max_length or 0)


def _via(cell: str) -> str:
    """Where it was said; what is asked at a touchpoint comes from there alone."""
    via = PLACES.get(cell.casefold().replace("e-mail", "email")) or choice(_field("via"), cell)
    return Via.OTHER if via == Via.QUESTION else via


def polarity(cell: str, scale: str) -> str:
    """For or against, from a word, stars or a number of that scale: "★★☆☆☆" is against. Raises Misfit."""
    words = cell.casefold().strip()
    if STARS.fullmatch(words):
        return _of_number(sum(sign not in EMPTY_STARS for sign in words), Scale.STARS, cell)
    if number := NUMBER.fullmatch(words):
        said = OF_MOST.get(int(number[2])) if number[2] else Scale(scale)
        return _of_number(float(number[1].replace(",", ".")), said, cell)
    return WORDS.get(words) or choice(_field("polarity"), cell)


def _of_number(number: float, scale: Scale | None, cell: str) -> str:
    if scale is None or not OF_SCALE[scale][0] <= number <= OF_SCALE[scale][1]:
        raise Misfit(_("„%s“ liegt auf keiner bekannten Skala.") % quoted(cell))
    match scale:
        case Scale.NPS:
            return Polarity.NEGATIVE if number <= 6 else Polarity.POSITIVE if number >= 9 else Polarity.NEUTRAL
        case Scale.GRADES:
            return Polarity.POSITIVE if number < 2.5 else Polarity.NEGATIVE if number >= 3.5 else Polarity.NEUTRAL
    return Polarity.NEGATIVE if number < 2.5 else Polarity.POSITIVE if number >= 3.5 else Polarity.NEUTRAL


def day(cell: str, today: date) -> date:
    """The day that a cell names: 2026-11-24, 24.11.2026, 24.11.26, 24/11/2026 or 24 Nov 2026. Raises Misfit."""
    try:
        found = _day(cell)
    except ValueError as error:
        raise Misfit(_("„%s“ ist kein Tag. Lesbar ist 24.11.2026 oder 2026-11-24.") % quoted(cell)) from error
    if found > today:
        raise Misfit(_("„%s“ liegt in der Zukunft.") % quoted(cell))
    if found < OLDEST:
        raise Misfit(_("„%s“ liegt zu weit zurück.") % quoted(cell))
    return found


def _day(cell: str) -> date:
    if found := ISO.fullmatch(cell):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := BY_DAY.fullmatch(cell):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if second > 12:  # nobody has so many months: it is the way in which Americans write
            first, second = second, first
        return date(year if year > 99 else 2000 + year, second, first)
    if found := BY_MONTH.fullmatch(cell):
        return date(int(found[3]), _months()[found[2].casefold()[:3]], int(found[1]))
    raise ValueError(cell)


class _Months(dict[str, int]):
    def __missing__(self, name: str) -> int:
        raise ValueError(name)


@cache
def _months() -> _Months:
    """By their first three letters, in both languages."""
    german = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"]
    english = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    return _Months({name: number for names in (german, english) for number, name in enumerate(names, 1)})


def _field(name: str) -> Any:
    return Feedback._meta.get_field(name)
