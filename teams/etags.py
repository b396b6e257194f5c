"""Signs by which an open page that asks again and again learns that nothing has changed."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language


def tag_of(*parts: object) -> str:
    """A short sign of what an answer is made of; another one means another answer."""
    known = "\n".join(map(str, (get_language(), *parts)))
    return quote_etag(hashlib.sha256(known.encode()).hexdigest()[:24])


def unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """The empty answer for a page that has this already; None otherwise."""
    return get_conditional_response(request, etag=tag)
