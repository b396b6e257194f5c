"""All metrics of a touchpoint at a glance: newest value, the way there, and how far the target is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext

from touchpoints.measuring.wording import change_since, figure, reaches
from touchpoints.models import Baseline, Metric, Reading, Touchpoint

NEWEST = 24
"""Readings that a sparkline shows."""


@dataclass(frozen=True)
class Glance:
    """One metric with its newest readings, oldest first, and its baseline."""

    metric: Metric
    readings: list[Reading]
    baseline: Baseline | None

    @property
    def newest(self) -> Reading | None:
        """The reading that counts today."""
        return self.readings[-1] if self.readings else None

    @property
    def change(self) -> str:
        """What can be said against the baseline, in words; empty where nothing can."""
        if self.newest is None or self.baseline is None or self.newest.measured_on <= self.baseline.measured_on:
            return ""
        return change_since(self.baseline, self.newest, self.metric)

    @property
    def is_on_target(self) -> bool | None:
        """Whether the newest value reaches the target; None where either is missing."""
        return reaches(self.newest.value, self.metric) if self.newest else None

    @property
    def target_words(self) -> str:
        """The target and whether it is reached; empty without one."""
        if self.metric.target is None:
            return ""
        target = figure(self.metric.target, self.metric)
        words = gettext("Ziel %(target)s erreicht") if self.is_on_target else gettext("Ziel %(target)s")
        return words % {"target": target}


def glances(touchpoint: Touchpoint) -> list[Glance]:
    """The touchpoint's metrics by name, in three queries however many readings there are."""
    readings = Reading.objects.shown()
    earliest = readings.filter(metric=OuterRef("pk")).order_by("-measured_on", "-pk").values("measured_on")
    metrics = list(touchpoint.metrics.annotate(earliest=Subquery(earliest[NEWEST - 1 : NEWEST])))
    if not metrics:
        return []
    wanted = Q()
    for metric in metrics:
        day = metric.earliest  # type: ignore[attr-defined]
        wanted |= Q(metric=metric.pk, measured_on__gte=day) if day else Q(metric=metric.pk)
    newest = readings.filter(wanted).order_by("metric", "measured_on", "pk")
    by_metric = {pk: list(group)[-NEWEST:] for pk, group in groupby(newest, key=lambda reading: reading.metric_id)}
    oldest_first = Baseline.objects.filter(metric__in=metrics).order_by("set_at", "pk")
    baselines = {baseline.metric_id: baseline for baseline in oldest_first}
    return [Glance(metric, by_metric.get(metric.pk, []), baselines.get(metric.pk)) for metric in metrics]
