"""What pages of other floors show of voices, and what open pages ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from actions.models import Action
from feedback.alerting import beside_actions
from feedback.alerting.at_touchpoint import Heard, heard_at
from feedback.alerting.fresh import Since, tag_at, tag_of
from feedback.models import Alert, Feedback, Suggestion
from feedback.suggestions.at_touchpoint import open_at
from teams.models import Membership, Team
from touchpoints.models import Touchpoint

register = template.Library()

NEWEST = 3


@register.simple_tag
def voices_at(touchpoint: Touchpoint) -> Heard:
    """What customers said at one touchpoint of late, good and bad apart; three queries."""
    return heard_at(touchpoint, today=touchpoint.team.today(timezone.now()))


@register.simple_tag
def suggestions_at(touchpoint: Touchpoint) -> list[Suggestion]:
    """What employees propose there and waits for the team; one query."""
    return open_at(touchpoint)


@register.simple_tag
def newest_alerts(team: Team) -> list[Alert]:
    """The last few things that somebody was written about; one query."""
    return list(team.alerts.select_related("touchpoint__team")[:NEWEST])


@register.simple_tag
def origins_of(action: Action) -> tuple[list[Feedback], list[Suggestion]]:
    """The voices and the suggestions that an action came of; two queries."""
    return beside_actions.origins_of(action)


@register.simple_tag
def heard_around(action: Action) -> beside_actions.Around | None:
    """What customers said at the touchpoint of an action before and after it; one query."""
    return beside_actions.heard_around(action, today=action.team.today(timezone.now()))


@register.simple_tag
def since_now(team: Team, side: str | None = "") -> str:
    """The query by which a page that is made now asks for what comes in later, of one side if it shows only that."""
    return Since.opened(team, side or "", timezone.now()).address


@register.simple_tag
def nothing_fresh() -> str:
    """The tag of the answer that nothing has come in since."""
    return tag_of([])


@register.simple_tag
def tag_now(touchpoint: Touchpoint, membership: Membership) -> str:
    """The tag of what the panel of a touchpoint shows now; to be asked for before the panel is made; one query."""
    return tag_at(touchpoint, membership, timezone.now())


@register.filter
def of(told: dict[int, Any], pk: int) -> Any:
    """The entry of a row."""
    return told.get(pk)
