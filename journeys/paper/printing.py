"""Prints the map in landscape: as many steps a sheet as stay readable, and the lanes' names on every sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.lanes import shown
from journeys.mapping import JourneyMap
from journeys.paper.curve import Curve
from journeys.paper.grid import Band, Column, Group, bands_of, columns_of, figures, groups_of, marks
from teams.models import Team
from teams.pdf import print_template


class Paper(TextChoices):
    """What it is printed on."""

    A3 = "a3", _("A3")
    A4 = "a4", _("A4")


STEPS_A_SHEET = {Paper.A3: 9, Paper.A4: 6}
"""So that a column is about 40 mm wide: some 25 letters a line."""
MOST_LETTERS = 150_000
"""Of one PDF. Eighty steps with 140 letters in each of fourteen lanes have as many; they keep a core busy for ten
seconds."""
FEWEST = {Paper.A3: 5, Paper.A4: 3}
"""Columns of a sheet: a way of few steps does not fill it, or its curve would be as high as the page."""


@dataclass(frozen=True)
class Sheet:
    """The columns that stand side by side on paper; their lanes may run on over several pages."""

    columns: list[Column]
    bands: list[Band]
    groups: list[Group]
    curve: Curve
    blank: int
    """Columns that stay empty, for all sheets have equally wide ones."""

    @property
    def span(self) -> int:
        """How many columns are filled."""
        return len(self.columns)

    @property
    def heads(self) -> list[tuple[Column, list[str]]]:
        """The steps, each with what is to be known of it beside its name."""
        return [(column, list(marks(column.step)) if column.step else []) for column in self.columns]


def sheets_of(journey: JourneyMap, paper: Paper, hidden: Collection[str]) -> list[Sheet]:
    """The map in sheets of about equally many columns."""
    columns, lanes = columns_of(journey), shown(hidden)
    if not columns:
        return []
    size = ceil(len(columns) / ceil(len(columns) / STEPS_A_SHEET[paper]))
    return [
        Sheet(
            columns[first : first + size],
            bands_of(columns[first : first + size], columns[first - 1] if first else None),
            groups_of(columns[first : first + size], lanes),
            Curve([column.step for column in columns], first, min(first + size, len(columns))),
            max(size, FEWEST[paper]) - len(columns[first : first + size]),
        )
        for first in range(0, len(columns), size)
    ]


def is_printable(journey: JourneyMap, hidden: Collection[str]) -> bool:
    """Whether it does not say more than is printed in one go."""
    names = [lane.name for lane in shown(hidden)]
    return sum(len(step.texts.get(name, "")) for step in journey.steps for name in names) <= MOST_LETTERS


def print_map(journey: JourneyMap, *, team: Team, paper: Paper, hidden: Collection[str], at: datetime) -> bytes:
    """The map but these lanes as a PDF, in the language of the moment. Raises Busy where too many are printed."""
    sheets = sheets_of(journey, paper, hidden)
    context = {"map": journey, "figures": figures(journey), "sheets": sheets, "paper": paper, "team": team, "at": at}
    with timezone.override(team.zone):
        return print_template("journeys/paper/map_pdf.html", context, language=get_language() or team.language)
