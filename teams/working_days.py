"""On which days a team works: weekends and public holidays of its country and, where it has named one, its region.

The library knows all countries and takes 35 MB and a second to load, so it is loaded where a day is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from babel import Locale
from django.utils.translation import get_language

from teams.models import Team

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)
YEARS_KEPT = 200
"""How many years of countries and regions are kept at a time, a few kilobytes each."""


def is_working_day(team: Team, day: date) -> bool:
    """Neither weekend nor public holiday where the team is. A Saturday on which a country works counts as it does."""
    return bool(_year(team.country, team.subdivision, day.year).is_working_day(day))


def add_working_days(team: Team, day: date, count: int) -> date:
    """The working day that many working days after the day, or before it if `count` is negative; the day itself for 0.

    Two after Friday, 13 November 2026, are Tuesday, 17 November.
    """
    step = DAY if count > 0 else -DAY
    for _number in range(abs(count)):
        day += step
        while not is_working_day(team, day):
            day += step
    return day


def working_day_from(team: Team, day: date) -> date:
    """The day, or the first working day after it."""
    return add_working_days(team, day - DAY, 1)


def working_day_until(team: Team, day: date) -> date:
    """The day, or the last working day before it."""
    return add_working_days(team, day + DAY, -1)


def countries() -> list[tuple[str, str]]:
    """Every country whose holidays are known, by its name in the reader's language."""
    import holidays

    names = Locale(get_language() or "de").territories
    known = holidays.list_supported_countries(include_aliases=False)
    return _by_name((code, names.get(code, code)) for code in known)


def subdivisions(country: str) -> list[tuple[str, str]]:
    """A country's states, cantons and regions with holidays of their own, by name; none for an unknown country."""
    import holidays

    codes = holidays.list_supported_countries(include_aliases=False).get(country, [])
    if not codes:
        return []
    names = holidays.country_holidays(country).get_subdivision_aliases()
    return _by_name((code, (names.get(code) or [code])[0]) for code in codes)


def _by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """In the order in which people look for them: Ägypten before Albanien."""
    return sorted(choices, key=lambda choice: _without_accents(choice[1]))


def _without_accents(name: str) -> str:
    return "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))


@lru_cache(YEARS_KEPT)
def _year(country: str, subdivision: str, year: int) -> HolidayBase:
    """One year's holidays; those of the country for an unknown region, weekends alone for an unknown country."""
    import holidays

    regions = holidays.list_supported_countries(include_aliases=False).get(country)
    if regions is None:
        return holidays.HolidayBase(years=year, expand=False)
    known = subdivision if subdivision in regions else None
    return holidays.country_holidays(country, subdiv=known, years=year, expand=False)
