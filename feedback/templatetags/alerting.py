"""What open pages ask for, and what somebody was written about."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from feedback.alerting.fresh import Since, tag_at
from feedback.models import Alert
from teams.etags import tag_of
from teams.models import Membership, Team
from touchpoints.models import Touchpoint

register = template.Library()

NEWEST = 3


@register.simple_tag
def newest_alerts(team: Team) -> list[Alert]:
    """The last few things that somebody was written about; one query."""
    return list(team.alerts.select_related("touchpoint__team")[:NEWEST])


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
