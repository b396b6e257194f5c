"""Asking at an address as someone, and what the answer is."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client


def asked(browser: Client, method: str, url: str, sent: dict[str, str] | None = None) -> HttpResponse:
    """The answer; whatever the request changed is undone."""
    kept = deepcopy(browser.cookies)
    with transaction.atomic():
        response: Any = getattr(browser, method)(url, sent)
        if response.streaming:
            list(response.streaming_content)  # read to its end, a file is closed
        transaction.set_rollback(True)
    browser.cookies = kept
    answer: HttpResponse = response
    return answer


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    """Redirected to where people sign in."""
    return response.status_code == 302 and "/accounts/login/" in response.headers["Location"]
