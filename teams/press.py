"""Large prints and pictures keep a core busy for seconds: one is made at a time, and few wait for their turn.

A server answers all pages with a handful of threads. If each of them waited for a print, nobody could open any page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.utils.translation import gettext as _

AT_ONCE = 3
"""In one process: the one that is made, and those that wait for it."""

_places = BoundedSemaphore(AT_ONCE)
_turn = Lock()


class Busy(Exception):
    """As many as may wait are waiting already."""

    def __str__(self) -> str:
        return _("Gerade wird schon mehreres gedruckt. In einer Minute geht es wieder.")


@contextmanager
def a_turn() -> Iterator[None]:
    """Wait for the others, then be the only one. Raises Busy where too many wait."""
    with a_place(), _turn:
        yield


@contextmanager
def a_turn_some_time() -> Iterator[None]:
    """Wait for the others, however many these are: for a worker, which keeps nobody from opening a page."""
    with _turn:
        yield


@contextmanager
def a_place() -> Iterator[None]:
    """Be among those that are made or wait. Raises Busy where there is no place."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _places.release()
