"""Gives out the inventory, or what a filter finds of it, as a table that can be read in again."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from django.utils.translation import gettext as _

from teams.models import Team, User
from touchpoints.exchange.columns import COLUMNS, Cell
from touchpoints.exchange.tables import write_csv, write_xlsx
from touchpoints.models import TouchpointQuerySet

AT_ONCE = 500
"""Touchpoints that are in memory at a time."""


def as_csv(file: IO[bytes], touchpoints: TouchpointQuerySet, *, team: Team) -> None:
    """Write the touchpoints into the file as CSV, in the language of the moment."""
    write_csv(file, headings(), lines(touchpoints, team=team))


def as_xlsx(file: IO[bytes], touchpoints: TouchpointQuerySet, *, team: Team) -> None:
    """Write the touchpoints into the file as a workbook, in the language of the moment."""
    write_xlsx(file, headings(), lines(touchpoints, team=team), title=_("Kontaktpunkte"))


def headings() -> list[str]:
    """What stands above the columns."""
    return [column.heading for column in COLUMNS]


def lines(touchpoints: TouchpointQuerySet, *, team: Team) -> Iterator[list[Cell]]:
    """A line for each touchpoint, in the order of `headings`."""
    people = named_in(team)
    whole = touchpoints.select_related("stage", "department", "owner").prefetch_related("tags")
    for touchpoint in whole.iterator(chunk_size=AT_ONCE):
        yield [column.cell(touchpoint, people) for column in COLUMNS]


def named_in(team: Team) -> Callable[[User], str]:
    """How a table names people: by name, and by address where two of the team share one."""
    names = Counter(team.memberships.values_list("user__name", flat=True))
    return lambda person: person.name if names[person.name] < 2 else person.email
