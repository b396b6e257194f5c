"""What an action came of, as a floor above knows it; `settings.ACTIONS_COME_OF` names its module."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings

from actions.models import Action
from teams.models import Team


def preset(team: Team, asked: Mapping[str, str]) -> dict[str, Any]:
    """What the empty form is filled with where its address says what the action comes of."""
    filled: dict[str, Any] = _above().preset(team, asked)
    return filled


def came_of(action: Action, asked: Mapping[str, str]) -> None:
    """Keep what it came of, inside the caller's transaction."""
    _above().came_of(action, asked)


def _above() -> Any:
    return import_module(settings.ACTIONS_COME_OF)
