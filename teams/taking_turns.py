"""Taking turns where what a form has checked must still hold when it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from teams.models import Team


@contextmanager
def one_at_a_time(team: Team) -> Iterator[None]:
    """Nobody else in the team names or connects anything meanwhile, so what a form has checked holds until saved."""
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        yield
