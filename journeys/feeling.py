"""What customers feel along the way: the emotion of a step, where it is known from, the mean, the peak and the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Avg, Case, Count, Max, TextChoices, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Feedback, Polarity
from feedback.models.voice import Strength
from journeys.models import Journey, JourneyKind, JourneyStep
from journeys.models.step import HIGHEST, LOWEST
from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models import Metric, Reading, Source

NEUTRAL = {Metric.Type.NPS: 0, Metric.Type.CSAT: 50, Metric.Type.CES: 4}
"""The scales on which customers say how it was for them, and their value that is neither good nor bad."""

AN_EMOTION = {Metric.Type.NPS: 50, Metric.Type.CSAT: 25, Metric.Type.CES: 1.5}
"""How far apart two values lie that are one step of emotion apart."""

SIGN = {Polarity.NEGATIVE: -1.0, Polarity.NEUTRAL: 0.0, Polarity.POSITIVE: 1.0}
"""On which side of 0 a voice lies."""

WEIGHT = {Strength.WEAK: 0.5, Strength.CLEAR: 1.0, Strength.STRONG: 2.0}
"""How far from 0, in steps of emotion; where nobody has said how strong it is, it counts as clear."""

STILL_TRUE = timedelta(days=365)
"""How old a measured value may be to say what customers feel today."""


class Origin(TextChoices):
    """Where an emotion is known from."""

    STEP = "step", _("am Schritt eingeschätzt")
    READINGS = "readings", _("am Kontaktpunkt gemessen")
    VOICES = "voices", _("aus Kundenstimmen")


@dataclass(frozen=True)
class Felt:
    """An emotion from −2 to 2 and how it is known: at the step with its evidence, or from what customers said.

    `n` is how many customers stand behind a measured one, or how many voices; `metric` is what was measured,
    `measured_on` when, or the day of the newest voice.
    """

    value: float
    origin: Origin = Origin.STEP
    evidence: str = ""
    metric: str = ""
    n: int | None = None
    measured_on: date | None = None


@dataclass(frozen=True)
class Summary:
    """A way in three figures, each from −2 to 2, and of how many steps they are."""

    mean: float
    peak: float
    end: float
    n: int

    @property
    def peak_end(self) -> float:
        """What is remembered: (most intense + last) / 2, after Fredrickson & Kahneman (1993). −2 and 1 make −0.5."""
        return (self.peak + self.end) / 2


def summary(feelings: Sequence[Felt]) -> Summary | None:
    """The figures of a way; None where no emotion is known. Of two equally intense ones the later is remembered."""
    if not feelings:
        return None
    values = [felt.value for felt in feelings]
    peak = max(reversed(values), key=abs)
    return Summary(mean=sum(values) / len(values), peak=peak, end=values[-1], n=len(values))


def felt_at(steps: Iterable[JourneyStep], journey: Journey, at: datetime | None = None) -> dict[int, Felt]:
    """What the emotion of each step counts as, by its primary key; those of which nothing is known are missing.

    On the way that is taken today what customers say at the touchpoint comes first: what was measured there, because
    whoever was met was asked, and without that their voices, which only some raise. Two queries for all steps. A way
    as it should be and that of one customer are told at their steps alone; of what is wished for there is no evidence.
    """
    if journey.kind == JourneyKind.ACTUAL:
        return felt_today(list(steps), today=journey.team.today(at or timezone.now()))
    return _told_at(steps, is_plan=journey.kind == JourneyKind.TARGET)


def felt_today(steps: Sequence[JourneyStep], *, today: date) -> dict[int, Felt]:
    """The same for steps of any number of ways that are taken today; two queries for all."""
    touchpoints = {step.touchpoint_id for step in steps if step.touchpoint_id}
    measured = measured_at(touchpoints, today=today)
    said = heard_at(touchpoints - measured.keys(), today=today) | measured
    return _told_at(steps) | {step.pk: said[step.touchpoint_id] for step in steps if step.touchpoint_id in said}


def measured_at(touchpoints: Collection[int], *, today: date) -> dict[int, Felt]:
    """What customers said at touchpoints within a year, as an emotion, by the touchpoint's primary key; one query.

    The newest value counts that is on one of the three scales which say how customers feel, of all customers before
    one of a department's. Values of fewer than five people, or of nobody knows how many, say nothing.
    """
    if not touchpoints:
        return {}
    heard = Reading.objects.shown().filter(
        source=Source.CUSTOMERS, n__gte=SMALL_GROUP, metric__touchpoint__in=touchpoints, metric__type__in=NEUTRAL
    )
    of_all_first = Case(When(department=None, then=0), default=1)
    place = Window(RowNumber(), partition_by="metric__touchpoint", order_by=[of_all_first, "-measured_on", "-pk"])
    newest = heard.since(today - STILL_TRUE).until(today).annotate(place=place).filter(place=1)
    return {reading.metric.touchpoint_id: _felt(reading) for reading in newest.select_related("metric", "department")}


def heard_at(touchpoints: Collection[int], *, today: date) -> dict[int, Felt]:
    """What customers' voices of a year come to as an emotion, by the touchpoint's primary key; one query.

    The mean Σ sign · weight / n of the voices that were judged: against is −, for is +, neutral 0; weak weighs 0.5,
    clear 1, strong 2. Three clear complaints, a strong one and a praise make (−3 − 2 + 1)/5 = −0.8. Voices of
    fewer than five say nothing. Who has something to complain of speaks up sooner than who is content: it is
    a picture of what is said, and no survey.
    """
    if not touchpoints:
        return {}
    judged = Feedback.objects.filter(touchpoint__in=touchpoints, polarity__in=SIGN)
    sign = Case(*(When(polarity=side, then=Value(value)) for side, value in SIGN.items()))
    weight = Case(*(When(strength=much, then=Value(value)) for much, value in WEIGHT.items()), default=Value(1.0))
    rows = judged.said(today - STILL_TRUE, today).order_by().values_list("touchpoint")
    counted = rows.annotate(felt=Avg(sign * weight), n=Count("pk"), last=Max("said_on"))
    return {
        touchpoint: Felt(round(felt, 2), Origin.VOICES, n=n, measured_on=last)
        for touchpoint, felt, n, last in counted
        if n >= SMALL_GROUP
    }


def emotion_of(scale: Metric.Type, value: Decimal | float, *, is_better_higher: bool = True) -> float:
    """A value that customers gave as an emotion from −2 to 2, its sign turned on a scale that runs downwards.

    What is neither good nor bad becomes 0, and each scale reaches ±2 where hardly anybody disagrees:
    NPS v/50: 51.61 → 1.03, −100 → −2. CSAT (v−50)/25: 84 % → 1.36, 0 % → −2. CES (v−4)/1.5: 6.2 → 1.47, 1 → −2.
    """
    emotion = (float(value) - NEUTRAL[scale]) / AN_EMOTION[scale]
    return round(min(max(emotion if is_better_higher else -emotion, LOWEST), HIGHEST), 2)


def _told_at(steps: Iterable[JourneyStep], *, is_plan: bool = False) -> dict[int, Felt]:
    return {
        step.pk: Felt(value=step.emotion, evidence="" if is_plan else step.evidence)
        for step in steps
        if step.emotion is not None
    }


def _felt(reading: Reading) -> Felt:
    metric, department = reading.metric, reading.department
    is_better_higher = metric.better == Metric.Better.HIGHER
    return Felt(
        value=emotion_of(Metric.Type(metric.type), reading.value, is_better_higher=is_better_higher),
        origin=Origin.READINGS,
        metric=f"{metric} ({department})" if department else str(metric),
        n=reading.n,
        measured_on=reading.measured_on,
    )
