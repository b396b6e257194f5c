"""More than anybody may send: the body is left on the wire, and a page in the reader's language says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MARK = b"x-too-large"


def is_declared(scope: Any) -> bool:
    """Whether the head of an ASGI request already says that its body is too large."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return length.isdigit() and int(length[:18]) > most_to(scope)


def most_to(scope: Any) -> int:
    """The bytes that may be sent to that address."""
    larger = (most for ending, most in settings.MOST_SENT_TO.items() if scope["path"].endswith(ending))
    return next(larger, settings.MOST_SENT)


def without_body(scope: Any) -> Any:
    """The request as it goes on: empty, and marked. The server throws away what still arrives."""
    about_the_body = (b"content-length", b"content-type", b"transfer-encoding")
    headers = [(name, value) for name, value in scope["headers"] if name not in about_the_body]
    return scope | {"headers": [*headers, (b"content-length", b"0"), (MARK, b"1")]}


class TooLargeMiddleware:
    """Answers marked requests before anything looks for the form that they do not have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say that it was too much, or pass on."""
        if MARK.decode() in request.headers:
            return render(request, "413.html", status=413)
        return self.get_response(request)
