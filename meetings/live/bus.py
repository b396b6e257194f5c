"""From one web process to the others, through Redis where there is one. The message says only: look again."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from functools import cache
from threading import Condition, Thread
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from redis.asyncio.client import PubSub

CHANNEL = "kontaktpunkt:rounds"
PATIENCE = 2.0
"""Seconds for one answer of Redis, and between two tries."""
SILENCE = 10.0
"""Seconds without a message after which Redis is asked whether it is still there."""

logger = logging.getLogger(__name__)


def publish(meeting_pk: int) -> None:
    """Tell the other processes; returns at once, whatever state Redis is in."""
    if settings.REDIS_URL:
        _publisher().add(meeting_pk)


class Publisher(Thread):
    """Sends from its own thread. While Redis is away it remembers which rounds changed, not how often."""

    origin = secrets.token_hex(8)

    def __init__(self) -> None:
        super().__init__(name="bus", daemon=True)
        self._redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._waiting: set[int] = set()
        self._condition = Condition()

    def add(self, meeting_pk: int) -> None:
        """Send this as soon as possible."""
        with self._condition:
            self._waiting.add(meeting_pk)
            self._condition.notify()

    def run(self) -> None:
        """Send what is waiting, for as long as the process lives."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting)
                meeting_pk = self._waiting.pop()
            try:
                self._redis.publish(CHANNEL, f"{self.origin}:{meeting_pk}")
            except (redis.RedisError, OSError):
                with self._condition:
                    self._waiting.add(meeting_pk)
                    self._condition.wait(PATIENCE)


@cache
def _publisher() -> Publisher:
    publisher = Publisher()
    publisher.start()
    return publisher


async def listen(touch: Callable[[int], None], resync: Callable[[], None]) -> None:
    """Pass on what other processes announce, for ever; `resync` follows every subscription, so every outage too."""
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE)
    while True:
        try:
            async with client.pubsub() as subscription:
                await subscription.subscribe(CHANNEL)
                await _pass_on(subscription, touch, resync)
        except (redis.RedisError, OSError) as error:
            logger.warning("Redis is away: %s", error)
            await asyncio.sleep(PATIENCE)


async def _pass_on(subscription: PubSub, touch: Callable[[int], None], resync: Callable[[], None]) -> None:
    while True:
        message = await _next_message(subscription)
        if message["type"] == "subscribe":
            resync()
        elif message["type"] == "message":
            origin, _, meeting_pk = message["data"].decode(errors="replace").partition(":")
            if origin != Publisher.origin and meeting_pk.isdecimal():
                touch(int(meeting_pk))


async def _next_message(subscription: PubSub) -> dict[str, Any]:
    """The next message, an answer to our own question among them. Raises TimeoutError if there is none."""
    if message := await subscription.get_message(timeout=SILENCE):
        return message
    await subscription.ping()
    if message := await subscription.get_message(timeout=PATIENCE):
        return message
    raise TimeoutError("no answer")
