"""The columns of a table of steps: one list of headings for what is given out and what is read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journeys.exchange.fields import LANE_TEXTS, PHASE, STEP
from journeys.exchange.values import Choice, Value
from journeys.lanes import LANES
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import JourneyStep
from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.headings import plain
from touchpoints.exchange.tables import Value as Cell
from touchpoints.models import Touchpoint

NUMBER = "number"
"""The step's place on the way: for people who sort the table; it is passed over when the table is read."""

OF_THE_MAP = {
    "phase": _("Phase"),
    NUMBER: _("Nr."),
    "touchpoint": _("Kontaktpunkt"),
    "touchpoint_kind": Touchpoint._meta.get_field("kind").verbose_name,
}
"""Headings of what is no field of a step's row."""

ALSO_CALLED = {
    "phase": "Stage|Abschnitt|Section|Journey Phase|Kaufphase",
    NUMBER: "Nummer|No|Schrittnummer|Position|Reihenfolge|Order",
    "touchpoint": "Touchpoint|Schritt|Step|Task|Kontakt|Contact|Aufgabe",
    "touchpoint_kind": "direkt oder indirekt|direct or indirect|Touchpoint kind|Typ|Type",
    "name": "Name|Title|Titel|Lücke|Gap",
    "goal": "Goal|Ziele|Goals",
    "doing": "Handlung|Handlungen|Action|Actions|Aktivität|Activity",
    "thinking": "Gedanken|Thoughts|Thinks",
    "expectation": "Erwartungen|Expectations",
    "experience": "Erfahrung|Experience",
    "emotion": "Emotion|Emotionen|Stimmung|Feeling|Score|Bewertung",
    "quote": "Quote|Zitate",
    "process": "Process|Prozesse|Backstage",
    "people": "Mitarbeitende|People|Staff|Actor",
    "systems": "Systems|Tools|IT",
    "data": "Data",
    "rules": "Regeln|Rules",
    "costs": "Costs",
    "training": "Training|Schulungen",
    "department": "Abteilung|Department|Team|Unit",
    "evidence": "Belegt|Evidence",
    "is_moment_of_truth": "MOT|Moment of Truth",
    "waiting_minutes": "Wartezeit|Waiting time|Waiting minutes|Waiting",
    "medium": "Kanal|Channel|Online oder offline",
    "happened_on": "Datum|Date|Day",
}
"""What else people write above a column."""


@dataclass(frozen=True)
class Column:
    """One column: the field of the document that it holds and what stands above it."""

    field: str

    @property
    def heading(self) -> str:
        """In the language of the moment."""
        own = OF_THE_MAP.get(self.field)
        return str(own or JourneyStep._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]

    @property
    def value(self) -> Value:
        """How its cells are read."""
        return PHASE["name"] if self.field == "phase" else (STEP | LANE_TEXTS)[self.field]

    def cell(self, step: MapStep) -> Cell:
        """What stands in a step's line."""
        if self.field in LANE_TEXTS:
            return step.texts.get(self.field, "")
        value: Any = getattr(step, NAMES_ON_THE_MAP.get(self.field, self.field))
        if isinstance(value, bool):
            return gettext("ja") if value else ""
        if value and isinstance(self.value, Choice):
            return str(dict(self.value.field.flatchoices)[value])
        return value


NAMES_ON_THE_MAP = {"touchpoint": "touchpoint_name", "touchpoint_kind": "kind"}
COLUMNS = tuple(
    Column(field)
    for field in (
        *OF_THE_MAP,
        "name",
        *(lane.name for lane in LANES),
        "department",
        "evidence",
        "is_moment_of_truth",
        "waiting_minutes",
        "medium",
        "happened_on",
    )
)
"""In the order of a table that is given out."""


def as_sheet(journey: JourneyMap) -> Sheet:
    """A line for each step; a phase without steps has a line of its own, on which nothing else stands."""
    return Sheet(gettext("Schritte"), [column.heading for column in COLUMNS], _lines(journey))


def guessed(headings: Sequence[str]) -> Mapping[str, Column]:
    """The column of each heading that is understood; a column is given once.

    Our own headings go first: where "Schritt" and "Kontaktpunkt" stand above a table, the latter is the touchpoint.
    """
    found: dict[str, Column] = {}
    for known in (_own(), _known()):
        for heading in headings:
            field = known.get(plain(heading))
            if field and heading not in found and Column(field) not in found.values():
                found[heading] = Column(field)
    return found


def recognised(cells: Iterable[str]) -> set[str]:
    """The fields that these cells name, if they are headings."""
    return {field for cell in cells if (field := _known().get(plain(cell)))}


def also_called(column: Column) -> str:
    """Other headings under which the column is found."""
    return ALSO_CALLED[column.field].replace("|", ", ")


def _lines(journey: JourneyMap) -> Iterator[list[Cell]]:
    number = 0
    for phase in journey.phases:
        for step in phase.steps:
            number += 1
            yield [_cell(column, phase, step, number) for column in COLUMNS]
        if not phase.steps:
            yield [phase.name, *[""] * (len(COLUMNS) - 1)]


def _cell(column: Column, phase: MapPhase, step: MapStep, number: int) -> Cell:
    match column.field:
        case "phase":
            return phase.name
        case "number":
            return number
        case _:
            return column.cell(step)


@cache
def _own() -> dict[str, str]:
    """The fields by what they are called here, in every language."""
    known = {plain(column.field): column.field for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in COLUMNS:
                known.setdefault(plain(column.heading), column.field)
    return known


@cache
def _known() -> dict[str, str]:
    """The fields by everything that people write above them."""
    known = dict(_own())
    for field, words in ALSO_CALLED.items():
        for word in words.split("|"):
            known.setdefault(plain(word), field)
    return known
