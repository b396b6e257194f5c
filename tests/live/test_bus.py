"""Two web processes on one database, with a Redis between them that can be stopped."""

import subprocess
import time
from collections.abc import Iterator

import pytest
import redis
from django.utils import timezone

from meetings.live import tokens
from meetings.models import Meeting
from tests.factories import MeetingFactory
from tests.live.conftest import ticket
from tests.live.server import HOST, Server, Stream, free_port, running_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

OUTAGE = 25
"""Seconds: as long as it takes to restart a Redis on another machine."""


class PrivateRedis:
    """A Redis of this test alone."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}"

    def start(self) -> None:
        command = ["redis-server", "--bind", HOST, "--port", str(self.port), "--save", "", "--loglevel", "warning"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            for _ in range(100):
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.05)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def private_redis() -> Iterator[PrivateRedis]:
    private = PrivateRedis()
    private.start()
    yield private
    private.stop()


@pytest.fixture(scope="module")
def two_servers(django_db_setup: None, private_redis: PrivateRedis) -> Iterator[tuple[Server, Server]]:
    with running_server(REDIS_URL=private_redis.url) as one, running_server(REDIS_URL=private_redis.url) as other:
        yield one, other


def wall(server: Server, meeting: Meeting) -> Stream:
    """Someone who looks on and has seen the first state."""
    stream = server.stream(tokens.issue(meeting, None, "de"))
    stream.next_event()
    return stream


def test_what_happens_in_one_process_is_seen_in_the_other(two_servers: tuple[Server, Server], meeting: Meeting) -> None:
    one, other = two_servers
    far = wall(other, meeting)
    one.stream(ticket(meeting)).next_event()
    assert "people" in far.next_event(seconds=1)[1]["sections"]


def test_while_redis_is_away_a_process_still_serves_its_own_streams(
    two_servers: tuple[Server, Server], private_redis: PrivateRedis, meeting: Meeting
) -> None:
    one, _other = two_servers
    near = wall(one, meeting)
    private_redis.stop()
    one.stream(ticket(meeting)).next_event(seconds=1)
    assert "people" in near.next_event(seconds=1)[1]["sections"]
    private_redis.start()


def test_after_an_outage_every_open_room_shows_what_was_missed(
    two_servers: tuple[Server, Server], private_redis: PrivateRedis
) -> None:
    meetings = [MeetingFactory(starts_at=timezone.now()) for _ in range(5)]
    streams = [wall(server, meeting) for server in two_servers for meeting in meetings]
    private_redis.stop()
    Meeting.objects.update(title="Was niemand angekündigt hat")
    time.sleep(OUTAGE)
    assert not any(stream.events(0.01) for stream in streams)
    private_redis.start()
    for stream in streams:
        sections = stream.next_event(seconds=6)[1]["sections"]
        assert "Was niemand angekündigt hat" in "".join(sections.values())
