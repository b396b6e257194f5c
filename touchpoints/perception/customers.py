"""What customers say about touchpoints on the scale that staff are asked on: CSAT answers from 1 to 5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from touchpoints.models import Metric, Reading, Touchpoint
from touchpoints.perception.groups import Mean

STEPS = range(1, 6)


@dataclass(frozen=True)
class CustomersView:
    """The mean of the newest customers' reading that says how many chose which step."""

    mean: Mean
    measured_on: date


def customers_view(touchpoints: Iterable[Touchpoint]) -> dict[int, CustomersView]:
    """By touchpoint, what customers said last; left out where nobody asked five of them on that scale.

    Other scales (NPS, a share without its answers) cannot be compared with ratings from 1 to 5.
    """
    asked = Reading.objects.filter(distribution__has_any_keys=[str(step) for step in STEPS])
    metrics = Metric.objects.filter(touchpoint__in=[each.pk for each in touchpoints], type=Metric.Type.CSAT)
    readings = asked.newest_of_customers(metrics).values_list("metric__touchpoint", "distribution", "measured_on")
    return {
        touchpoint: CustomersView(Mean.of(_counts(distribution)), day) for touchpoint, distribution, day in readings
    }


def _counts(distribution: Any) -> dict[int, int]:
    """Answers by step, out of what the reading keeps."""
    return {step: int(distribution.get(str(step)) or 0) for step in STEPS}
