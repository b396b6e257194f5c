"""Recording what was measured: from what was typed in to a value with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from teams.models import Department, User
from touchpoints.measuring import formulas
from touchpoints.measuring.formulas import Estimate
from touchpoints.models import Metric, Reading, Source
from touchpoints.models.metrics import DIGITS, PLACES

PROMOTERS, PASSIVES, DETRACTORS = "promoters", "passives", "detractors"
HITS = "hits"
"""Keys of a distribution that is not counted by the scale's steps: the three groups of NPS, and k of n."""

FIRST_PASSIVE, FIRST_PROMOTER, NPS_TOP = 7, 9, 10
FIRST_SATISFIED, CSAT_TOP = 4, 5
SHARES = frozenset({Metric.Type.CSAT, Metric.Type.RATE})
SCALES: Mapping[str, tuple[int | None, int | None]] = {
    Metric.Type.NPS: (-100, 100),
    Metric.Type.CSAT: (0, 100),
    Metric.Type.CES: (1, formulas.EASIEST),
    Metric.Type.MYSTERY: (0, 100),
    Metric.Type.COUNT: (0, None),
    Metric.Type.RATE: (0, 100),
    Metric.Type.DURATION: (0, None),
    Metric.Type.MONEY: (None, None),
}
"""Lowest and highest value that each type of metric can have."""


@dataclass(frozen=True)
class Measured:
    """A figure and the standard deviation of the answers behind it, where that is known."""

    figure: Estimate
    spread: float | None = None


def record(
    *,
    metric: Metric,
    measured_on: date,
    source: str = Source.CUSTOMERS,
    by: User | None,
    value: Decimal | float | None = None,
    n: int | None = None,
    spread: Decimal | float | None = None,
    distribution: Mapping[str, int] | None = None,
    department: Department | None = None,
    note: str = "",
    sheet: UUID | None = None,
) -> Reading:
    """Keep one measured value; the metric's type decides what `distribution` may hold and how the interval is found.

    NPS: counts by "0" to "10", or "promoters", "passives" and "detractors". CES: counts by "1" to "7". CSAT: counts by
    "1" to "5". CSAT and rate: "hits" of `n`. Everything else, and whoever knows no more, gives `value`, with `n` and
    `spread` where known.
    Raises ValidationError for what the scale cannot hold.
    """
    measured = measure(metric.type, value=value, n=n, spread=spread, distribution=distribution)
    return Reading.objects.create(
        metric=metric,
        measured_on=measured_on,
        source=source,
        department=department,
        note=note,
        by=by,
        sheet=sheet,
        **figures(measured, distribution),
    )


def figures(measured: Measured, distribution: Mapping[str, int] | None) -> dict[str, Any]:
    """The columns of a reading that hold what was measured, as fine as the database keeps them."""
    figure = measured.figure
    return {
        "value": kept(figure.value),
        "n": figure.n,
        "spread": None if measured.spread is None else kept(measured.spread),
        "low": None if figure.low is None else kept(figure.low),
        "high": None if figure.high is None else kept(figure.high),
        "distribution": dict(distribution) if distribution else None,
    }


def measure(
    kind: str,
    *,
    value: Decimal | float | None = None,
    n: int | None = None,
    spread: Decimal | float | None = None,
    distribution: Mapping[str, int] | None = None,
) -> Measured:
    """The figure of a metric of that type. Raises ValidationError for what its scale cannot hold."""
    try:
        found = _from_answers(kind, distribution, n) if distribution else _from_value(kind, value, n, spread)
    except (ValueError, KeyError, TypeError) as problem:
        raise ValidationError(_("Diese Zahlen passen nicht zur Art der Kennzahl.")) from problem
    for number in (found.figure.value, found.figure.low, found.figure.high, found.spread):
        kept(number or 0)
    return found


def check_on_scale(kind: str, value: Decimal | float) -> None:
    """Raises ValidationError for a value that a metric of that type cannot have."""
    low, high = SCALES[kind]
    if not isfinite(value):
        raise ValidationError(_("Hier gehört eine Zahl hin."))
    if (low is not None and value < low) or (high is not None and value > high):
        if high is None:
            raise ValidationError(_("Weniger als %(low)s geht hier nicht.") % {"low": low})
        raise ValidationError(_("Die Skala geht von %(low)s bis %(high)s.") % {"low": low, "high": high})


def on_scale(kind: str, figure: Estimate) -> Estimate:
    """The figure with its interval kept where a metric of that type can be.

    Mystery scores of 96 % with a spread of 8 of 5 visits would reach 105.93 %: the interval ends at 100.
    """
    return figure.within(*SCALES[kind])


def kept(figure: float) -> Decimal:
    """The figure as fine as the database keeps it. Raises ValidationError where it is larger than fits."""
    if not abs(figure) < 10 ** (DIGITS - PLACES):
        raise ValidationError(_("Diese Zahl ist zu groß."))
    return round(Decimal(figure), PLACES)


def _from_answers(kind: str, answers: Mapping[str, int], n: int | None) -> Measured:
    match kind:
        case Metric.Type.NPS:
            groups = _groups(answers)
            return Measured(formulas.nps(*groups), formulas.nps_spread(*groups))
        case Metric.Type.CES:
            counts = {int(step): count for step, count in answers.items()}
            return Measured(formulas.ces(counts), formulas.spread_of(counts)[1])
        case Metric.Type.CSAT if n is None:
            return Measured(_satisfied({int(step): count for step, count in answers.items()}))
        case Metric.Type.CSAT | Metric.Type.RATE if n is not None:
            return Measured(formulas.rate(answers[HITS], n))
    raise ValueError(kind)


def _satisfied(counts: Mapping[int, int]) -> Estimate:
    """CSAT of answers counted by step."""
    if not set(counts) <= set(range(1, CSAT_TOP + 1)):
        raise ValueError("CSAT goes from 1 to 5")
    return formulas.csat(sum(count for step, count in counts.items() if step >= FIRST_SATISFIED), sum(counts.values()))


def _groups(answers: Mapping[str, int]) -> tuple[int, int, int]:
    """Promoters, passives and detractors, given as such or as answers from 0 to 10."""
    if PROMOTERS in answers:
        return answers[PROMOTERS], answers[PASSIVES], answers[DETRACTORS]
    counts = {int(step): count for step, count in answers.items()}
    if not set(counts) <= set(range(NPS_TOP + 1)):
        raise ValueError("NPS goes from 0 to 10")
    promoters = sum(count for step, count in counts.items() if step >= FIRST_PROMOTER)
    detractors = sum(count for step, count in counts.items() if step < FIRST_PASSIVE)
    return promoters, sum(counts.values()) - promoters - detractors, detractors


def _from_value(kind: str, value: Any, n: int | None, spread: Any) -> Measured:
    """What a value alone allows to say: a share has an interval by its n, a mean by its spread, NPS none."""
    check_on_scale(kind, value)
    figure, deviation = float(value), None if spread is None else float(spread)
    if (n is not None and n < 1) or (deviation is not None and deviation < 0):
        raise ValueError("n begins at 1, a spread at 0")
    if kind in SHARES and n is not None:
        return Measured(formulas.rate(figure * n / 100, n))
    if kind == Metric.Type.NPS or kind in SHARES:
        return Measured(Estimate(figure, None, None, n), deviation)
    return Measured(on_scale(kind, formulas.mean_of(figure, deviation, n)), deviation)
