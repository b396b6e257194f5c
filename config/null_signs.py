"""Addresses without the sign that PostgreSQL keeps in no text: a search for it finds what it finds without it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NullSignMiddleware:
    """Stands before whatever reads an address. Forms say themselves that they take no such sign."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave the sign out of what was asked."""
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)
