"""The streams' way to the database: two threads, however many streams are open."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


async def in_database[*Args, T](deed: Callable[[*Args], T], *args: *Args) -> T:
    """Call something that needs the database outside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _call, deed, *args)


def _call[*Args, T](deed: Callable[[*Args], T], *args: *Args) -> T:
    """What Django does around a request: a connection that is broken or used up is not used again."""
    close_old_connections()
    try:
        return deed(*args)
    finally:
        close_old_connections()
