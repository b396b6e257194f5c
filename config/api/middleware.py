"""What is different about addresses of the API: no cookie comes or goes, and every refusal is problem+json."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config.api.problems import MEDIA_TYPE, problem

AT = "/api/v1/"


class ApiMiddleware:
    """Stands before all others. Without cookies there is no session, and nothing that another page could misuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on without cookies; of what comes back as a page for people, keep what programs understand."""
        if not request.path_info.startswith(AT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        with translation.override(translation.get_language_from_request(request)):
            response.content = problem(response.status_code).content
        response.headers["Content-Type"] = MEDIA_TYPE
        response.headers["Content-Length"] = str(len(response.content))
        return response
