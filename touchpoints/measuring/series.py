"""The readings of a metric in the order of time, one voice a line, thinned where there are too many for a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import Trunc
from django.utils.translation import gettext

from touchpoints.measuring.formulas import Estimate
from touchpoints.measuring.pooling import answers_pooled, sums
from touchpoints.measuring.wording import called, estimate_of
from touchpoints.models import Metric, Source, Voice
from touchpoints.models.metrics import ReadingQuerySet, telling_of_few

MOST = 200
"""Points that stand apart in a picture; beyond them readings are put together."""

DAYS_OF_MONTH = 30.44
MID_MONTH, MID_YEAR = 15, 7


@dataclass(frozen=True)
class Speaker:
    """A voice that was heard at a metric, and how often: `readings` may be shown, `unseen` are of small groups."""

    voice: Voice
    department: str
    readings: int
    unseen: int
    first: date
    last: date

    @property
    def key(self) -> str:
        """The voice in an address."""
        return key_of(self.voice)

    def __str__(self) -> str:
        return called(self.voice.source, self.department)


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
    `first_reading` is the primary key of the first point where each reading stands apart. All points are of one
    `speaker`; `speakers` are all whose readings may be shown, the main one first.
    """

    points: list[Point]
    period: str = ""
    unseen: int = 0
    first_reading: int | None = None
    speaker: Speaker | None = None
    speakers: Sequence[Speaker] = field(default_factory=tuple)

    @property
    def thinning(self) -> str:
        """What was put together and how, in a sentence; empty where each reading stands apart."""
        match self.period:
            case "month":
                how = gettext("So viele Messungen, dass je Monat ein Punkt steht: das gewichtete Mittel, n summiert.")
            case "year":
                how = gettext("So viele Messungen, dass je Jahr ein Punkt steht: das gewichtete Mittel, n summiert.")
            case _:
                return ""
        if all(point.figure.n for point in self.points):
            return how
        return how + " " + gettext("Wo n nicht von jeder Messung bekannt ist, steht das einfache Mittel ohne n.")


def speakers_of(readings: ReadingQuerySet) -> dict[int, list[Speaker]]:
    """By metric, who was heard there, in one query: most readings first, and of as many the newest.

    So a line does not change hands because somebody else was asked once.
    """
    voices = (
        readings.values_list("metric", "source", "department", "department__name")
        .annotate(
            total=Count("pk"),
            unseen=Count("pk", filter=telling_of_few()),
            first=Min("measured_on"),
            last=Max("measured_on"),
        )
        .order_by("last", "source", "department")
    )
    found: dict[int, list[Speaker]] = {}
    for metric, source, department, name, total, unseen, first, last in voices:
        speaker = Speaker(Voice(source, department), name or "", total - unseen, unseen, first, last)
        found.setdefault(metric, []).insert(0, speaker)
    return {metric: sorted(each, key=lambda speaker: -speaker.readings) for metric, each in found.items()}


def key_of(voice: Voice) -> str:
    """The voice in an address, for example "staff" or "staff-3"."""
    return "-".join(str(part) for part in voice if part is not None)


def known_key(chosen: str, departments: Iterable[int]) -> str:
    """The key that was asked for if a voice of these departments or of none has it; what anybody makes up is empty."""
    voices = (Voice(source, department) for source in Source for department in (None, *departments))
    return chosen if chosen in map(key_of, voices) else ""


def series_of(metric: Metric, chosen: str = "") -> Series:
    """What the metric's picture shows, in two queries however many readings there are.

    `chosen` is the key of a speaker; the main one stands in for whom nobody heard.
    """
    everyone = speakers_of(metric.readings.all()).get(metric.pk, [])
    heard = [speaker for speaker in everyone if speaker.readings]
    unseen = sum(speaker.unseen for speaker in everyone)
    if not heard:
        return Series([], unseen=unseen)
    speaker = next((each for each in heard if each.key == chosen), heard[0])
    readings = metric.readings.shown().of_voice(speaker.voice)
    if speaker.readings <= MOST:
        apart = list(readings)
        points = [Point(reading.measured_on, estimate_of(reading)) for reading in apart]
        return Series(points, "", unseen, apart[0].pk, speaker, heard)
    months = (speaker.last - speaker.first).days / DAYS_OF_MONTH
    period = "month" if months <= MOST else "year"
    return Series(_pooled(readings, metric.type, period), period, unseen, None, speaker, heard)


def _pooled(readings: ReadingQuerySet, kind: str, period: str) -> list[Point]:
    """One point a period, with the answers of all its readings."""
    by_period = readings.annotate(period=Trunc("measured_on", period)).order_by("period").values("period")
    rows: Iterable[dict[str, Any]] = by_period.annotate(**sums())  # type: ignore[assignment]
    return [Point(_middle(row["period"], period), answers_pooled(kind, row).figure, row["readings"]) for row in rows]


def _middle(start: date, period: str) -> date:
    return start.replace(day=MID_MONTH) if period == "month" else start.replace(month=MID_YEAR)
