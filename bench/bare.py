"""The floor of a stream: the same push over the same server, without Django, tickets, rooms or rendering."""

import asyncio
from typing import Any

PAYLOAD = b"event: state\ndata: " + b"x" * 16_000 + b"\n\n"
"""As long as a wall with a few cards."""

readers: set[asyncio.Queue[bytes]] = set()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """A POST pushes to all who GET."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["method"] == "GET":
        await _stream(send)
    else:
        for queue in readers:
            queue.put_nowait(PAYLOAD)
        await send({"type": "http.response.body", "body": b"ok"})


async def _stream(send: Any) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    readers.add(queue)
    queue.put_nowait(PAYLOAD)
    while True:
        await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})
