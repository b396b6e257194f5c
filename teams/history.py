"""Who changed what on a row, and when, out of the history that simple-history keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import BooleanField, Field, ForeignKey, Model
from django.utils.formats import localize
from django.utils.translation import gettext

SHORT = 80
"""Characters up to which an old and a new value fit beside each other on a line."""


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


@dataclass(frozen=True)
class Change:
    """What one person did at one moment; without fields it is how the row began."""

    at: datetime
    who: str
    fields: list[FieldChange]


def changes(row: Model, limit: int = 30) -> list[Change]:
    """The latest changes of a row with a `history`, newest first, in a single query."""
    keys = [field.name for field in row._meta.concrete_fields if isinstance(field, ForeignKey)]
    history = row.history.select_related("history_user", *keys)  # type: ignore[attr-defined]
    records = list(history.order_by("-history_date", "-history_id")[: limit + 1])
    told = [_change(new, list(_differences(new, old))) for new, old in pairwise(records)]
    beginning = [_change(record, []) for record in records[-1:] if len(records) <= limit]
    return [change for change in told if change.fields] + beginning


def _change(record: Any, fields: list[FieldChange]) -> Change:
    return Change(record.history_date, str(record.history_user or "Kontaktpunkt"), fields)


def _differences(new: Any, old: Any) -> Iterator[FieldChange]:
    for field in new.tracked_fields:
        if field.editable and getattr(new, field.attname) != getattr(old, field.attname):
            yield FieldChange(str(field.verbose_name), _words(old, field), _words(new, field))


def _words(record: Any, field: Field[Any, Any]) -> str:
    value = getattr(record, field.name)
    if isinstance(field, BooleanField):
        return gettext("ja") if value else gettext("nein")
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    return "–" if value in (None, "") else str(localize(value))
