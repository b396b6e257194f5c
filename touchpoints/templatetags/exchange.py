"""What templates ask about giving out the inventory and changing many lines of it."""

from collections.abc import Iterable
from typing import Any

from django import template

from teams.access import TeamRequest
from touchpoints.exchange.picking import picked
from touchpoints.models import TouchpointQuerySet

register = template.Library()


@register.simple_tag
def is_picking(request: TeamRequest) -> bool:
    """Whether lines of the list are being picked, to change many at once."""
    return bool(request.GET.get("pick")) and request.membership.can_write


@register.simple_tag
def picks(request: TeamRequest) -> frozenset[int] | None:
    """What is ticked already; None where nothing is being picked."""
    return frozenset(picked(request.GET)) if is_picking(request) else None


@register.simple_tag
def picked_elsewhere(request: TeamRequest, lines: Iterable[dict[str, Any]]) -> TouchpointQuerySet:
    """What is ticked already and stands on another page or behind another filter."""
    elsewhere = set(picked(request.GET)).difference(keys(lines))
    return request.team.touchpoints.filter(pk__in=elsewhere) if elsewhere else request.team.touchpoints.none()


@register.filter
def keys(lines: Iterable[dict[str, Any]]) -> list[int]:
    """The primary keys of the lines."""
    return [line["pk"] for line in lines]
