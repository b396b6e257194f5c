"""What a way is held against to find its weak points: how it should be, and what a survey says of both sides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from journeys.feeling import Felt
from journeys.insight.weak import Target, WeakPoint, weak_points
from journeys.mapping import JourneyMap, MapStep
from journeys.models import Journey, JourneyKind, JourneyStep
from teams.models import Team
from touchpoints.models import Status
from touchpoints.perception.gaps import Gap, results_of

TOLD = (
    *("journey", "pk", "thread", "name", "emotion", "phase__name"),
    *("touchpoint", "touchpoint__name", "touchpoint__status"),
)
"""What is asked of a step of the way as it should be."""


def weak_points_of(journey: Journey, drawn: JourneyMap, at: datetime) -> list[WeakPoint]:
    """The weak points of the journey whose map this is, in six queries at most, however long it is."""
    touchpoints = {step.touchpoint for step in drawn.steps if step.touchpoint}
    return weak_points(drawn, target_of(journey), seen_better(journey.team, touchpoints, at))


def target_of(journey: Journey) -> Target:
    """How the same customers' way on the same occasion should be: what finds its steps again and leads to them.

    Without steps where nobody has drawn that; one query.
    """
    if journey.kind == JourneyKind.TARGET:
        return Target()
    targets = journey.team.journeys.of_occasion(journey).filter(kind=JourneyKind.TARGET)
    rows = list(JourneyStep.objects.filter(journey__in=targets).on_the_way().values(*TOLD))
    return Target(rows[0]["journey"] if rows else None, [(_step(row), row["phase__name"]) for row in rows])


def _step(row: dict[str, Any]) -> MapStep:
    touchpoint, status = row["touchpoint__name"] or "", row["touchpoint__status"]
    return MapStep(
        str(row["thread"]),
        row["name"] or touchpoint,
        pk=row["pk"],
        touchpoint=row["touchpoint"],
        touchpoint_name=touchpoint,
        is_retired=status == Status.RETIRED,
        is_idea=status == Status.IDEA,
        felt=None if row["emotion"] is None else Felt(row["emotion"]),
    )


def seen_better(team: Team, touchpoints: Collection[int], at: datetime) -> dict[int, str]:
    """By touchpoint, which staff group surely finds it better than customers do, in words.

    As the newest closed survey of these touchpoints has it: groups under five stand in no part of it.
    """
    survey = team.surveys.closed(at).filter(touchpoints__in=touchpoints).distinct().first()
    if survey is None:
        return {}
    gaps = results_of(survey, survey.touchpoints.filter(pk__in=touchpoints)).gaps
    sure = [gap for gap in reversed(gaps) if gap.is_certain and gap.difference.value > 0]
    return {gap.touchpoint.pk: _in_words(gap) for gap in sure}


def _in_words(gap: Gap) -> str:
    words = {"group": gap.group, "difference": number_format(gap.difference.value, decimal_pos=1)}
    return _("Von innen (%(group)s) um %(difference)s besser gesehen als von Kunden") % words
