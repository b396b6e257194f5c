"""What webhooks are told of a round: neither cards nor votes, only what the whole team may know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from meetings.models import Meeting
from teams.models import Event
from teams.webhooks.announcing import announce


def announce_round(event: Event, meeting: Meeting, at: datetime) -> None:
    """Tell the team's webhooks what happened to the round, inside the transaction in which it does."""
    describe = _closed if event == Event.ROUND_CLOSED else _described
    announce(team=meeting.team, event=event, data=lambda: describe(meeting), at=at)


def _described(meeting: Meeting) -> dict[str, Any]:
    touchpoint = meeting.touchpoint
    return {
        "id": meeting.pk,
        "title": meeting.title,
        "touchpoint": {"id": touchpoint.pk, "name": touchpoint.name} if touchpoint else None,
        "starts_at": meeting.starts_at.astimezone(UTC),
        "url": settings.BASE_URL + meeting.get_absolute_url(),
    }


def _closed(meeting: Meeting) -> dict[str, Any]:
    decided = meeting.decided_actions.select_related("action__responsible").order_by("pk")
    return {
        **_described(meeting),
        "actions": [
            {
                "id": row.action.pk,
                "what": row.action.what,
                "responsible": str(row.action.responsible) if row.action.responsible else None,
                "due_on": row.action.due_on,
            }
            for row in decided
        ],
        "no_action_reason": meeting.no_action_reason or None,
        "ended_early_reason": meeting.ended_early_reason or None,
    }
