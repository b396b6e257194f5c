"""The door by which everyone reads what a team has made public: opened, given another key, shut."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from feedback.models import Listening
from teams.models import Team

CODE_BYTES = 16


@transaction.atomic
def open_door(team: Team) -> str:
    """Open the page, or give it another address; gives the code. The old address leads nowhere from now on."""
    Listening.objects.get_or_create(team=team)
    code = secrets.token_urlsafe(CODE_BYTES)
    Listening.objects.filter(team=team).update(learned_code=code)
    return code


def shut_door(team: Team) -> None:
    """Let the page be found by nobody; safe to repeat."""
    Listening.objects.filter(team=team).update(learned_code="")


def team_behind(code: str) -> Team | None:
    """The team whose page a code opens; None where it is shut or never was."""
    return Team.objects.filter(listening__learned_code=code).first() if code else None


def public_url(team: Team) -> str:
    """The address of the open page; empty while it is shut."""
    code = Listening.of(team).learned_code
    return settings.BASE_URL + reverse("learned_by_link", args=[code]) if code else ""
