"""What the inventory keeps about a person."""

from typing import Any

from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The touchpoints that the person owns."""
    owned = user.owned_touchpoints.select_related("team").order_by("team__name", "name")
    return {"owned": [{"team": touchpoint.team.name, "name": touchpoint.name} for touchpoint in owned]}
