"""Resolves the team before the view runs, so that forgetting it fails at once instead of leaking."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from teams.models import Membership, Team, with_teams
from teams.press import Busy

GUEST_SESSION_KEY = "guest_in"
KEYS = ("token", "link", "code")
"""The names that addresses have for what opens them to whoever knows it."""

logger = logging.getLogger(__name__)


class LanguageMiddleware:
    """A signed-in person reads in their own language and time zone, whatever the browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language and zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language  # kept, because the view may sign the person out
        translation.activate(language)
        request.LANGUAGE_CODE = language
        with timezone.override(request.user.time_zone):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class PrivacyMiddleware:
    """What people see who are signed in, or guests of a round, no browser keeps: the next one at this machine may look.

    Nor what a key in an address opens, unless its view says how long. Back and forward still work, because the browser
    asks again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for this person's eyes alone, whether they come, stay or go."""
        is_known = _is_known(request)
        response = self.get_response(request)
        if is_known or _is_known(request) or (_came_by_key(request) and not response.has_header("Cache-Control")):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _is_known(request: HttpRequest) -> bool:
    return request.user.is_authenticated or GUEST_SESSION_KEY in request.session


def _came_by_key(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and any(name in match.kwargs for name in KEYS)


class InvalidFormMiddleware:
    """Invalid forms on allauth's pages are 422 as on our own; allauth says 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_template_response` decides."""
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Look at the form of a page before it is rendered."""
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and isinstance(form, BaseForm) and form.errors:
            response.status_code = 422
        return response


class TeamMiddleware:
    """Turns `team_slug` into `request.team` and `request.membership` and holds each view's access mark.

    Strangers get 404, members with the wrong role 403, people who are not signed in the sign-in page.
    Guests of a round (no account) pass to views marked for them; the view finds the guest itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_view` decides."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Decide before the view: None lets it run."""
        slug = kwargs.pop("team_slug", None)
        if slug is None:
            return None
        if not hasattr(view, "open_to"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} says nothing about who may enter")
        membership = self._membership(request, slug)
        if membership is None:
            return self._without_membership(request, view, slug)
        if membership.role not in view.open_to:
            raise PermissionDenied
        request.membership, request.team = membership, membership.team  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a colleague has removed between the look at it and the lock on it is not found, which is no fault.

        Where too much is printed at once, whoever comes next is told to come back.
        """
        if isinstance(exception, Busy):
            return _come_back(request, exception)
        if hasattr(request, "team") and request.method == "POST" and isinstance(exception, ObjectDoesNotExist):
            logger.warning("%s: gone in the meantime", request.path, exc_info=exception)
            raise Http404 from exception
        return None

    def _membership(self, request: HttpRequest, slug: str) -> Membership | None:
        if not request.user.is_authenticated:
            return None
        memberships = with_teams(request.user).memberships.all()
        return next((membership for membership in memberships if membership.team.slug == slug), None)

    def _without_membership(
        self, request: HttpRequest, view: Callable[..., HttpResponse], slug: str
    ) -> HttpResponse | None:
        if getattr(view, "guests", False) and request.session.get(GUEST_SESSION_KEY):
            team = Team.objects.filter(slug=slug).first()
            if team is None:
                raise Http404
            request.membership, request.team = None, team  # type: ignore[attr-defined]
            return None
        if request.user.is_authenticated:
            raise Http404
        return _sign_in_first(request)


def _come_back(request: HttpRequest, busy: Busy) -> HttpResponse:
    response = render(request, "503.html", {"why": busy}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "60"
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a part of a page takes the whole page there."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if htmx:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path())
