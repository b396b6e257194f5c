"""Customers' answers that come in one by one, counted into one reading for each period."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.db import transaction

from touchpoints.measuring.readings import figures, measure
from touchpoints.models import Metric, Reading, Source


@transaction.atomic
def count(*, metric: Metric, step: int, measured_on: date, sheet: UUID) -> None:
    """One more customer has chosen that step of the metric's scale; `sheet` says into which reading it goes.

    The reading stands at the last day on which somebody has answered.

    A reading that somebody has removed stays removed: the next answer begins a new one with itself alone, and the old
    one can come back beside it. The metric's row holds up whoever counts at the same moment.
    Raises Metric.DoesNotExist if it is gone, and ValidationError for a step beyond its scale.
    """
    Metric.objects.select_for_update(no_key=True).get(pk=metric.pk)
    known = Reading.objects.filter(metric=metric, sheet=sheet).first()
    answers: Counter[str] = Counter(known.distribution if known else None)
    answers[str(step)] += 1
    counted = figures(measure(metric.type, distribution=answers), answers)
    if known:
        last_day = max(known.measured_on, measured_on)
        Reading.objects.filter(pk=known.pk).recount(measured_on=last_day, **counted)
    else:
        Reading.objects.create(metric=metric, measured_on=measured_on, source=Source.CUSTOMERS, sheet=sheet, **counted)
