"""What a comparison says of a step: where its emotion is known from, and why only one side has it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from django.utils.translation import gettext as _

from journeys.comparing.sides import Relation, Side, names_of, relation_of
from journeys.feeling import Felt, Origin
from journeys.mapping import MapStep
from touchpoints.models import Evidence


class Source(Enum):
    """Where an emotion is known from."""

    MEASURED = "measured"
    HEARD = "heard"
    ESTIMATED = "estimated"


def source_of(felt: Felt) -> Source:
    """Figures stand behind it, customers' voices do, or only what somebody put down at the step."""
    if felt.origin == Origin.VOICES:
        return Source.HEARD
    is_measured = felt.origin == Origin.READINGS or felt.evidence == Evidence.MEASURED
    return Source.MEASURED if is_measured else Source.ESTIMATED


def reasons(step: MapStep, *, here: Side, there: Side) -> Iterator[str]:
    """Why the other side does not have this step, as far as the two sides tell."""
    yield _by_relation(here, there)
    if step.is_gap:
        yield _("Lücke: diesen Kontakt sollte es geben")
    if step.is_retired:
        yield _("Kontaktpunkt stillgelegt")


def _by_relation(here: Side, there: Side) -> str:
    match relation_of(here, there):
        case Relation.TIME:
            return _("seither entfallen") if here.is_older_than(there) else _("seither dazugekommen")
        case Relation.PLAN:
            return _("entfällt im Soll") if here.map.kind == "actual" else _("kommt im Soll dazu")
        case Relation.CASE:
            return _("in diesem Fall nicht erlebt") if there.map.kind == "case" else _("nur in diesem Fall erlebt")
    return _("nur bei: %s") % names_of(here, there)[0]
