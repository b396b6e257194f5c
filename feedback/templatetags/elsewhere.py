"""What pages of other floors show of voices and suggestions."""

from __future__ import annotations

from django import template
from django.utils import timezone

from actions.models import Action
from feedback.elsewhere import beside_actions
from feedback.elsewhere.at_touchpoint import Heard, heard_at
from feedback.models import Feedback, Suggestion
from feedback.suggestions.at_touchpoint import open_at
from touchpoints.models import Touchpoint

register = template.Library()


@register.simple_tag
def voices_at(touchpoint: Touchpoint) -> Heard:
    """What customers said at one touchpoint of late, good and bad apart; three queries."""
    return heard_at(touchpoint, today=touchpoint.team.today(timezone.now()))


@register.simple_tag
def suggestions_at(touchpoint: Touchpoint) -> list[Suggestion]:
    """What employees propose there and waits for the team; one query."""
    return open_at(touchpoint)


@register.simple_tag
def origins_of(action: Action) -> tuple[list[Feedback], list[Suggestion]]:
    """The voices and the suggestions that an action came of; two queries."""
    return beside_actions.origins_of(action)


@register.simple_tag
def heard_around(action: Action) -> beside_actions.Around | None:
    """What customers said at the touchpoint of an action before and after it; one query."""
    return beside_actions.heard_around(action, today=action.team.today(timezone.now()))
