"""The page where calendars are subscribed to, and what a calendar program fetches."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from meetings.feeds import subscribing
from meetings.feeds.writing import written
from meetings.models import Feed
from teams.access import TeamRequest, everyone


@require_safe
@everyone
def feeds(request: TeamRequest) -> HttpResponse:
    """Which calendars the person subscribes to."""
    return render(request, "meetings/feeds/feeds.html", _known(request))


@require_POST
@everyone
def subscribe(request: TeamRequest, scope: str) -> HttpResponse:
    """A new link, shown this once."""
    wanted = _scope(scope)
    token = subscribing.subscribe(membership=request.membership, scope=wanted, at=timezone.now())
    url = settings.BASE_URL + reverse("feed", args=[token])
    shown = {"scope": wanted, "url": url, "webcal": "webcal:" + url.partition(":")[2]}
    return render(request, "meetings/feeds/feeds.html", _known(request) | {"shown": shown})


@require_POST
@everyone
def revoke(request: TeamRequest, scope: str) -> HttpResponse:
    """The link stops working."""
    subscribing.revoke(membership=request.membership, scope=_scope(scope))
    return redirect("meetings:feeds", request.team.slug)


def _scope(name: str) -> Feed.Scope:
    if name not in Feed.Scope.values:
        raise Http404
    return Feed.Scope(name)


def _known(request: TeamRequest) -> dict[str, Any]:
    kept = subscribing.subscribed(request.membership)
    return {"scopes": [(scope, kept.get(scope)) for scope in Feed.Scope]}


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret link; "unchanged" where the program has it already."""
    found = subscribing.find(token)
    if found is None:
        raise Http404
    content = written(found, at=timezone.now()).encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    fresh = HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"},
    )
    return get_conditional_response(request, etag=etag, response=fresh) or fresh
