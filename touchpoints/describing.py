"""Saving what is known about a touchpoint, so that two people at once lose nothing of each other's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from teams.models import Team
from touchpoints.models import Tag, Touchpoint


@contextmanager
def one_at_a_time(team: Team) -> Iterator[None]:
    """Nobody else in the team names or connects touchpoints meanwhile, so what a form has checked holds until saved."""
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        yield


@transaction.atomic
def describe(touchpoint: Touchpoint, *, tags: Iterable[Tag]) -> None:
    """Save a touchpoint and its tags as one change of its history, where each would be a change of its own."""
    touchpoint.skip_history_when_saving = True  # type: ignore[attr-defined]
    touchpoint.save()
    touchpoint.tags.set(tags)
    del touchpoint.skip_history_when_saving  # type: ignore[attr-defined]
    touchpoint.save()
