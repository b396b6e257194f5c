"""What the plans keep about a person."""

from typing import Any

from actions.models import Action
from actions.my_day import keeping as my_day
from actions.parts import keeping as parts
from actions.plans import keeping as plans
from actions.reminders import keeping as reminders
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The actions and plans that the person answers for, and the filters that they keep."""
    actions = Action.objects.of(user).select_related("team").order_by("due_on")
    return {
        **plans.about(user),
        **parts.about(user),
        **reminders.about(user),
        **my_day.about(user),
        "responsible_for": [
            {
                "team": action.team.name,
                "what": action.what,
                "due_on": action.due_on,
                "status": action.status,
            }
            for action in actions
        ],
        "saved_filters": [
            {"team": view.team.name, "name": view.name, "page": view.page, "filter": view.query}
            for view in user.saved_views.select_related("team")
        ],
    }
