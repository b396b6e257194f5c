"""Web processes that are stopped or killed while people look on."""

import signal
import socket
import time

import pytest

from meetings.models import Meeting
from tests.live.conftest import ticket
from tests.live.server import HOST, running_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_stopping_ends_every_stream_cleanly_and_answers_the_request_in_flight(meeting: Meeting) -> None:
    with running_server() as server:
        streams = [server.stream(ticket(meeting)) for _ in range(5)]
        for stream in streams:
            stream.next_event()
        with socket.create_connection((HOST, server.port), timeout=5) as request:
            request.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n")
            request.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin")
            time.sleep(0.3)
            begun = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            request.sendall(b"=anna")
            assert request.recv(100).startswith(b"HTTP/1.1 403")
        server.process.wait(5)
        assert time.monotonic() - begun < 2
        for stream in streams:
            assert stream.until_end()[-1] == ("bye", {"reason": "shutdown"})


def test_after_a_crash_a_stream_begins_with_everything_again(meeting: Meeting) -> None:
    token = ticket(meeting)
    with running_server() as server:
        before = server.stream(token).next_event()[1]
        server.stop(signal.SIGKILL)
    with running_server(server.port) as restarted:
        after = restarted.stream(token).next_event()[1]
    assert set(after["sections"]) == set(before["sections"])
    assert after["desk"] == before["desk"]
