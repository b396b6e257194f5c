"""Who changed what on a row, and when, out of the history that simple-history keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import BooleanField, Field, ForeignKey, ManyToManyField, Model
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
        return NOTHING if value in (None, "") else str(localize(value))


def versions(
    row: Model, *, only: Collection[int] | None = None, until: int | None = None, limit: int | None = None
) -> list[Version]:
    """The versions of a row with a `history`, newest first: those of `only`, or `limit` of them from `until` back.

    One query, and one more for each many-to-many field.
    """
    keys = [field.name for field in row._meta.concrete_fields if isinstance(field, ForeignKey)]
    history = row.history.select_related("history_user", *keys)  # type: ignore[attr-defined]
    if only is not None:
        history = history.filter(history_id__in=[number for number in only if abs(number) < BEYOND_KEYS])
    if until is not None:
        history = history.filter(history_id__lte=until)
    records = list(history.order_by("-history_date", "-history_id")[:limit])
    lists = _lists(type(row), records)
    return [Version(record, lists[record.history_id]) for record in records]


def changes(row: Model, limit: int = 30, until: int | None = None) -> list[Change]:
    """The latest changes of a row, or those up to a version, newest first."""
    found = versions(row, until=until, limit=limit + 1)
    told = [_change(new, list(_differences(new, old))) for new, old in pairwise(found)]
    beginning = [_change(version, []) for version in found[-1:] if len(found) <= limit]
    return [change for change in told if change.fields] + beginning


def compared(old: Version, new: Version) -> list[FieldChange]:
    """All fields of two versions side by side, without those that are empty in both."""
    both = [FieldChange(str(field.verbose_name), old.words(field), new.words(field)) for field in new.fields]
    return [pair for pair in both if {pair.old, pair.new} != {NOTHING}]


def _change(version: Version, fields: list[FieldChange]) -> Change:
    return Change(version.pk, version.at, version.who, fields)


def _differences(new: Version, old: Version) -> Iterator[FieldChange]:
    for field in new.fields:
        if new.value(field) != old.value(field):
            yield FieldChange(str(field.verbose_name), old.words(field), new.words(field))


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
