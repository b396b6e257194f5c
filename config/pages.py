"""Django's WSGI handler inside the ASGI server, on a fixed number of threads with a database connection each."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from a2wsgi.wsgi import WSGIMiddleware, WSGIResponder

from config import too_large

THREADS = 8
HOLD = 64 * 1024
"""Bytes of a page that wait in memory for its end, and of what was sent; what is longer flows, or lies on the disk."""


class Pages(WSGIMiddleware):
    """An ASGI application made of a WSGI one."""

    def __init__(self, app: Any) -> None:
        super().__init__(app, workers=THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; websockets are turned away by the base class."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        with SpooledTemporaryFile(HOLD) as body:
            if arrived := await _arrived(_unambiguous(scope), receive, body):
                await Page(self.app, self.executor, self.send_queue_size)(*arrived, send)


def _unambiguous(scope: Any) -> Any:
    """Without headers whose underscore would make them pass for a proxy's: WSGI cannot tell `_` from `-`."""
    return scope | {"headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}


async def _arrived(scope: Any, receive: Any, body: IO[bytes]) -> tuple[Any, Any] | None:
    """The request and what hands out its body, once all of it is here: a slow sender must not hold a thread.

    Of more than anybody may send nothing is handed out. None if the sender has gone before.
    """
    if scope["method"] in ("GET", "HEAD"):
        return scope, receive
    has_more, is_too_large, most = True, too_large.is_declared(scope), too_large.most_to(scope)
    while has_more and not is_too_large:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body.write(message.get("body", b""))
        has_more, is_too_large = message.get("more_body", False), body.tell() > most
    if is_too_large:
        body.truncate(0)
        scope = too_large.without_body(scope)
    body.seek(0)
    return scope, _handing_out(body)


def _handing_out(body: IO[bytes]) -> Any:
    async def hand_out() -> Any:
        part = body.read(HOLD)
        return {"type": "http.request", "body": part, "more_body": len(part) == HOLD}

    return hand_out


class Page(WSGIResponder):
    """Hands head, body and end of a page to the event loop at once, instead of waiting for it three times.

    That makes an empty page two thirds faster.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._held: list[Any] = []
        self._size = 0

    def send(self, message: Any) -> None:
        """Called in the page's thread: keep the message, or pass all on if they have grown too large to keep."""
        self._held.append(message)
        self._size += len(message.get("body", b""))
        if self._size > HOLD:
            for held in self._held:
                super().send(held)
            self._held, self._size = [], 0

    async def sender(self, send: Any) -> None:
        """Called in the event loop: write what flows while the page is made, then what was kept."""
        await super().sender(send)
        for message in self._held:
            await send(message)
