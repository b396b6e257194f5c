"""What templates ask about giving out the inventory and changing many lines of it."""

from collections.abc import Iterable
from typing import Any

from django import template

from teams.access import TeamRequest

register = template.Library()


@register.simple_tag
def is_picking(request: TeamRequest) -> bool:
    """Whether lines of the list are being picked, to change many at once."""
    return bool(request.GET.get("pick")) and request.membership.can_write


@register.filter
def keys(lines: Iterable[dict[str, Any]]) -> list[int]:
    """The primary keys of the lines."""
    return [line["pk"] for line in lines]
