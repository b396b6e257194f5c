"""The readings of a metric in the order of time, thinned where there are more than a picture can hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, Q, Sum
from django.db.models.functions import Cast, Trunc
from django.utils.translation import gettext

from touchpoints.measuring import formulas
from touchpoints.measuring.formulas import Estimate
from touchpoints.measuring.wording import estimate_of
from touchpoints.models import Metric
from touchpoints.models.metrics import IN_SMALL_GROUP, ReadingQuerySet

MOST = 200
"""Points that stand apart in a picture; beyond them readings are put together."""

DAYS_OF_MONTH = 30.44
MID_MONTH, MID_YEAR = 15, 7


@dataclass(frozen=True)
class Point:
    """A reading, or all readings of a period; `day` is where it stands on the axis of time."""

    day: date
    figure: Estimate
    readings: int = 1


@dataclass(frozen=True)
class Series:
    """Points in order of time.

    `period` is "month" or "year" where readings were put together, `unseen` counts those of small groups.
    `first_reading` is the primary key of the first point where each reading stands apart.
    """

    points: list[Point]
    period: str = ""
    unseen: int = 0
    first_reading: int | None = None

    @property
    def thinning(self) -> str:
        """What was put together and how, in a sentence; empty where each reading stands apart."""
        match self.period:
            case "month":
                return gettext("So viele Messungen, dass je Monat ein Punkt steht: das gewichtete Mittel, n summiert.")
            case "year":
                return gettext("So viele Messungen, dass je Jahr ein Punkt steht: das gewichtete Mittel, n summiert.")
        return ""


def series_of(metric: Metric) -> Series:
    """What the metric's picture shows, in two queries however many readings there are."""
    readings: ReadingQuerySet = metric.readings.all()
    census = readings.aggregate(
        total=Count("pk"),
        unseen=Count("pk", filter=IN_SMALL_GROUP),
        first=Min("measured_on"),
        last=Max("measured_on"),
    )
    unseen = census["unseen"]
    if census["total"] - unseen <= MOST:
        apart = list(readings.shown())
        points = [Point(reading.measured_on, estimate_of(reading)) for reading in apart]
        return Series(points, unseen=unseen, first_reading=apart[0].pk if apart else None)
    months = (census["last"] - census["first"]).days / DAYS_OF_MONTH
    period = "month" if months <= MOST else "year"
    return Series(_pooled(readings.shown(), metric.type, period), period, unseen)


def _pooled(readings: ReadingQuerySet, kind: str, period: str) -> list[Point]:
    """One point a period; the database adds up, so that 200,000 readings cost no memory."""
    n, value, spread = (Cast(F(name), FloatField()) for name in ("n", "value", "spread"))
    periods = (
        readings.annotate(period=Trunc("measured_on", period))
        .values("period")
        .annotate(
            readings=Count("pk"),
            counted=Count("n"),
            spreads=Count("spread", filter=Q(n__isnull=False)),
            mean=Avg(value),
            answers=Sum("n"),
            weighted=Sum(n * value, output_field=FloatField()),
            squares=Sum(n * (value * value + spread * spread), output_field=FloatField()),
            variances=Sum(spread * spread, output_field=FloatField()),
        )
        .order_by("period")
    )
    return [Point(_middle(row["period"], period), _estimate(dict(row), kind), row["readings"]) for row in periods]


def _middle(start: date, period: str) -> date:
    return start.replace(day=MID_MONTH) if period == "month" else start.replace(month=MID_YEAR)


def _estimate(row: dict[str, Any], kind: str) -> Estimate:
    """All readings of a period as one: answers of shares and of NPS are added up, means with their spreads pooled."""
    if row["counted"] < row["readings"]:
        return Estimate(row["mean"], None, None, row["answers"])
    n = row["answers"]
    value = row["weighted"] / n
    if kind in (Metric.Type.CSAT, Metric.Type.RATE):
        return formulas.rate(min(n * value / 100, n), n)
    if row["spreads"] < row["readings"]:
        return Estimate(value, None, None, n)
    if kind == Metric.Type.NPS:
        return _nps(n, value, row["squares"])
    inner = row["squares"] - row["variances"] - n * value**2
    spread = sqrt(max(inner, 0) / (n - 1)) if n > 1 else None
    return (formulas.ces_of if kind == Metric.Type.CES else formulas.mean_of)(value, spread, n)


def _nps(n: int, value: float, squares: float) -> Estimate:
    """NPS of pooled answers: with 100 for each promoter, −100 for each detractor, squares count both."""
    outspoken, balance = squares / 100**2, n * value / 100
    promoters, detractors = round((outspoken + balance) / 2), round((outspoken - balance) / 2)
    return formulas.nps(promoters, n - promoters - detractors, detractors)
