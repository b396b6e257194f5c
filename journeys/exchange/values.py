"""The kinds of values that files hold: how each is read from JSON and from a cell, and how JSON Schema calls it."""

from __future__ import annotations

import re
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from teams.wording import one_line
from touchpoints.exchange.cells import Misfit, choice, flag, quoted, short_enough, whole
from touchpoints.exchange.opening import UNREADABLE_SIGNS

SIGNED = re.compile(r"([+\-−–]?)\s*(\d{1,3})(?:[.,]0+)?")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WRITTEN_DAYS = ("%d.%m.%Y", "%d.%m.%y", "%d %b %Y", "%d %B %Y")
"""As people and our own tables write a day; 3/4 is March to some and April to others, so it is not read."""


class Value(ABC):
    """One kind of value. Reading raises Misfit with a sentence where it does not fit."""

    empty: Any = ""
    """What stands where nothing is said."""

    @abstractmethod
    def from_json(self, value: Any) -> Any:
        """The value as the document keeps it."""

    @abstractmethod
    def from_cell(self, cell: str) -> Any:
        """The value of a filled cell."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """What JSON Schema says of it."""


@dataclass(frozen=True)
class Line(Value):
    """A name of one line."""

    most: int
    is_needed: bool = False

    def from_json(self, value: Any) -> str:
        """The line, made fit to be kept."""
        line = short_enough(one_line(readable(value)), self.most)
        if self.is_needed and not line:
            raise Misfit(_("Das darf nicht leer sein."))
        return line

    def from_cell(self, cell: str) -> str:
        """The line, made fit to be kept."""
        return self.from_json(cell)

    def schema(self) -> dict[str, Any]:
        """A string; one that is needed is not empty."""
        return {"type": "string", "maxLength": self.most} | ({"minLength": 1} if self.is_needed else {})


@dataclass(frozen=True)
class Text(Value):
    """Words of several lines."""

    most: int

    def from_json(self, value: Any) -> str:
        """The words as they were written."""
        return short_enough(readable(value), self.most)

    def from_cell(self, cell: str) -> str:
        """The words as they were written."""
        return self.from_json(cell)

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": self.most}


@dataclass(frozen=True)
class Whole(Value):
    """A whole number, or nothing."""

    lowest: int
    highest: int
    empty: None = field(default=None, init=False)

    def from_json(self, value: Any) -> int | None:
        """The number; 1.0 is one, true is not."""
        if value is None:
            return None
        is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not is_whole or not self.lowest <= value <= self.highest:
            raise Misfit(self._sentence(value))
        return int(value)

    def from_cell(self, cell: str) -> int:
        """The number as people write it, with or without a sign."""
        if self.lowest >= 0:
            return whole(cell, lowest=self.lowest, highest=self.highest)
        found = SIGNED.fullmatch(cell)
        number = int(found[2]) * (-1 if found[1] in ("-", "−", "–") else 1) if found else self.highest + 1
        if not self.lowest <= number <= self.highest:
            raise Misfit(self._sentence(cell))
        return number

    def schema(self) -> dict[str, Any]:
        """A number within its bounds, or null."""
        return {"type": ["integer", "null"], "minimum": self.lowest, "maximum": self.highest}

    def _sentence(self, value: object) -> str:
        words = {"cell": shown(value), "lowest": figure(self.lowest), "highest": figure(self.highest)}
        return _("„%(cell)s“ ist keine ganze Zahl von %(lowest)s bis %(highest)s.") % words


@dataclass(frozen=True)
class Choice(Value):
    """One of the values that a field of a row may have; `empty` is what it has where nothing is said."""

    field: models.Field[Any, Any]
    empty: str = ""

    @property
    def values(self) -> list[str]:
        """Everything that may stand there."""
        known = [value for value, _label in self.field.flatchoices if value]
        return known if self.empty in known else [self.empty, *known]

    def from_json(self, value: Any) -> str:
        """The value."""
        if not isinstance(value, str) or value not in self.values:
            choices = ", ".join(f"„{each}“" for each in self.values)
            raise Misfit(
                _("„%(cell)s“ passt nicht. Es gibt: %(choices)s.") % {"cell": shown(value), "choices": choices}
            )
        return value

    def from_cell(self, cell: str) -> str:
        """The value by what it is called, in any language."""
        return choice(self.field, cell)

    def schema(self) -> dict[str, Any]:
        """One of a list."""
        return {"enum": self.values}


class Flag(Value):
    """Yes or no."""

    empty = False

    def from_json(self, value: Any) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            raise Misfit(_("„%s“ ist weder true noch false.") % shown(value))
        return value

    def from_cell(self, cell: str) -> bool:
        """Yes or no in words."""
        return flag(cell)

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


class Day(Value):
    """A day, or nothing; kept as ISO 8601 writes it."""

    empty = None

    def from_json(self, value: Any) -> str | None:
        """The day."""
        if value is None:
            return None
        try:
            return date.fromisoformat(value if ISO_DAY.fullmatch(value) else "").isoformat()
        except (TypeError, ValueError) as error:
            raise Misfit(_("„%s“ ist kein Tag wie 2026-11-24.") % shown(value)) from error

    def from_cell(self, cell: str) -> str | None:
        """The day, as it is written here or by machines."""
        for form in WRITTEN_DAYS:
            try:
                return datetime.strptime(cell, form).date().isoformat()
            except ValueError:
                continue
        return self.from_json(cell)

    def schema(self) -> dict[str, Any]:
        """A date, or null."""
        return {"type": ["string", "null"], "format": "date"}


class Thread(Value):
    """By what a step is known again in copies; a new one where nothing is said."""

    def from_json(self, value: Any) -> str:
        """The thread."""
        try:
            return str(uuid.UUID(value)) if value else ""
        except (AttributeError, TypeError, ValueError) as error:
            raise Misfit(_("„%s“ ist keine UUID.") % shown(value)) from error

    def from_cell(self, cell: str) -> str:
        """The thread."""
        return self.from_json(cell)

    def schema(self) -> dict[str, Any]:
        """A UUID, or nothing."""
        return {"type": "string", "pattern": "^$|^[0-9a-fA-F-]{32,36}$"}


def readable(value: Any) -> str:
    """The text with line ends as the program keeps them, without signs that nobody reads. Raises Misfit."""
    if not isinstance(value, str):
        raise Misfit(_("„%s“ ist kein Text.") % shown(value))
    return UNREADABLE_SIGNS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def figure(number: int) -> str:
    """A number as people write it: "−2", "5.256.000"."""
    return number_format(number, force_grouping=True).replace("-", "−")


def shown(value: object) -> str:
    """The beginning of what was found, for a sentence about it; of lists and objects only that they are."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict():
            return "{…}"
        case list():
            return "[…]"
        case int() if value.bit_length() > 200:
            return "…"
        case _:
            return quoted(str(value))
