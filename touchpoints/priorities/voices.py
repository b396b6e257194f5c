"""What customers and staff say about touchpoints, on the scale from 1 to 5 that all of them share."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Avg, Count, TextChoices
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from touchpoints.measuring.formulas import SMALL_GROUP, spread_of
from touchpoints.models import Metric, Rating, Reading

ENDS = {Metric.Type.CSAT: (0, 100), Metric.Type.NPS: (-100, 100), Metric.Type.CES: (1, 7)}
"""Lowest and highest value of the scales on which customers say how good something is."""
STEPS = range(1, 6)


class Origin(TextChoices):
    """Who stands behind a figure, from best to worst."""

    CUSTOMERS = "customers", _("Kunden")
    CONVERTED = "converted", _("Kunden, umgerechnet")
    STAFF = "staff", _("Mitarbeitende")
    ESTIMATE = "estimate", _("Schätzung")


class Figure(NamedTuple):
    """Importance or performance from 1 to 5: who says so, and how many; for an estimate its grade of evidence."""

    value: float
    origin: Origin
    n: int | None = None
    evidence: str = ""


def customers_say(team: Team) -> dict[int, Figure]:
    """Performance by touchpoint: the newest value that customers gave there; one query.

    A value of fewer than five customers counts for nobody.
    """
    readings = Reading.objects.newest_of_customers(Metric.objects.of_team(team).filter(type__in=ENDS))
    rows = readings.values_list("metric__touchpoint", "metric__type", "value", "n", "distribution")
    return {touchpoint: on_five(Metric.Type(type_), value, n, answers) for touchpoint, type_, value, n, answers in rows}


def on_five(scale: Metric.Type, value: Decimal | float, n: int | None, answers: Mapping[str, int] | None) -> Figure:
    """A reading as performance from 1 to 5: the mean of CSAT answers, else the value with the scale's ends on the ends.

    Answers {"4": 5, "5": 5} → 4.5. Converted: CSAT 84 % → 4.36, NPS 0 → 3, CES 7 → 5.
    """
    steps = {step: int(answers.get(str(step)) or 0) for step in STEPS} if answers else {}
    if scale == Metric.Type.CSAT and any(steps.values()):
        mean, _spread, count = spread_of(steps)
        return Figure(mean, Origin.CUSTOMERS, count)
    low, high = ENDS[scale]
    return Figure(1 + 4 * (float(value) - low) / (high - low), Origin.CONVERTED, n)


def staff_say(team: Team, *, at: datetime) -> dict[int, tuple[Figure, Figure]]:
    """Importance and performance by touchpoint, as the newest survey says that five people answered; one query.

    Only closed surveys count: while one is open, each new answer could be worked out from how the mean moves.
    """
    surveys = team.surveys.closed(at)
    rows = (
        Rating.objects.filter(survey__in=surveys)
        .order_by("survey__created_at", "survey")
        .values_list("touchpoint", "survey__created_at", "survey")
        .annotate(n=Count("pk"), importance=Avg("importance"), performance=Avg("performance"))
        .filter(n__gte=SMALL_GROUP)
    )
    return {
        touchpoint: (Figure(importance, Origin.STAFF, n), Figure(performance, Origin.STAFF, n))
        for touchpoint, _created, _survey, n, importance, performance in rows
    }
