"""What was said and done, for everyone with the team's link: what it has made public, and nobody's name.

The page is made without the request: no cookie is set, and nothing tells who happens to be signed in at the browser.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feedback.learning.linking import team_behind
from teams.ratelimit import limited

UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""No search engine lists the page, and no other server learns its address."""

PAGE_SIZE = 50


@never_cache
@require_safe
@limited("learned", looking_counts=True)
def learned_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """The public lines, the newest first; where the code opens nothing, one page says so, whatever the reason."""
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
    with translation.override(language):
        response = _page(code, request.GET.get("page"), language)
    response.headers["Content-Language"] = language
    return response


def _page(code: str, number: str | None, language: str) -> HttpResponse:
    team = team_behind(code)
    if team is None:
        html = render_to_string("feedback/learning/closed.html")
        return HttpResponse(html, status=HTTPStatus.NOT_FOUND, headers=UNSEEN)
    lines = team.learned.public().order_by("-on", "-pk").values("said", "done", "on")
    page = Paginator(lines, PAGE_SIZE).get_page(number)
    context = {"team": team, "page": page, "language": language}
    other = next(each for each in settings.LANGUAGES if each[0] != language)
    with timezone.override(team.zone):
        html = render_to_string("feedback/learning/public.html", context | {"other": other})
    return HttpResponse(html, headers=UNSEEN)
