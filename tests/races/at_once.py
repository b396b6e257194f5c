"""Letting several people act in the same moment, each over a connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.urls import reverse

from meetings.errors import RuleBroken
from teams.models import Membership
from tests.conftest import signed_in


def at_once(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """What each deed gave or how the round refused it, in their order. Any other error is raised."""
    together = Barrier(len(deeds))

    def act(deed: Callable[[], object]) -> object:
        try:
            together.wait(timeout=30)
            return deed()
        except RuleBroken as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(act, deeds))


def refused(results: Sequence[object]) -> list[RuleBroken]:
    """Those that the round refused."""
    return [result for result in results if isinstance(result, RuleBroken)]


def posting(who: Membership, page: str, /, *keys: int | str, **typed: object) -> partial[Any]:
    """One person's request, still to be sent."""
    return partial(signed_in(who).post, reverse(page, args=[who.team.slug, *keys]), typed)


def statuses(results: Sequence[object]) -> list[int]:
    """How the requests ended, in order of size."""
    return sorted(result.status_code for result in results if isinstance(result, HttpResponse))
