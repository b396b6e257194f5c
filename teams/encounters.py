"""Two people who change the same row at once: what only the other changed stays, and where both wrote, one is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, ManyToManyField, Model, QuerySet

from teams.history import Version, versions


@dataclass(frozen=True)
class Encounter:
    """A field that someone else changed while this person was typing; `was_told` if the form has said so already."""

    field: Field[Any, Any]
    before: Any
    theirs: Version
    was_told: bool

    def is_untouched(self, mine: Any) -> bool:
        """Whether this person left the field as it was, so that the other's words can stay."""
        return comparable(mine) == comparable(self.before)

    def is_conflict(self, mine: Any) -> bool:
        """Whether this person wrote something else without knowing of the other's words."""
        return not self.was_told and comparable(mine) != comparable(self.theirs.value(self.field))


def encounters(row: Model, *, seen: int, told: int) -> Iterator[Encounter]:
    """The fields that changed since version `seen`, which a form was opened with; of `told` the form has told."""
    newest = latest(row)
    if newest is None or newest == seen:
        return
    by_pk = {version.pk: version for version in versions(row, only={seen, told, newest})}
    if seen in by_pk:
        before, known, theirs = by_pk[seen], by_pk.get(told, by_pk[seen]), by_pk[newest]
        for field in theirs.fields:
            if theirs.value(field) != before.value(field):
                was_told = theirs.value(field) == known.value(field)
                yield Encounter(field, before.value(field), theirs, was_told)


def latest(row: Model) -> int | None:
    """The number of the newest version, None if the history does not know the row."""
    history: Any = row.history  # type: ignore[attr-defined]
    newest: int | None = history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest


def current(row: Model, field: Field[Any, Any]) -> Any:
    """What stands in the field, as a form's cleaned data has it."""
    value = getattr(row, field.name)
    return value.all() if isinstance(field, ManyToManyField) else value


def comparable(value: Any) -> Any:
    """A form's cleaned value as a version of the history has it."""
    if isinstance(value, QuerySet):
        return {row.pk for row in value}
    if isinstance(value, str):
        return unfolded(value)
    return value.pk if isinstance(value, Model) else value


def unfolded(text: str) -> str:
    """The text with line ends as the program keeps them: a browser sends two signs for each."""
    return text.replace("\r\n", "\n")
