"""What the top floor keeps about a person."""

from typing import Any

from config.models import ApiToken
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """The tokens by which the person's programs come in; what opens the door is not kept."""
    tokens = ApiToken.objects.filter(membership__user=user).select_related("membership__team").order_by("created_at")
    return {
        "api_tokens": [
            {
                "team": token.membership.team.name,
                "name": token.name,
                "scope": token.scope,
                "since": token.created_at,
                "until": token.expires_at,
                "last_used": token.last_used_at,
            }
            for token in tokens
        ]
    }
