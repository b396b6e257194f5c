"""What rounds keep about a person."""

from typing import Any

from meetings.models import Participant
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The rounds that the person was in, with their own cards, drafts included, and their own votes."""
    mine = Participant.objects.filter(user=user).select_related("meeting__team")
    rounds = mine.prefetch_related("cards", "ballots__card").order_by("meeting__starts_at")
    return {
        "rounds": [
            {
                "team": participant.meeting.team.name,
                "title": participant.meeting.title,
                "starts_at": participant.meeting.starts_at,
                "name": participant.name,
                "cards": [card.text for card in participant.cards.all()],
                "votes": [ballot.card and ballot.card.text for ballot in participant.ballots.all()],
            }
            for participant in rounds
        ]
    }
