"""What customers say about touchpoints on the scale that staff are asked on: CSAT answers from 1 to 5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models import Metric, Reading, Source, Touchpoint
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
    asked = Reading.objects.filter(
        metric__touchpoint=OuterRef("pk"),
        metric__type=Metric.Type.CSAT,
        source=Source.CUSTOMERS,
        distribution__has_any_keys=[str(step) for step in STEPS],
    ).order_by("-measured_on", "-pk")
    newest = Touchpoint.objects.filter(pk__in=[each.pk for each in touchpoints]).annotate(
        newest=Subquery(asked.values("pk")[:1])
    )
    readings = Reading.objects.filter(pk__in=newest.values("newest")).values_list(
        "metric__touchpoint", "distribution", "measured_on"
    )
    counted = {touchpoint: (_counts(distribution), day) for touchpoint, distribution, day in readings}
    return {
        touchpoint: CustomersView(Mean.of(counts), day)
        for touchpoint, (counts, day) in counted.items()
        if sum(counts.values()) >= SMALL_GROUP
    }


def _counts(distribution: Any) -> dict[int, int]:
    """Answers by step, out of what the reading keeps."""
    return {step: int(distribution.get(str(step)) or 0) for step in STEPS}
