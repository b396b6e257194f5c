"""The map as columns and rows of words: what the PDF, the drawing and the shared page are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from journeys.lanes import Lane, Side
from journeys.map.figures import figures_of
from journeys.mapping import JourneyMap, MapStep
from journeys.wording import waiting


@dataclass(frozen=True)
class Column:
    """A step with its number and its phase; a phase without steps has one column and no step."""

    phase: int
    phase_name: str
    step: MapStep | None = None
    number: int = 0


@dataclass(frozen=True)
class Band:
    """A phase over so many columns; `goes_on` where it began on the sheet before."""

    name: str
    span: int
    goes_on: bool = False


@dataclass(frozen=True)
class Row:
    """A lane with what it says in each column."""

    lane: Lane
    cells: list[str]


@dataclass(frozen=True)
class Group:
    """The lanes of one side."""

    side: Side
    rows: list[Row]


def columns_of(journey: JourneyMap) -> list[Column]:
    """All columns, from left to right."""
    columns, numbers = [], count(1)
    for place, phase in enumerate(journey.phases):
        columns += [Column(place, phase.name, step, next(numbers)) for step in phase.steps]
        if not phase.steps:
            columns.append(Column(place, phase.name))
    return columns


def bands_of(columns: Sequence[Column], before: Column | None = None) -> list[Band]:
    """The phases over these columns; `before` is the last column of the sheet before."""
    bands = []
    for place, group in groupby(columns, key=lambda column: column.phase):
        of_phase = list(group)
        bands.append(Band(of_phase[0].phase_name, len(of_phase), before is not None and before.phase == place))
    return bands


def groups_of(columns: Sequence[Column], lanes: Sequence[Lane]) -> list[Group]:
    """What the lanes say in these columns, by side."""
    return [
        Group(Side(side), [Row(lane, [words(column.step, lane) for column in columns]) for lane in of_side])
        for side, of_side in groupby(lanes, key=lambda lane: lane.side)
    ]


def words(step: MapStep | None, lane: Lane) -> str:
    """What a lane says of a step; who answers for it inside stands with the people."""
    if step is None or lane.is_curve:
        return ""
    said = step.texts.get(lane.name, "")
    if lane.name == "people" and step.department:
        return "\n".join(filter(None, [_("Bereich: %s") % step.department, said]))
    if lane.name == "quote" and said:
        return _("„%s“") % said.strip("„“\"'»« ")
    return said


def marks(step: MapStep) -> Iterator[str]:
    """What is to be known of a step beside its name."""
    if step.happened_on:
        yield date_format(step.happened_on, "SHORT_DATE_FORMAT")
    if step.is_moment_of_truth:
        yield "◆ " + _("Moment der Wahrheit")
    if step.is_gap:
        yield _("Lücke")
    if step.is_retired:
        yield _("stillgelegt")
    if step.is_break:
        yield "⇄ " + _("Medienbruch: jetzt %s") % step.medium_label
    elif step.medium:
        yield step.medium_label
    if step.waiting_minutes:
        yield _("wartet %s") % waiting(step.waiting_minutes)


def figures(journey: JourneyMap) -> str:
    """The way in one line: mean, strongest moment, end and what is remembered, and of how many steps they are."""
    told = figures_of(journey)
    said = " · ".join(f"{figure.name} {figure.value}" for figure in told["figures"])
    return said and _("Gefühl") + f": {said} (n = {told['known']})"
