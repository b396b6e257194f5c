"""Days of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


def in_reach(day: date) -> None:
    """Refuse slips of the keyboard: beside the end of the calendar no week later can be counted any more."""
    if not FIRST <= day <= LAST:
        raise ValidationError(_("Hier passt ein Jahr von 2000 bis 2199."))


class DayField(models.DateField):  # type: ignore[type-arg]
    """A day on which something starts, ends or is asked about."""

    default_validators = [in_reach]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is a DateField like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
