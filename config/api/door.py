"""Who comes in: the person whose token a request carries, as far as the token and their role allow it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from config.api.issuing import known
from config.api.problems import Refusal
from config.models import ApiToken
from teams.models import Membership, Team
from teams.ratelimit import address_of
from teams.tokens import hash_of


class ApiRequest(HttpRequest):
    """A request that came in with a token."""

    auth: ApiToken
    team: Team
    membership: Membership
    if TYPE_CHECKING:
        from teams.models import User

        user: User


class PersonalToken(HttpBearer):
    """A personal token in the `Authorization` header."""

    def __init__(self, *, writing: bool = False) -> None:
        super().__init__()
        self.writing = writing

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The token, None if there is no valid one. Raises Throttled for too many requests, Refusal for wrong ones."""
        scheme, _blank, text = request.headers.get(self.header, "").partition(" ")
        if scheme.lower() != self.openapi_scheme:
            return None
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Let the person in: from here on the request is theirs, in their team."""
        now = timezone.now()
        found = known(token, at=now)
        if found is None:
            _hold_back(request, f"strangers:{address_of(request)}", settings.API_RATES["wrong_tokens"])
            return None
        _hold_back(request, found.token_hash, settings.API_RATES["requests"])
        if self.writing and not found.may_write:
            raise Refusal(403, _("Dieser Token darf nur lesen."))
        found.note_use(now)
        request.user = found.membership.user
        request.membership, request.team = found.membership, found.membership.team  # type: ignore[attr-defined]
        return found


class Limit(SimpleRateThrottle):
    """So many requests in such a time. One for each request: it notes on itself what it counts."""

    def __init__(self, who: str, rate: str) -> None:
        super().__init__(rate)
        self.who = who

    def get_cache_key(self, request: HttpRequest) -> str:
        """Under which the requests are counted."""
        return f"api:{hash_of(self.who)}"


def _hold_back(request: HttpRequest, who: str, rate: str) -> None:
    limit = Limit(who, rate)
    if not limit.allow_request(request):
        raise Throttled(ceil(limit.wait() or limit.duration or 0))


reading = PersonalToken()
writing = PersonalToken(writing=True)
