"""What webhooks are told of an action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from actions.models import Action
from teams.models import Event
from teams.webhooks.announcing import announce


def announce_action(event: Event, action: Action, at: datetime, **more: Any) -> None:
    """Tell the team's webhooks what happened to the action, inside the transaction in which it does."""
    announce(team=action.team, event=event, data=lambda: {**_described(action), **more}, at=at)


def _described(action: Action) -> dict[str, Any]:
    responsible, touchpoint = action.responsible, action.touchpoint
    return {
        "id": action.pk,
        "what": action.what,
        "status": action.status,
        "outcome": action.outcome or None,
        "due_on": action.due_on,
        "follow_up_on": action.follow_up_on,
        "responsible": {"id": responsible.pk, "name": str(responsible)} if responsible else None,
        "touchpoint": {"id": touchpoint.pk, "name": touchpoint.name} if touchpoint else None,
        "url": settings.BASE_URL + action.get_absolute_url(),
    }
