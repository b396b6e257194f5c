"""A real web process for tests, and readers of its streams."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The address of the database that this test uses."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    )


@dataclass
class Server:
    """`uvicorn config.asgi:application` in a process of its own, on the database of the test."""

    port: int
    process: subprocess.Popen[bytes]
    streams: list[Stream] = field(default_factory=list)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    @property
    def memory(self) -> int:
        """Bytes that belong to this process alone."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))

    @property
    def open_databases(self) -> int:
        """Connections to the SQLite file or to PostgreSQL."""
        if connection.vendor == "sqlite":
            names = [link.readlink() for link in Path(f"/proc/{self.pid}/fd").iterdir() if link.exists()]
            return sum(name.suffix == ".sqlite3" for name in names)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    def wait_until_ready(self) -> None:
        for _ in range(1200):
            if self.process.poll() is not None:
                raise RuntimeError("the server did not start")
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def close_streams(self) -> None:
        while self.streams:
            self.streams.pop().close()

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Send a signal and return the seconds until the process had ended."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(10)
        return time.monotonic() - begun

    def stream(self, token: str, buffer: int | None = None) -> Stream:
        """A reader who goes away with the server at the latest; `buffer` is how much the system reads for them."""
        self.streams.append(Stream(self.port, token, buffer))
        return self.streams[-1]


@contextmanager
def running_server(port: int | None = None, **environment: str) -> Iterator[Server]:
    """A web process that has started, and is gone after the block."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--timeout-keep-alive",
        "130",
    ]
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        **environment,
    }
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    server = Server(port, process)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.close_streams()
        if process.poll() is None:
            process.kill()
            process.wait()


@dataclass
class Stream:
    """One reader of `/live/<token>/`, over a bare socket."""

    port: int
    token: str
    receive_buffer: int | None = None
    buffer: bytes = b""
    status: int = 0
    ended: bool = False
    socket: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(10)
        if self.receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        self.socket.connect((HOST, self.port))
        request = f"GET /live/{self.token}/ HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/event-stream\r\n\r\n"
        self.socket.sendall(request.encode())

    def open(self) -> Stream:
        """Read the head of the answer."""
        head = self._read_until(b"\r\n\r\n").decode()
        self.status = int(head.split()[1])
        return self

    def close(self) -> None:
        self.socket.close()

    def next_event(self, seconds: float = 5) -> tuple[str, dict[str, Any]]:
        """Name and content of the next event; comments are skipped. Raises TimeoutError, EOFError at the clean end."""
        if not self.status:
            self.open()
        until = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(0.001, until - time.monotonic()))
            lines = self._next_chunk().decode().splitlines()
            fields = [line.split(": ", 1) for line in lines if ": " in line and not line.startswith(":")]
            data = "\n".join(value for name, value in fields if name == "data")
            if data:
                return dict(fields)["event"], json.loads(data)

    def events(self, seconds: float) -> list[tuple[str, dict[str, Any]]]:
        """All events of that time."""
        until, found = time.monotonic() + seconds, []
        while (left := until - time.monotonic()) > 0:
            try:
                found.append(self.next_event(left))
            except TimeoutError:
                break
        return found

    def until_end(self) -> list[tuple[str, dict[str, Any]]]:
        """All events up to the clean end."""
        found = []
        while True:
            try:
                found.append(self.next_event())
            except EOFError:
                return found

    def _next_chunk(self) -> bytes:
        size = int(self._read_until(b"\r\n"), 16)
        if not size:
            self.ended = True
            raise EOFError
        chunk = self._read(size)
        self._read(2)
        return chunk

    def _read_until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            self._fill()
        found, self.buffer = self.buffer.split(mark, 1)
        return found

    def _read(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._fill()
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found

    def _fill(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("cut off")
        self.buffer += data
