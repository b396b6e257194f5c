"""Requests on their way to Django's threads: nobody can hold all of them, nor pass for a proxy."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Callable
from typing import Any

from django.test import Client

from config.pages import THREADS, Pages

type Message = dict[str, Any]


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A WSGI application that says what it was sent, and for whom."""
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(), environ.get("HTTP_X_FORWARDED_FOR", "").encode()]


def marks(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A WSGI application that says whether it was told of too much, and how much of it there is."""
    start_response("200 OK", [])
    return [f"{environ.get('HTTP_X_TOO_LARGE')} {len(environ['wsgi.input'].read())}".encode()]


def scope(method: str = "POST", *headers: tuple[bytes, bytes]) -> Message:
    return {
        "type": "http",
        "method": method,
        "path": "/",
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
    }


async def answer(pages: Pages, scope: Message, *arriving: Message) -> bytes:
    """Send these messages one after the other, then nothing more; returns the body of the answer."""
    messages, sent = list(arriving), bytearray()

    async def receive() -> Message:
        if not messages:
            await asyncio.Event().wait()
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    await pages(scope, receive, send)
    return bytes(sent)


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_slow_senders_leave_the_threads_to_others() -> None:
    async def play() -> bytes:
        pages = Pages(echo)
        slow = [asyncio.create_task(answer(pages, scope(), part(b"a", more=True))) for _ in range(2 * THREADS)]
        await asyncio.sleep(0.05)
        quick = await asyncio.wait_for(answer(pages, scope(), part(b"here ", more=True), part(b"I am")), 5)
        for task in slow:
            task.cancel()
        return quick

    assert asyncio.run(play()) == b"here I am"


def test_half_a_form_is_never_processed() -> None:
    asked = asyncio.run(answer(Pages(echo), scope(), part(b"half", more=True), {"type": "http.disconnect"}))
    assert asked == b""


def test_a_file_arrives_whole() -> None:
    half = b"x" * 2 * 1024 * 1024
    arriving = part(half, more=True), part(half, more=True), part(b"end")
    assert asyncio.run(answer(Pages(echo), scope(), *arriving)) == half + half + b"end"


def test_what_has_half_arrived_waits_outside_of_memory() -> None:
    megabytes = b"x" * 4 * 1024 * 1024

    async def play() -> int:
        pages = Pages(echo)
        before, _peak = tracemalloc.get_traced_memory()
        slow = [asyncio.create_task(answer(pages, scope(), part(megabytes, more=True))) for _ in range(10)]
        await asyncio.sleep(0.2)
        after, _peak = tracemalloc.get_traced_memory()
        for task in slow:
            task.cancel()
        return after - before

    tracemalloc.start()
    try:
        assert asyncio.run(play()) < len(megabytes)
    finally:
        tracemalloc.stop()


def test_more_than_anybody_may_send_is_refused_before_it_arrives() -> None:
    async def play() -> bytes:
        declared = scope("POST", (b"content-length", b"100000000"), (b"content-type", b"multipart/form-data"))
        return await asyncio.wait_for(answer(Pages(marks), declared), 5)

    assert asyncio.run(play()) == b"1 0"


def test_more_than_anybody_may_send_is_not_kept_when_nobody_said_how_much_it_is() -> None:
    half = b"x" * 4 * 1024 * 1024
    arriving = part(half, more=True), part(half, more=True), part(half, more=True)
    assert asyncio.run(answer(Pages(marks), scope(), *arriving)) == b"1 0"


def test_too_much_is_told_on_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/join/", headers={"x-too-large": "1"})
    assert response.status_code == 413
    assert "höchstens 5 MB" in response.text


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys() -> None:
    headers = (b"x-forwarded-for", b"198.51.100.7"), (b"x_forwarded_for", b"203.0.113.1")
    assert asyncio.run(answer(Pages(echo), scope("POST", *headers), part(b""))) == b"198.51.100.7"


def test_a_form_of_an_earlier_sign_in_is_refused_in_our_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/join/", {"code": "KT4M-9XQ2"})
    assert response.status_code == 403
    assert "Noch einmal von vorn" in response.text
