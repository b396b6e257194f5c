"""Patience with what works in the background."""

import time
from collections.abc import Callable


def wait_until(question: Callable[[], bool], seconds: float = 60, pause: float = 0.2) -> None:
    """Ask again and again until the answer is yes. Raises AssertionError if it stays no."""
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(pause)
