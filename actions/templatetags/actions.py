"""What the pages of touchpoints, on a floor below, show about actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from actions.models import Action
from teams.models import Team
from touchpoints.models import Touchpoint

register = template.Library()


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
def today_of(team: Team) -> date:
    """The day it is for the team."""
    return team.today(timezone.now())
