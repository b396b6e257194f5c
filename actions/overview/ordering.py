"""The orders in which the table of actions can be read; the address says which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from actions.models import ActionQuerySet

HEADS: dict[str, tuple[Any, F]] = {
    "what": (_("Was"), F("what")),
    "who": (_("Wer"), F("responsible__name")),
    "due": (_("Fällig"), F("due_on")),
    "priority": (_("Priorität"), F("priority")),
    "budget": (_("Budget"), F("budget")),
    "status": (_("Status"), F("status")),
}
"""The heads of the table by name, and what each sorts by."""


@dataclass(frozen=True)
class Head:
    """A head of the table; `aria` says how it is sorted, `next` is what a click on it asks for."""

    name: str
    label: Any
    aria: str
    next: str | None


@dataclass(frozen=True)
class Order:
    """A column to sort by, downwards or not; without one the most urgent come first."""

    today: date
    column: str = ""
    is_down: bool = False

    @classmethod
    def asked_for(cls, typed: str, today: date) -> Order:
        """What an address asks for: "due" or "-due"; what makes no sense is no order."""
        column = typed.removeprefix("-")
        return cls(today, column, typed.startswith("-")) if column in HEADS else cls(today)

    def of(self, actions: ActionQuerySet) -> ActionQuerySet:
        """The actions in this order; empty fields come last either way."""
        if not self.column:
            return actions.urgent_first(self.today)
        field = HEADS[self.column][1]
        chosen = field.desc(nulls_last=True) if self.is_down else field.asc(nulls_last=True)
        return actions.order_by(chosen, "due_on", "pk")

    @property
    def heads(self) -> list[Head]:
        """The heads of the table: a click sorts up, a second one down, a third as ever."""
        return [Head(name, label, *self._told(name)) for name, (label, _field) in HEADS.items()]

    def _told(self, name: str) -> tuple[str, str | None]:
        if name != self.column:
            return "", name
        return ("descending", None) if self.is_down else ("ascending", f"-{name}")
