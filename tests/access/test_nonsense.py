"""Every address of a team × nonsense in whatever it reads: an answer, and never an error page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.null_signs import NullSignMiddleware
from tests.access.matrix import ADDRESSES, LEAD
from tests.access.nonsense import breaks
from tests.access.world import World


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nonsense_is_answered(world: World, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    broken = [
        (address.name, *one)
        for address in ADDRESSES
        for one in breaks(monkeypatch, world.browsers[LEAD], method, world.url(address))
    ]
    assert broken == []


def test_an_address_is_read_without_null_signs(rf: RequestFactory) -> None:
    """PostgreSQL takes none in a text, and a search for one was an error page."""
    heard = NullSignMiddleware(lambda request: HttpResponse(request.GET["q"]))(rf.get("/?q=a%00b"))
    assert heard.content == b"ab"
