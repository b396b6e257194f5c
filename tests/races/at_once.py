"""Letting several people act in the same moment, each over a connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from meetings.errors import RuleBroken


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
