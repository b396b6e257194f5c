"""What the journeys keep about a person."""

from typing import Any

from journeys.models import Share, Snapshot
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The snapshots that the person took and the links that they made."""
    snapshots = Snapshot.objects.filter(taken_by=user).select_related("journey__team", "journey__persona")
    shares = Share.objects.filter(created_by=user).select_related("journey__team", "journey__persona")
    return {
        "snapshots_taken": [
            {"team": each.journey.team.name, "journey": str(each.journey), "name": each.name, "taken_at": each.taken_at}
            for each in snapshots
        ],
        "journey_links_made": [
            {"team": each.journey.team.name, "journey": str(each.journey), "for_whom": each.for_whom} for each in shares
        ],
    }
