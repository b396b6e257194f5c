"""One port, one process: live streams to a callable of their own, pages to Django's WSGI handler on fixed threads.

Django's ASGI handler would cost ten times as much for a page, and a thread for each stream.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import FrameType

from django.conf import settings
from servestatic import ServeStaticASGI

from config.pages import Pages
from config.wsgi import application as django  # sets Django up, which all that follows needs
from meetings.live import stream
from meetings.live.hub import Hub

sys.setswitchinterval(0.001)  # each write to a stream may wait this long for a page that is being rendered
import_module(settings.ROOT_URLCONF)  # or the first visitor waits for all views
web = ServeStaticASGI(Pages(django), root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, allow_all_origins=False)


async def application(scope: stream.Scope, receive: stream.Receive, send: stream.Send) -> None:
    """The switch."""
    if scope["type"] == "lifespan":
        await _live(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(stream.PATH):
        await scope["state"]["streams"](scope, receive, send)
    else:
        await web(scope, receive, send)


async def _live(scope: stream.Scope, receive: stream.Receive, send: stream.Send) -> None:
    """From the server's start to its end."""
    await receive()
    async with stream.open_streams() as streams:
        scope["state"]["streams"] = streams
        with ExitStack() as stack:
            stack.enter_context(_farewell(streams.hub))
            if settings.EMBEDDED:
                from config.embedded import crew

                stack.enter_context(crew())
            _collect_garbage_seldom()
            await send({"type": "lifespan.startup.complete"})
            await receive()
    await send({"type": "lifespan.shutdown.complete"})


def _collect_garbage_seldom() -> None:
    """Python looks for garbage after 700 new objects, which makes a page a sixth slower and holds up all streams."""
    gc.set_threshold(20_000, 10, 10)
    gc.freeze()  # what is loaded now stays


@contextmanager
def _farewell(hub: Hub) -> Iterator[None]:
    """End all streams when the server is asked to stop, which otherwise waits for them for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        hub.loop.call_soon_threadsafe(hub.say_goodbye)
        servers_own = before[signal.Signals(number)]
        if callable(servers_own):
            servers_own(number, frame)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
