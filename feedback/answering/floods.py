"""Who sends or guesses too much from one address. Nothing is thrown away: who has to wait keeps what they typed."""

from __future__ import annotations

from time import time

from allauth.core import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from teams.ratelimit import address_of

WAIT = 60
"""Seconds after which it is worth to try again."""
GUESSES = 60
"""Links a minute that may lead nowhere, from one address."""


def has_sent_too_much(request: HttpRequest, action: str = "ask") -> bool:
    """Whether this is one more than `ACCOUNT_RATE_LIMITS[action]` allows; it counts."""
    return not ratelimit.consume(request, action=action)


def has_guessed_too_much(request: HttpRequest) -> bool:
    """Whether nobody is let in to look from there for the rest of this minute, not even by a right link."""
    return bool(cache.get(_guesses(request), 0) >= GUESSES)


def note_guess(request: HttpRequest) -> None:
    """A link has led nowhere."""
    key = _guesses(request)
    cache.add(key, 0, WAIT)
    cache.incr(key)


def _guesses(request: HttpRequest) -> str:
    return f"ask:guesses:{address_of(request)}:{int(time() // WAIT)}"
