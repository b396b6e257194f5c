"""What the pages of touchpoints, on a floor below, show about actions."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from actions.effect import Effect
from actions.effect_picture import drawn
from actions.models import Action, Outcome, Status
from teams.models import Team
from touchpoints.measuring.chart import Mark
from touchpoints.measuring.wording import figure, interval, number
from touchpoints.models import Metric, Touchpoint

register = template.Library()

RESULTS = 20
"""How many answers the page of a touchpoint shows."""


@register.simple_tag
def todo_badges(lines: Iterable[dict[str, Any]], team: Team) -> dict[int, SafeString]:
    """What is still to do at the touchpoints of a page of the inventory, as a badge by primary key.

    The page is ordered by name: first and last name are two parameters where primary keys would be fifty.
    """
    names = [line["name"] for line in lines]
    counted = (
        team.actions.open()
        .filter(touchpoint__name__range=(names[0], names[-1]))
        .order_by()
        .values_list("touchpoint")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=team.today(timezone.now()))))
    )
    return {pk: _late(late) if late else _open(count) for pk, count, late in counted}


def _late(count: int) -> SafeString:
    return format_html('<span class="badge late">{} {}</span>', count, gettext("überfällig"))


def _open(count: int) -> SafeString:
    return format_html('<span class="badge soon">{} {}</span>', count, gettext("offen"))


@register.simple_tag
def actions_at(touchpoint: Touchpoint) -> QuerySet[Action]:
    """The actions at one touchpoint, what is still open first."""
    return touchpoint.actions.select_related("responsible").open_first()


@register.simple_tag
def results_at(touchpoint: Touchpoint) -> list[Action]:
    """What the latest follow-ups found at one touchpoint, newest first."""
    settled = touchpoint.actions.exclude(outcome="").select_related("metric")
    return list(settled.order_by("-settled_at", "-pk")[:RESULTS])


@register.simple_tag
def results_in_words(results: list[Action]) -> str:
    """How many of them found what: "2 × wirkt · 1 × nachjustieren"."""
    found = Counter(action.outcome for action in results)
    return " · ".join(f"{found[outcome]} × {outcome.label}" for outcome in Outcome if found[outcome])


@register.simple_tag
def today_of(team: Team) -> date:
    """The day it is for the team."""
    return team.today(timezone.now())


@register.simple_tag
def finished_at(metric: Metric) -> list[Mark]:
    """The actions that were to change the metric, as marks on its chart at the days on which they were finished."""
    finished = metric.actions.filter(status=Status.DONE, done_at__isnull=False).select_related("team")
    return [
        Mark(day=action.team.today(action.done_at), label=str(action), url=action.get_absolute_url())
        for action in finished.order_by("done_at")
        if action.done_at
    ]


register.filter(figure)
register.simple_tag(interval)


@register.filter
def points(change: float, metric: Metric) -> str:
    """How far a value has moved, with its sign: a share moves by points, not by percent."""
    return f"{'+' if change > 0 else ''}{number(change, metric)}"


@register.inclusion_tag("actions/effect_picture.html")
def effect_picture(effect: Effect) -> dict[str, Any]:
    """Both values of an effect with their intervals above each other, on one scale."""
    return {"effect": effect, "lines": drawn(effect)}
