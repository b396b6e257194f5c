"""What a team takes along of who changed what in its inventory, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, ForeignKey, JSONField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.whole_team import NUMBER, Table
from touchpoints.measuring.removing import record_tells_of_few
from touchpoints.models import Benchmark, Influence, Metric, Reading, Resource, Touchpoint
from touchpoints.timeline import ADDED, CHANGED, KNOWN_BEFORE, REMOVED

WAS_THERE = "="
DEEDS = [
    (ADDED, _("hinzugefügt")),
    (CHANGED, _("geändert")),
    (REMOVED, _("entfernt")),
    (WAS_THERE, _("schon vorher da")),
]
DEED = Case(When(history_change_reason=KNOWN_BEFORE, then=Value(WAS_THERE)), default=F("history_type"))
LOST = Case(When(history_type=REMOVED, then=F("history_change_reason")), output_field=JSONField())
BY_NAME = {"stage", "department", "owner"}
"""Keys that are told by the name on their other side; the others by their number, which another table explains."""


def changes_of(team: Team) -> Iterator[Table]:
    """A table for each kind of row that has a history: every state that it was ever given."""
    places = team.touchpoints.order_by().values("pk")
    metrics = Metric.history.filter(touchpoint__in=places).order_by().values("id")
    touchpoints = Touchpoint.history.filter(team=team)
    yield _table("touchpoint_changes", _("Änderungen an Kontaktpunkten"), touchpoints)
    yield Table.of(
        "touchpoint_changes_tags",
        _("Zielgruppen der Kontaktpunkte nach jeder Änderung"),
        Touchpoint.history.model.tags.filter(history__team=team).order_by("pk"),
        change=("history_id", _("Nummer der Änderung")),
        tag=("tag_id", _("Nummer der Zielgruppe")),
    )
    for name, says, records in [
        ("resource_changes", _("Änderungen an Systemen, Abläufen und Daten"), _at(Resource, touchpoint__in=places)),
        ("influence_changes", _("Änderungen an Wechselwirkungen"), _at(Influence, source__in=places)),
        ("benchmark_changes", _("Änderungen an Vergleichswerten"), _at(Benchmark, metric__in=metrics)),
    ]:
        yield _table(name, says, records)
    lost = {"lost": ("lost", _("was beim Entfernen verloren ging"))}
    records = _at(Metric, touchpoint__in=places).annotate(lost=LOST)
    yield _table("metric_changes", _("Änderungen an Kennzahlen"), records, **lost)
    measured_by = {"measured_by": ("by__name", _("eingetragen von"))}
    readings = _at(Reading, metric__in=metrics).exclude(record_tells_of_few())
    yield _table("reading_changes", _("Entfernte und zurückgeholte Messungen"), readings, **measured_by)


def _at(model: Any, **where: Any) -> QuerySet[Any]:
    records: QuerySet[Any] = model.history.filter(**where)
    return records


def _table(name: str, says: Any, records: QuerySet[Any], **more: Any) -> Table:
    return Table.of(
        name,
        says,
        records.annotate(deed=DEED).order_by("history_id"),
        change=("history_id", NUMBER),
        row=("id", _("Nummer dessen, was geändert wurde")),
        at=("history_date", _("wann")),
        by=("history_user__name", _("wer")),
        deed=("deed", _("was geschah"), DEEDS),
        **{field.name: _column(field) for field in records.model.tracked_fields if _is_told(field)},
        **more,
    )


def _is_told(field: Any) -> bool:
    return bool(field.editable and not field.primary_key and field.name not in {"team", "by"})


def _column(field: Any) -> tuple[Any, ...]:
    if isinstance(field, ForeignKey):
        return (f"{field.name}__name" if field.name in BY_NAME else field.attname, field.verbose_name)
    return (field.name, field.verbose_name, field.choices) if field.choices else (field.name, field.verbose_name)
