"""Nonsense for whatever an address asks for: which names it reads is seen by asking once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from tests.access.asking import asked

NONSENSE = ["\0", "9" * 30]
"""What PostgreSQL keeps in no text, and what no database counts to."""
READERS = ("__getitem__", "__contains__", "get", "getlist")


@contextmanager
def names_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names that views and forms look for in what was sent."""
    names: set[str] = set()

    def watched(reader: Callable[..., Any]) -> Callable[..., Any]:
        def read(sent: QueryDict, name: str, *otherwise: Any, **named: Any) -> Any:
            names.add(name)
            return reader(sent, name, *otherwise, **named)

        return read

    with monkeypatch.context() as patch:
        for reader in READERS:
            patch.setattr(QueryDict, reader, watched(getattr(QueryDict, reader)))
        yield names


def breaks(monkeypatch: pytest.MonkeyPatch, browser: Client, method: str, url: str) -> list[tuple[str, list[str]]]:
    """Which nonsense under which names an address answered with an error page."""
    browser.raise_request_exception = False
    with names_read(monkeypatch) as names:
        asked(browser, method, url)
    names.discard("csrfmiddlewaretoken")
    return [
        (nonsense, sorted(names))
        for nonsense in NONSENSE
        if asked(browser, method, url, dict.fromkeys(names, nonsense)).status_code >= 500
    ]
