"""What suggestions keep about a person. What they proposed without their name is not among it: nobody knows it."""

from __future__ import annotations

from typing import Any

from feedback.models import Rating, Reply
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The suggestions that the person made with their name, with what was said; their ratings and their answers."""
    made = user.suggestions.select_related("team").prefetch_related("replies").order_by("received_at", "pk")
    ratings = Rating.objects.filter(by=user).select_related("suggestion__team").order_by("rated_at")
    answers = Reply.objects.filter(by=user).select_related("suggestion__team").order_by("at")
    return {
        "suggestions": [
            {
                "team": each.team.name,
                "title": each.title,
                "text": each.text,
                "benefit": each.benefit,
                "state": each.state,
                "public_title": each.public_title,
                "public_outcome": each.public_outcome,
                "received_at": each.received_at,
                "replies": [{"kind": reply.kind, "text": reply.text, "at": reply.at} for reply in each.replies.all()],
            }
            for each in made
        ],
        "suggestions_rated": [
            {
                "team": each.suggestion.team.name,
                "title": each.suggestion.title,
                "value": each.value,
                "comment": each.comment,
                "at": each.rated_at,
            }
            for each in ratings
        ],
        "suggestions_answered": [
            {
                "team": each.suggestion.team.name,
                "title": each.suggestion.title,
                "text": each.text,
                "at": each.at,
            }
            for each in answers
        ],
    }
