"""Several readings of one voice as one figure: their answers put together, or each reading as one observation.

The database adds up, so that 200,000 readings cost no memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from django.db.models import Aggregate, Avg, Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast

from touchpoints.measuring import formulas
from touchpoints.measuring.formulas import Estimate
from touchpoints.measuring.readings import SHARES, Measured, on_scale
from touchpoints.models import Metric

FULL = 100
"""What a promoter counts as in an NPS, and all of n in a share."""

LOST = 1e-12
"""Share of a sum that adding up thousands of floating-point numbers may lose."""

type Sums = Mapping[str, Any]
"""What the database added up over some readings; `sums()` says what."""


def sums() -> dict[str, Aggregate]:
    """What must be added up over readings to put them together."""
    n, value, spread = (Cast(F(name), FloatField()) for name in ("n", "value", "spread"))
    return {
        "readings": Count("pk"),
        "counted": Count("n"),
        "spreads": Count("spread", filter=Q(n__isnull=False)),
        "mean": Avg(value),
        "value_squares": Sum(value * value, output_field=FloatField()),
        "answers": Sum("n"),
        "weighted": Sum(n * value, output_field=FloatField()),
        "weighted_squares": Sum(n * value * value, output_field=FloatField()),
        "weighted_variances": Sum(n * spread * spread, output_field=FloatField()),
        "variances": Sum(spread * spread, output_field=FloatField()),
    }


def answers_pooled(kind: str, row: Sums) -> Measured:
    """All answers as if they came from one reading, n summed.

    Answers of shares and of NPS are added up: 42 of 50 and 30 of 50 give 72 of 100. Means are weighted and their
    spreads pooled: 6 with 2 of 3, twice, give 6 with √(2·2·2²/5) = 1.79 of 6. What is not known of each reading is not
    claimed of all: without every n it is the plain mean without n, without every spread the value has no interval.
    """
    if row["counted"] < row["readings"]:
        return Measured(Estimate(row["mean"], None, None, None))
    n = row["answers"]
    value = row["weighted"] / n
    if kind in SHARES:
        return Measured(formulas.rate(min(n * value / FULL, n), n))
    if row["spreads"] < row["readings"]:
        return Measured(Estimate(value, None, None, n))
    if kind == Metric.Type.NPS:
        return Measured(_nps(n, value, row["weighted_squares"] + row["weighted_variances"]))
    within = row["weighted_variances"] - row["variances"]
    spread = _spread(n, within + _apart(row["weighted_squares"], n * value**2))
    return Measured(on_scale(kind, formulas.mean_of(value, spread, n)), spread)


def readings_pooled(kind: str, row: Sums) -> Measured:
    """The readings themselves as the sample, each one observation, n their number.

    Visits of 60, 70, 80, 70 and 70 % give 70 with Student's 61.22 to 78.78 (spread 7.07, t(4) = 2.776).
    """
    n, value = row["readings"], row["mean"]
    spread = _spread(n, _apart(row["value_squares"], n * value**2))
    return Measured(on_scale(kind, formulas.mean_of(value, spread, n)), spread)


def _spread(n: int, squares: float) -> float | None:
    """Standard deviation of a sample out of its squared distances from the mean; None without any."""
    return sqrt(squares / (n - 1)) if n > 1 and squares > 0 else None


def _apart(squares: float, of_mean: float) -> float:
    """Squared distances of values from their mean; what floating point has lost is none."""
    distances = squares - of_mean
    return distances if distances > LOST * of_mean else 0


def _nps(n: int, value: float, squares: float) -> Estimate:
    """NPS of pooled answers: with 100 for each promoter, −100 for each detractor, squares count both.

    What was rounded, or typed in and does not fit together, stays between the balance and all.
    """
    balance = n * value / FULL
    outspoken = min(max(squares / FULL**2, abs(balance)), n)
    promoters = round((outspoken + balance) / 2)
    detractors = min(round((outspoken - balance) / 2), n - promoters)
    return formulas.nps(promoters, n - promoters - detractors, detractors)
