"""Money as people type and read it, in the team's currency."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language

from actions.models.action import CENTS, MONEY_DIGITS
from touchpoints.measuring.decimals import AROUND, NumberInput

THOUSANDS = re.compile(r"([1-9]\d{0,2})(?:([.,])\d{3})(?:\2\d{3})*")
"""Nobody types three decimals of money: one mark with three digits behind it divides thousands."""


class MoneyInput(NumberInput):
    """A field for an amount: "2.000", "2.000,50", "2000.50" and "2 000 €" are read as they are meant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": MONEY_DIGITS, "decimal_places": CENTS, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The amount. Raises ValidationError for what is none."""
        plain = AROUND.sub("", AROUND.sub("", str(value or "").strip().replace("−", "-")))
        if THOUSANDS.fullmatch(plain.lstrip("+-")):
            return super().to_python(plain.replace(".", "").replace(",", ""))
        return super().to_python(value)


def money(amount: Decimal, currency: str) -> str:
    """The amount with its currency, without cents where there are none: "2.000 €", "1.250,50 €"."""
    language = get_language() or "de"
    pattern = _whole(language) if amount == amount.to_integral_value() else None
    return format_currency(amount, currency, pattern, locale=language, currency_digits=pattern is None)


@cache
def _whole(language: str) -> str:
    """How whole amounts are written in that language."""
    return str(Locale.parse(language).currency_formats["standard"].pattern).replace(".00", "")
