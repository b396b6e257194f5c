"""A tester's visit becomes a score, a reading of the touchpoint and a list of what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from teams.models import Team, User
from touchpoints.measuring.formulas import mystery_score
from touchpoints.measuring.readings import record
from touchpoints.models import Checklist, Finding, Item, Metric, Points, Source, Touchpoint, Visit

METRIC_NAME = _("Testkauf")


class NothingApplied(Exception):
    """Without a line that applied there is no score."""


@dataclass(frozen=True)
class Seen:
    """What a tester tells about a visit: points by line, None where it did not apply, and what was noticed."""

    visited_on: date
    points: Mapping[Item, int | None]
    tester: str = ""
    note: str = ""
    positive: Iterable[str] = ()
    negative: Iterable[str] = ()


@transaction.atomic
def record_visit(*, checklist: Checklist, seen: Seen, by: User, sheet: UUID) -> Visit:
    """Keep the visit with its lines as they read now, and its score as a reading; the same sheet twice is one visit.

    Raises NothingApplied, and Checklist.DoesNotExist if somebody has deleted it.
    """
    touchpoint = (
        Touchpoint.objects.select_for_update(of=("self",)).select_related("team").get(pk=checklist.touchpoint_id)
    )
    checklist.refresh_from_db()
    if known := checklist.visits.filter(sheet=sheet).first():
        return known
    score = mystery_score((item.weight, points, item.top) for item, points in seen.points.items())
    if score is None:
        raise NothingApplied
    visit = Visit.objects.create(
        checklist=checklist,
        visited_on=seen.visited_on,
        tester=seen.tester,
        note=seen.note,
        by=by,
        sheet=sheet,
        reading=record(
            metric=_metric(touchpoint),
            measured_on=seen.visited_on,
            source=Source.MYSTERY,
            by=by,
            value=score,
            note=checklist.name,
        ),
    )
    _keep_points(visit, seen.points)
    _keep_findings(visit, seen)
    return visit


@transaction.atomic
def remove_visit(visit: Visit) -> None:
    """Delete a visit and the value that it gave."""
    if visit.reading:
        visit.reading.delete()
    visit.delete()


def score_of(visit: Visit) -> float:
    """The visit's score in percent, out of its lines; zero where it has none."""
    return mystery_score((line.weight, line.points, line.top) for line in visit.points.all()) or 0.0


def visits_of(team: Team) -> QuerySet[Visit]:
    """All visits at the team's touchpoints."""
    return Visit.objects.filter(checklist__team=team)


def with_scores(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """The visits with what their lists show: lines for the score, and what was noticed."""
    return visits.prefetch_related("points", "findings")


def _metric(touchpoint: Touchpoint) -> Metric:
    """The touchpoint's mystery metric, made when missing; another metric of that name keeps it."""
    if known := touchpoint.metrics.filter(type=Metric.Type.MYSTERY).order_by("pk").first():
        return known
    with translation.override(touchpoint.team.language):
        wanted = str(METRIC_NAME)
    taken = set(touchpoint.metrics.values_list("name", flat=True))
    names = (f"{wanted} {number}" if number > 1 else wanted for number in count(1))
    name = next(name for name in names if name not in taken)
    return Metric.objects.create(touchpoint=touchpoint, name=name, type=Metric.Type.MYSTERY, unit="%")


def _keep_points(visit: Visit, points: Mapping[Item, int | None]) -> None:
    Points.objects.bulk_create(
        Points(visit=visit, text=item.text, weight=item.weight, top=item.top, points=given, position=position)
        for position, (item, given) in enumerate(points.items())
    )


def _keep_findings(visit: Visit, seen: Seen) -> None:
    for kind, texts in ((Finding.Kind.POSITIVE, seen.positive), (Finding.Kind.NEGATIVE, seen.negative)):
        Finding.objects.bulk_create(Finding(visit=visit, kind=kind, text=text) for text in texts)
