"""Numbers as people type them: decimal comma or point, with thousands or without."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from touchpoints.models.metrics import DIGITS, PLACES

NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)?|\d{1,3}([.,])\d{3}(\3\d{3})*((?!\3)[.,]\d+)?|[.,]\d+)")
MARK = re.compile(r"[.,]")
AROUND = re.compile(r"[\s\u00a0\u202f'’]|[%€$]$")
"""What people put into a number or behind it without meaning anything by it."""


def read_decimal(text: str, *, decimal_mark: str = "") -> Decimal:
    """The number in what was typed: "1.234,5", "1,234.5", "1234,5" and "1234.5" are the same.

    One mark with three digits behind it could divide thousands: "1.234" is refused where the point does so, that is,
    where `decimal_mark` (the reader's own, if not given) is the comma. Raises ValidationError.
    """
    plain = AROUND.sub("", AROUND.sub("", text.strip().replace("−", "-")))
    if not NUMBER.fullmatch(plain):
        raise ValidationError(_("Hier gehört eine Zahl hin, zum Beispiel 12,5."))
    marks = MARK.findall(plain)
    if len(marks) == 1 and marks[0] != (decimal_mark or get_format("DECIMAL_SEPARATOR")):
        whole, rest = plain.split(marks[0])
        if len(rest) == 3 and whole.lstrip("+-0"):
            sentence = _("„%(text)s“ lässt sich auf zwei Arten lesen. Ohne Trennzeichen für Tausender geht es.")
            raise ValidationError(sentence, params={"text": text})
    if marks.count(marks[-1] if marks else "") != 1:  # none, or the same several times: only thousands are divided
        return Decimal(MARK.sub("", plain))
    whole, _mark, rest = plain.rpartition(marks[-1])
    return Decimal(f"{MARK.sub('', whole)}.{rest}")


def written(value: Decimal) -> str:
    """A number to type over: with the reader's decimal mark and no superfluous zeros."""
    return f"{value.normalize():f}".replace(".", str(get_format("DECIMAL_SEPARATOR")))


class NumberInput(forms.DecimalField):
    """A field for a measured value."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "number-input"}
        super().__init__(
            **{"max_digits": DIGITS, "decimal_places": PLACES, "widget": forms.TextInput(attrs=attrs), **kwargs}
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number. Raises ValidationError for what is none."""
        if value in self.empty_values:
            return None
        return value if isinstance(value, Decimal) else read_decimal(str(value))

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: a stored number as its reader would write it."""
        return written(value) if isinstance(value, Decimal) else value
