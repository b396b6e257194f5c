"""What the plans keep about a person."""

from typing import Any

from actions.models import Action
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The actions that the person answers for."""
    actions = Action.objects.of(user).select_related("team").order_by("due_on")
    return {
        "responsible_for": [
            {
                "team": action.team.name,
                "what": action.what,
                "due_on": action.due_on,
                "status": action.status,
            }
            for action in actions
        ]
    }
