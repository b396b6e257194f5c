"""The team's link, by which people without an account propose something: open, renewed or shut."""

from __future__ import annotations

import secrets

from django.db import transaction

from feedback.models import Listening
from teams.models import Team


@transaction.atomic
def renew(*, team: Team) -> str:
    """Open the door by a link that nobody has had yet; the one before opens nothing any more. Returns its code."""
    code = secrets.token_urlsafe(16)
    _put(team, code)
    return code


@transaction.atomic
def shut(*, team: Team) -> None:
    """Close the door; safe to repeat. Receipt codes go on working."""
    _put(team, "")


def behind(code: str) -> Team | None:
    """The team whose link this is now; None for one that was never given out, was renewed or is shut."""
    listening = Listening.objects.select_related("team").filter(suggestions_code=code).exclude(suggestions_code="")
    found = listening.first()
    return found.team if found else None


def _put(team: Team, code: str) -> None:
    Listening.objects.get_or_create(team=team)
    Listening.objects.filter(team=team).update(suggestions_code=code)
