"""The door of a link to read a journey: whoever has it reads, and nothing leads further.

The page is made without the request: no cookie is set, and nothing tells who happens to be signed in at the browser.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from journeys.map.asked import Asked
from journeys.map.figures import figures_of
from journeys.map.grid import Grid
from journeys.map.telling import told
from journeys.mapping import map_of
from journeys.models import Share
from journeys.sharing.linking import opened
from journeys.sharing.outside import as_shown, lanes_shown
from teams.ratelimit import limited

UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""No search engine lists the page, and no other server learns its address."""


@never_cache
@require_safe
@limited("share", looking_counts=True)
def shared_journey(request: HttpRequest, token: str) -> HttpResponse:
    """The map to read; where the link opens nothing, one page says so, whatever the reason."""
    share = opened(token, timezone.now())
    if share is None:
        page = render_to_string("journeys/sharing/closed.html")
        return HttpResponse(page, status=HTTPStatus.NOT_FOUND, headers=UNSEEN)
    with timezone.override(share.journey.team.zone):
        page = render_to_string("journeys/sharing/shared.html", _context(share))
    return HttpResponse(page, headers=UNSEEN)


def _context(share: Share) -> dict[str, Any]:
    shown = as_shown(map_of(share.journey), inside=share.shows_inside)
    lanes = lanes_shown(inside=share.shows_inside)
    return {
        "share": share,
        "map": shown,
        "grid": Grid(shown, Asked(), lanes=lanes).drawn(),
        "phases": told(shown, Asked()),
        **figures_of(shown),
    }
