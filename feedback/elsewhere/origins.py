"""Which voice an action came of; `settings.ACTIONS_COME_OF` names this module.

The empty form of an action asks here what it can be filled with, and after it is recorded the link is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator

from actions.models import Action
from feedback.models import Feedback
from teams.forms import as_key
from teams.models import Team

QUOTED = 1000
"""Characters of a voice that the form takes over."""


def preset(team: Team, asked: Mapping[str, str]) -> dict[str, Any]:
    """What `?voice=` fills in; empty for a voice that the team does not have. One query at most."""
    voice = _voice(team, asked)
    if voice is None:
        return {}
    return {"touchpoint": voice.touchpoint_id, "why": f"„{Truncator(voice.text).chars(QUOTED)}“"}


def came_of(action: Action, asked: Mapping[str, str]) -> None:
    """Keep the voice that it came of, inside the caller's transaction; a repeat is the same."""
    voice = _voice(action.team, asked)
    if voice:
        voice.actions.add(action)


def _voice(team: Team, asked: Mapping[str, str]) -> Feedback | None:
    key = as_key(asked.get("voice", ""))
    return team.voices.filter(pk=key).first() if key else None
