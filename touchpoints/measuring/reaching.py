"""When a target is reached: its metric's main voice says so, and more than a few people were asked."""

from django.db.models import Count, F, Max, Q, Window

from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models import Metric, Reading
from touchpoints.models.metrics import ReadingQuerySet

AT_TARGET = (Q(n=None) | Q(n__gte=SMALL_GROUP)) & (
    Q(metric__better=Metric.Better.HIGHER, value__gte=F("metric__target"))
    | Q(metric__better=Metric.Better.LOWER, value__lte=F("metric__target"))
)
"""Readings that reach the target of their metric."""


def is_of_enough(reading: Reading) -> bool:
    """Whether it can reach a target: what one or a few people said tells of nobody else; things are only counted."""
    return reading.n is None or reading.n >= SMALL_GROUP


def main_voice_first(readings: ReadingQuerySet) -> ReadingQuerySet:
    """Readings of one metric, for a subquery: of voices the main one as `speakers_of` has it, its newest on top."""
    voice = ["source", "department"]
    heard = Window(Count("pk"), partition_by=voice)
    last = Window(Max("measured_on"), partition_by=voice)
    in_order = ["-heard", "-last", "-source", "-department", "-measured_on", "-pk"]
    return readings.annotate(heard=heard, last=last).order_by(*in_order)
