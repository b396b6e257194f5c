"""What the pages of an action show of its day: how often it was postponed, and why."""

from typing import Any

from django import template

from actions.models import Action

register = template.Library()


@register.inclusion_tag("actions/my_day/postponements.html")
def postponements_of(action: Action) -> dict[str, Any]:
    """The times that an action got a later last day, the latest first; nothing while there was none."""
    return {"action": action, "postponements": action.postponements.select_related("by")}
