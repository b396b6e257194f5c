"""Holding back who tries too often, by the address that the trusted proxies report."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse

from teams.access import View


def limited[**P](action: str, *, looking_counts: bool = False) -> Callable[[View[P]], View[P]]:
    """Answer 429 once `ACCOUNT_RATE_LIMITS[action]` is used up; looking (GET) costs nothing unless it is to count."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def held_back(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            refusal = ratelimit.consume_or_429(cast(HttpRequest, args[0]), action=action, limit_get=looking_counts)
            return refusal or view(*args, **kwargs)

        return held_back

    return mark


def address_of(request: HttpRequest) -> str:
    """The visitor's address, past as many proxies as are trusted."""
    return str(get_adapter().get_client_ip(request))
