"""Saving what is known about a touchpoint, so that two people at once lose nothing of each other's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from teams.taking_turns import one_at_a_time
from touchpoints.models import Tag, Touchpoint

__all__ = ["describe", "one_at_a_time"]


@transaction.atomic
def describe(touchpoint: Touchpoint, *, tags: Iterable[Tag]) -> None:
    """Save a touchpoint and its tags as one change of its history, where each would be a change of its own."""
    touchpoint.skip_history_when_saving = True  # type: ignore[attr-defined]
    touchpoint.save()
    touchpoint.tags.set(tags)
    del touchpoint.skip_history_when_saving  # type: ignore[attr-defined]
    touchpoint.save()
