"""What the inventory keeps about a person."""

from typing import Any

from django.db.models import F

from teams.models import User
from touchpoints.models import Baseline, ImportRun, Reading, Resource, Survey, Visit


def about(user: User) -> dict[str, Any]:
    """What the person owns, answers for, measured, asked and read in."""
    owned = user.owned_touchpoints.select_related("team").order_by("team__name", "name")
    resources = Resource.objects.filter(owner=user).select_related("touchpoint__team").order_by("pk")
    return {
        "owned": [{"team": touchpoint.team.name, "name": touchpoint.name} for touchpoint in owned],
        "answers_for": [
            {"team": resource.touchpoint.team.name, "touchpoint": resource.touchpoint.name, "name": resource.name}
            for resource in resources
        ],
        **_work_of(user),
    }


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
