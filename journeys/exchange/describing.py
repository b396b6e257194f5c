"""What the page on formats shows: columns of tables, fields of the JSON document, scores of Mermaid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from journeys.exchange.columns import COLUMNS, NUMBER, Column, also_called
from journeys.exchange.fields import JOURNEY, LANE_TEXTS, PHASE, STEP
from journeys.exchange.mermaid_out import score_of, written
from journeys.exchange.values import Choice, Day, Flag, Line, Text, Thread, Value, Whole, figure
from journeys.feeling import Felt
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import Journey, JourneyKind, JourneyPhase, JourneyStep
from journeys.models.step import HIGHEST, LOWEST
from journeys.wording import signed
from touchpoints.models import Touchpoint


@dataclass(frozen=True)
class Described:
    """One line of a table: what something is called in the file, on the screen, and what stands there."""

    name: str
    title: str
    holds: str


OWN_TITLES = {"thread": "", "touchpoint_kind": Touchpoint._meta.get_field("kind").verbose_name}
"""What is called otherwise on the screen than a field of the row, or not at all."""


def columns() -> list[tuple[Column, str, str]]:
    """Each column of a table of steps, what its cells hold, and under what else it is found."""
    return [(column, _column_holds(column), also_called(column)) for column in COLUMNS]


def json_fields() -> list[tuple[str, list[Described]]]:
    """The fields of the JSON document in groups, each with its place."""
    own = [Described("format, version", "", _("Woran die Datei zu erkennen ist; ohne sie wird sie nicht gelesen."))]
    return [
        (_("Journey"), own + _described(JOURNEY, Journey)),
        ("phases[…]", _described(PHASE, JourneyPhase)),
        ("phases[…].steps[…]", [*_described(STEP, JourneyStep), _felt()]),
        ("phases[…].steps[…].texts", _described(LANE_TEXTS, JourneyStep)),
    ]


def scores() -> list[tuple[str, int]]:
    """Each emotion with the score that Mermaid knows for it."""
    return [(signed(emotion), score_of(emotion)) for emotion in range(LOWEST, HIGHEST + 1)]


def example() -> str:
    """A small journey as Mermaid text, in the language of the moment."""
    department = _("Vertrieb")
    steps = [
        MapStep("", _("Angebot"), felt=Felt(-1), department=department),
        MapStep("", _("Rückruf: Termin"), department=department),
    ]
    phases = [MapPhase(_("Kaufen"), steps)]
    return written(JourneyMap(_("Bauherrin Berta"), _("Heizung tauschen"), JourneyKind.ACTUAL, phases))


def _felt() -> Described:
    return Described("felt", "", _("Was das Gefühl am Tag der Ausgabe galt und woher; wird beim Einlesen überlesen."))


def _described(fields: Mapping[str, Value], model: Any) -> list[Described]:
    titles = {field.name: str(field.verbose_name) for field in model._meta.fields if field.name not in OWN_TITLES}
    titles |= {name: str(title) for name, title in OWN_TITLES.items()}
    return [Described(name, titles.get(name, ""), holds(value)) for name, value in fields.items()]


def _column_holds(column: Column) -> str:
    if column.field == NUMBER:
        return _("Stelle auf dem Weg; wird beim Einlesen überlesen, es gilt die Folge der Zeilen.")
    match column.value:
        case Flag():
            return _("ja oder leer")
        case Day():
            return _("Tag, zum Beispiel 24.11.2026 oder 2026-11-24")
        case Choice() as choice:
            return ", ".join(str(label) for value, label in choice.field.flatchoices if value)
        case value:
            return holds(value)


def holds(value: Value) -> str:
    """What such a value is, in a few words."""
    match value:
        case Line(most=most) | Text(most=most):
            return _("Text, höchstens %s Zeichen") % most
        case Whole(lowest=lowest, highest=highest):
            bounds = {"lowest": figure(lowest), "highest": figure(highest)}
            return _("ganze Zahl von %(lowest)s bis %(highest)s oder leer") % bounds
        case Choice() as choice:
            return ", ".join(f"„{each}“" if each else _("leer") for each in choice.values)
        case Flag():
            return "true, false"
        case Day():
            return _("Tag wie 2026-11-24 oder null")
        case Thread():
            return _("UUID, an der derselbe Schritt in Kopien zu erkennen ist, oder leer")
        case _:
            raise TypeError(value)
