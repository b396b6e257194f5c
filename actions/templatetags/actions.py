"""What the pages of touchpoints, on a floor below, show about actions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from actions.models import Action
from teams.models import Team
from touchpoints.models import Touchpoint

register = template.Library()


@dataclass(frozen=True)
class Todo:
    """How many actions a touchpoint still has, and how many of them are late."""

    open: int = 0
    overdue: int = 0


@register.filter
def with_todo(lines: Iterable[dict[str, Any]], team: Team) -> Iterator[tuple[dict[str, Any], Todo]]:
    """Each line of the inventory with what is still to do there; one query for all."""
    lines = list(lines)
    today = team.today(timezone.now())
    counted = (
        Action.objects.open()
        .filter(touchpoint__in=[line["pk"] for line in lines])
        .order_by()
        .values_list("touchpoint")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    )
    todo = {pk: Todo(open_count, overdue) for pk, open_count, overdue in counted}
    return ((line, todo.get(line["pk"], Todo())) for line in lines)


@register.simple_tag
def actions_at(touchpoint: Touchpoint) -> QuerySet[Action]:
    """The actions at one touchpoint, what is still open first."""
    return touchpoint.actions.select_related("responsible").open_first()


@register.simple_tag
def today_of(team: Team) -> date:
    """The day it is for the team."""
    return team.today(timezone.now())
