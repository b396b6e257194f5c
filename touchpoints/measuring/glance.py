"""All metrics of a touchpoint at a glance: newest value, the way there, and how far the target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from touchpoints.measuring.reaching import is_of_enough
from touchpoints.measuring.series import Speaker, speakers_of
from touchpoints.measuring.wording import change_since, figure, reaches
from touchpoints.models import Baseline, Metric, Reading, Touchpoint, Voice
from touchpoints.models.metrics import ReadingQuerySet

NEWEST = 24
"""Readings that a sparkline shows."""


@dataclass(frozen=True)
class Glance:
    """One metric with the newest readings of its main voice, oldest first, its baseline, and all who were heard."""

    metric: Metric
    readings: list[Reading]
    baseline: Baseline | None
    speakers: Sequence[Speaker] = ()

    @property
    def newest(self) -> Reading | None:
        """The reading that counts today."""
        return self.readings[-1] if self.readings else None

    @property
    def whose(self) -> str:
        """Who says the newest value; empty where nobody else was heard."""
        return str(self.speakers[0]) if len(self.speakers) > 1 else ""

    @property
    def change(self) -> str:
        """What can be said against the baseline, in words; empty where nothing can."""
        if self.newest is None or self.baseline is None or self.newest.measured_on <= self.baseline.measured_on:
            return ""
        return change_since(self.baseline, self.newest, self.metric)

    @property
    def is_on_target(self) -> bool | None:
        """Whether the newest value reaches the target; None where either is missing, or only few were asked."""
        return reaches(self.newest.value, self.metric) if self.newest and is_of_enough(self.newest) else None

    @property
    def target_words(self) -> str:
        """The target and whether it is reached; empty without one."""
        if self.metric.target is None:
            return ""
        target = figure(self.metric.target, self.metric)
        words = gettext("Ziel %(target)s erreicht") if self.is_on_target else gettext("Ziel %(target)s")
        return words % {"target": target}


def glances(touchpoint: Touchpoint) -> list[Glance]:
    """The touchpoint's metrics by name, each in its main voice, in four queries however many readings there are."""
    metrics = list(touchpoint.metrics.all())
    if not metrics:
        return []
    shown = Reading.objects.shown().filter(metric__in=metrics)
    speakers = speakers_of(shown)
    newest = _newest(shown, {metric: heard[0].voice for metric, heard in speakers.items()})
    oldest_first = Baseline.objects.filter(metric__in=metrics).order_by("set_at", "pk")
    baselines = {baseline.metric_id: baseline for baseline in oldest_first}
    return [
        Glance(metric, newest.get(metric.pk, []), baselines.get(metric.pk), speakers.get(metric.pk, ()))
        for metric in metrics
    ]


def _newest(readings: ReadingQuerySet, voices: dict[int, Voice]) -> dict[int, list[Reading]]:
    """By metric, the newest readings of its voice, oldest first."""
    spoken = reduce(or_, (Q(metric=metric, **voice._asdict()) for metric, voice in voices.items()), Q(pk__in=[]))
    place = Window(RowNumber(), partition_by="metric", order_by=["-measured_on", "-pk"])
    newest = readings.filter(spoken).annotate(place=place).filter(place__lte=NEWEST)
    in_order = newest.order_by("metric", "measured_on", "pk")
    return {metric: list(group) for metric, group in groupby(in_order, key=lambda reading: reading.metric_id)}
