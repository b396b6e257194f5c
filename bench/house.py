"""A house to measure in: a folder and database of its own, servers, and people who are signed in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from teams.models import User

HOST = "127.0.0.1"
CSRF = "c" * 32
BATCHES, REQUESTS = 60, 8
THREADS = 8
"""Threads for pages: as many as `config.pages` has, so that gunicorn gets the same."""
UVICORN = [
    "-m",
    "uvicorn",
    "--no-access-log",
    "--log-level",
    "warning",
    "--timeout-keep-alive",
    "600",
    "--port",
    "{port}",
]
APPLICATION = [*UVICORN, "config.asgi:application"]
WITHOUT_DJANGO = [*UVICORN, "bench.bare:application"]
GUNICORN = [
    *("-m", "gunicorn", "--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "error"),
    *("--bind", f"{HOST}:{{port}}", "config.wsgi:application"),
]

START = ["manage.py", "serve"]
"""What `make start` runs, with KONTAKTPUNKT_EMBEDDED in the environment."""


def move_in(folder: Path) -> None:
    """Set the program up in this folder, with an empty database and its static files."""
    for variable in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(variable, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "KONTAKTPUNKT_VAR": str(folder),
        "SECRET_KEY": "bench",
        "LOG_LEVEL": "WARNING",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def server(program: list[str], **environment: str) -> Iterator[Server]:
    """A server process on a free port, ready to answer; gone after the block."""
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [sys.executable, *(part.format(port=port) for part in program)]
    process = subprocess.Popen(command, env=os.environ | environment | {"PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server has not started")


class Server:
    """A running server process, by its port and number."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time that the threads of the process have used so far."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6

    @property
    def memory_kb(self) -> int:
        """Its share of the machine's memory (PSS)."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    def get(self, path: str, headers: dict[str, str] | None = None) -> str:
        """One page."""
        connection = HTTPConnection(HOST, self.port)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return content

    def post(self, path: str, headers: dict[str, str], **form: str) -> None:
        """One form, sent well."""
        connection = HTTPConnection(HOST, self.port)
        sent = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(form), sent)
        status = connection.getresponse().status
        connection.close()
        if status != 302:
            raise RuntimeError(f"{path}: {status}")

    def cpu_ms_of(self, *pages: Page) -> list[float]:
        """Milliseconds of processor time for one request of each page, over a kept connection.

        The best of many small batches, taken in turns: what else runs on the machine can only add to it.
        """
        connection = HTTPConnection(HOST, self.port)

        def batch(page: Page) -> float:
            begun = self.cpu_ms
            for _ in range(REQUESTS):
                connection.request("GET", page.path, headers=page.headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{page.path}: {answer.status}")
            return (self.cpu_ms - begun) / REQUESTS

        turns = [[batch(page) for page in pages] for _ in range(BATCHES)]
        connection.close()
        return [min(batches) for batches in zip(*turns, strict=True)]


class Page(NamedTuple):
    """An address and the headers of the browser that asks for it."""

    path: str
    headers: dict[str, str]


def signed_in(user: User) -> dict[str, str]:
    """The headers of a browser in which this person is signed in, good for forms too."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    return {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
