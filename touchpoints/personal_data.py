"""What the inventory keeps about a person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from teams.history import recorded
from teams.models import User
from touchpoints.models import Baseline, ImportRun, Reading, Resource, Survey, Visit
from touchpoints.timeline import KINDS, named


def about(user: User) -> dict[str, Any]:
    """What the person owns, answers for, measured, asked, read in and changed."""
    owned = user.owned_touchpoints.select_related("team").order_by("team__name", "name")
    resources = Resource.objects.filter(owner=user).select_related("touchpoint__team").order_by("pk")
    return {
        "owned": [{"team": touchpoint.team.name, "name": touchpoint.name} for touchpoint in owned],
        "answers_for": [
            {"team": resource.touchpoint.team.name, "touchpoint": resource.touchpoint.name, "name": resource.name}
            for resource in resources
        ],
        **_work_of(user),
        "changes": [change for kind in KINDS for change in _changes_by(user, kind)],
    }


def _changes_by(user: User, kind: str) -> Iterator[dict[str, Any]]:
    """What the person changed of that kind: what was done to which row, in the words that it had then, and when."""
    history: QuerySet[Any] = KINDS[kind].history.filter(history_user=user)  # type: ignore[attr-defined]
    for record in recorded(KINDS[kind], history.order_by("history_id")):
        yield {"kind": kind, "deed": record.record.history_type, "what": named(kind, record), "at": record.at}


def _work_of(user: User) -> dict[str, Any]:
    """What the person recorded, and when."""
    measured = {"of_team": F("metric__touchpoint__team__name"), "at": F("metric__touchpoint__name")}
    tested = {"of_team": F("checklist__team__name"), "with": F("checklist__name")}
    return {
        "readings": list(Reading.objects.filter(by=user).values("measured_on", "note", **measured)),
        "baselines": list(Baseline.objects.filter(set_by=user).values("set_at", "reason", **measured)),
        "visits": list(Visit.objects.filter(by=user).values("visited_on", "note", **tested)),
        "surveys": list(Survey.objects.filter(by=user).values("title", "open_until", of_team=F("team__name"))),
        "imports": list(ImportRun.objects.filter(by=user).values("file_name", "created_at", of_team=F("team__name"))),
    }
