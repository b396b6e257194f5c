"""Gives out the inventory, or what a filter finds of it, as a table that can be read in again."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from teams.models import Team, User
from touchpoints.exchange.columns import COLUMNS, Cell
from touchpoints.exchange.downloads import Sheet
from touchpoints.models import TouchpointQuerySet

AT_ONCE = 500
"""Touchpoints that are in memory at a time."""


def inventory(touchpoints: TouchpointQuerySet, *, team: Team) -> Sheet:
    """A line for each touchpoint, with all that can be read in again."""
    return Sheet(_("Kontaktpunkte"), [column.heading for column in COLUMNS], lines(touchpoints, team=team))


def lines(touchpoints: TouchpointQuerySet, *, team: Team) -> Iterator[list[Cell]]:
    """A line for each touchpoint, in the order of the columns."""
    people = named_in(team)
    whole = touchpoints.select_related("stage", "department", "owner").prefetch_related("tags")
    for touchpoint in whole.iterator(chunk_size=AT_ONCE):
        yield [column.cell(touchpoint, people) for column in COLUMNS]


def named_in(team: Team) -> Callable[[User], str]:
    """How a table names people: by name, and by address where two of the team share one."""
    names = Counter(team.memberships.values_list("user__name", flat=True))
    return lambda person: person.name if names[person.name] < 2 else person.email
