"""Answers that come in one by one and are one reading a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from teams.history import Version
from teams.models import Membership
from tests.factories import NOW, MetricFactory
from touchpoints.measuring.counting import count
from touchpoints.measuring.readings import record
from touchpoints.models import Metric, Reading, Source
from touchpoints.restoring import put_back

pytestmark = pytest.mark.django_db

TODAY, SHEET = NOW.date(), uuid4()
FIGURES = ("value", "n", "spread", "low", "high", "distribution")


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (Metric.Type.NPS, [10, 9, 7, 6, 0, 10]),
        (Metric.Type.CSAT, [5, 4, 4, 1]),
        (Metric.Type.CES, [1, 7, 6, 6]),
        (Metric.Type.CES, [3]),
    ],
)
def test_answers_counted_one_by_one_are_what_was_recorded_at_once(kind: str, steps: list[int]) -> None:
    metric = MetricFactory(type=kind)
    for step in steps:
        count(metric=metric, step=step, measured_on=TODAY, sheet=SHEET)
    together = {str(step): steps.count(step) for step in steps}
    at_once = record(metric=MetricFactory(type=kind), measured_on=TODAY, by=None, distribution=together)
    counted = Reading.objects.get(metric=metric)
    at_once.refresh_from_db()
    assert [getattr(counted, name) for name in FIGURES] == [getattr(at_once, name) for name in FIGURES]
    assert (counted.source, counted.measured_on, counted.by, counted.sheet) == (Source.CUSTOMERS, TODAY, None, SHEET)


def test_every_answer_moves_the_metrics_version_so_that_no_old_picture_is_shown() -> None:
    metric = MetricFactory(type=Metric.Type.CSAT)
    seen = set()
    for _answer in range(3):
        count(metric=metric, step=5, measured_on=TODAY, sheet=SHEET)
        metric.refresh_from_db()
        seen.add(metric.version)
    assert len(seen) == 3


def test_counting_leaves_no_history() -> None:
    metric = MetricFactory(type=Metric.Type.CSAT)
    for _answer in range(3):
        count(metric=metric, step=5, measured_on=TODAY, sheet=SHEET)
    assert not Reading.history.exists()
    assert metric.history.count() == 1


def test_a_removed_reading_stays_removed_and_the_next_answer_begins_anew(ben: Membership) -> None:
    metric = MetricFactory(type=Metric.Type.CSAT, touchpoint__team=ben.team)
    for step in (1, 1, 5):
        count(metric=metric, step=step, measured_on=TODAY, sheet=SHEET)
    Reading.objects.get().delete()
    count(metric=metric, step=5, measured_on=TODAY, sheet=SHEET)
    assert Reading.objects.get().distribution == {"5": 1}


def test_a_removed_reading_comes_back_beside_what_was_counted_since(ben: Membership) -> None:
    metric = MetricFactory(type=Metric.Type.CSAT, touchpoint__team=ben.team)
    for step in (1, 1, 5):
        count(metric=metric, step=step, measured_on=TODAY, sheet=SHEET)
    Reading.objects.get().delete()
    count(metric=metric, step=4, measured_on=TODAY, sheet=SHEET)
    put_back(metric.touchpoint, Version(Reading.history.get(), {}))
    count(metric=metric, step=4, measured_on=TODAY, sheet=SHEET)
    assert list(Reading.objects.order_by("n").values_list("n", flat=True)) == [2, 3]


def test_a_step_beyond_the_scale_is_refused_and_changes_nothing() -> None:
    metric = MetricFactory(type=Metric.Type.CSAT)
    with pytest.raises(ValidationError):
        count(metric=metric, step=6, measured_on=TODAY, sheet=SHEET)
    assert not Reading.objects.exists()


def test_a_metric_that_is_gone_counts_nothing() -> None:
    metric = MetricFactory()
    Metric.objects.filter(pk=metric.pk).delete()
    with pytest.raises(Metric.DoesNotExist):
        count(metric=metric, step=5, measured_on=TODAY, sheet=SHEET)


def test_the_next_day_has_a_reading_of_its_own() -> None:
    metric = MetricFactory()
    for day, sheet in ((TODAY, uuid4()), (TODAY + timedelta(days=1), uuid4())):
        count(metric=metric, step=5, measured_on=day, sheet=sheet)
    assert Reading.objects.count() == 2
