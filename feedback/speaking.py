"""Who of the customer profiles speaks in a voice: what a floor above knows, `settings.WHO_SPEAKS` names its module."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings

from feedback.models import Feedback
from teams.models import Team


def choices(team: Team) -> list[tuple[int, str]]:
    """The team's customer profiles by name: primary key and name; one query."""
    found: list[tuple[int, str]] = _above().choices(team)
    return found


def persona_of(voices: Iterable[Feedback]) -> dict[int, tuple[int, str]]:
    """Which profile speaks, by the voice's primary key: its own primary key and name; one query for all voices.

    Voices of which nobody knows it are missing.
    """
    found: dict[int, tuple[int, str]] = _above().persona_of(voices)
    return found


def say(voice: Feedback, persona: int | None) -> None:
    """Put down that a customer of this profile speaks; None if nobody knows.

    Raises ValueError for a profile that the voice's team does not have.
    """
    _above().say(voice, persona)


def _above() -> Any:
    return import_module(settings.WHO_SPEAKS)
