"""Who changed what on a row, and when, out of the history that simple-history keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import BooleanField, Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.utils.formats import localize
from django.utils.translation import gettext

SHORT = 80
"""Characters up to which an old and a new value fit beside each other on a line."""

NOTHING = "–"
BEYOND_KEYS = 2**63
"""The first number that no database takes for a key."""


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after, as people read it."""

    label: str
    old: str
    new: str

    @property
    def is_short(self) -> bool:
        """Whether both values fit on a line."""
        return len(self.old) + len(self.new) <= SHORT

    @property
    def differs(self) -> bool:
        """Whether there is anything to see."""
        return self.old != self.new


@dataclass(frozen=True)
class Change:
    """What one person did at one moment, and the version that it led to; without fields it is how the row began."""

    version: int
    at: datetime
    who: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Version:
    """A row as it stood after one change.

    `lists` holds the rows on the other side of its many-to-many fields, None for each that is gone.
    """

    record: Any
    lists: dict[str, list[Model | None]]

    @property
    def pk(self) -> int:
        """Its number in the history."""
        return int(self.record.history_id)

    @property
    def at(self) -> datetime:
        """When it came to be."""
        moment: datetime = self.record.history_date
        return moment

    @property
    def who(self) -> str:
        """Who made it so."""
        return str(self.record.history_user or "Kontaktpunkt")

    @property
    def fields(self) -> list[Field[Any, Any]]:
        """What the history keeps of such a row and people can change."""
        kept = [*self.record.tracked_fields, *_many_to_many(type(self.record))]
        return [field for field in kept if field.editable and not field.primary_key and field.name != "team"]

    def value(self, field: Field[Any, Any]) -> Any:
        """What stood in the field: keys where it points to other rows."""
        if isinstance(field, ManyToManyField):
            return {row.pk for row in self.lists[field.name] if row}
        return getattr(self.record, field.attname)

    def words(self, field: Field[Any, Any]) -> str:
        """The same as people read it."""
        if isinstance(field, ManyToManyField):
            return (
                ", ".join(sorted(str(row or gettext("inzwischen entfernt")) for row in self.lists[field.name]))
                or NOTHING
            )
        value = getattr(self.record, field.name)
        if isinstance(field, BooleanField):
            return gettext("ja") if value else gettext("nein")
        if isinstance(field, ForeignKey) and value is None and self.value(field) is not None:
            return gettext("inzwischen entfernt")
        if field.choices and value not in (None, ""):
            return str(getattr(self.record, f"get_{field.name}_display")())
        if isinstance(value, Decimal):
            value = value.quantize(1) if value == value.to_integral_value() else value.normalize()
        return NOTHING if value in (None, "") else str(localize(value))

    def changed_since(self, old: Version) -> list[FieldChange]:
        """What differs from an earlier version."""
        return [
            FieldChange(str(field.verbose_name), old.words(field), self.words(field))
            for field in self.fields
            if self.value(field) != old.value(field)
        ]


def versions(row: Model, *, only: Collection[int] | None = None, limit: int | None = None) -> list[Version]:
    """The versions of a row with a `history`, newest first: those of `only`, or the latest `limit`.

    One query, and one more for each many-to-many field.
    """
    history = row.history.order_by("-history_date", "-history_id")  # type: ignore[attr-defined]
    if only is not None:
        history = history.filter(history_id__in=[number for number in only if abs(number) < BEYOND_KEYS])
    return recorded(type(row), history[:limit])


def recorded(model: Any, history: QuerySet[Any]) -> list[Version]:
    """The versions that these records of the model's history are, of whichever rows; queries as for `versions`."""
    keys = [field.name for field in model.history.model.tracked_fields if isinstance(field, ForeignKey)]
    records = list(history.select_related("history_user", *keys))
    lists = _lists(model, records)
    return [Version(record, lists[record.history_id]) for record in records]


def changes(row: Model, limit: int = 30) -> list[Change]:
    """The latest changes of a row, newest first."""
    found = versions(row, limit=limit + 1)
    told = [_change(new, new.changed_since(old)) for new, old in pairwise(found)]
    beginning = [_change(version, []) for version in found[-1:] if len(found) <= limit]
    return [change for change in told if change.fields] + beginning


def compared(old: Version, new: Version) -> list[FieldChange]:
    """All fields of two versions side by side, without those that are empty in both."""
    both = [FieldChange(str(field.verbose_name), old.words(field), new.words(field)) for field in new.fields]
    return [pair for pair in both if {pair.old, pair.new} != {NOTHING}]


def _change(version: Version, fields: list[FieldChange]) -> Change:
    return Change(version.pk, version.at, version.who, fields)


def _many_to_many(history_model: Any) -> list[Any]:
    return sorted(history_model._history_m2m_fields, key=lambda field: field.name)


def _lists(model: Any, records: list[Any]) -> dict[int, dict[str, list[Model | None]]]:
    """For each record the rows on the other side of its many-to-many fields."""
    history_model = model.history.model
    fields = _many_to_many(history_model)
    lists: dict[int, dict[str, list[Model | None]]] = {
        record.history_id: {field.name: [] for field in fields} for record in records
    }
    for field in fields:
        far_side = field.m2m_reverse_field_name()
        kept = getattr(history_model, field.name).filter(history__in=lists).select_related(far_side)
        for line in kept:
            lists[line.history_id][field.name].append(getattr(line, far_side))
    return lists
