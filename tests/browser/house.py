"""A whole installation to visit: embedded in one process on SQLite, two web processes and a worker on the services."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from django.db import connection

from tests.live.server import HOST, ROOT, Server, database_url, free_port

PYTHON_M = [sys.executable, "-m"]


def is_grown_up() -> bool:
    """Whether this test run has PostgreSQL and Redis."""
    return bool(os.environ.get("REDIS_URL")) and connection.vendor == "postgresql"


@dataclass
class House:
    """The processes of one installation, all with the program's own settings, on the database of the test."""

    var: Path
    settings: dict[str, str] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)
    worker: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What the processes have said so far."""
        return (self.var / "log").read_text()

    def address(self, number: int = 0) -> str:
        """Where visitor number so and so comes in: they take turns at the web processes."""
        return f"http://{HOST}:{self.servers[number % len(self.servers)].port}"

    def open(self) -> None:
        """Start everything."""
        if is_grown_up():
            self._run(sys.executable, "manage.py", "collectstatic", "--no-input").wait()
            self.servers = [self.start_web(free_port()) for _number in range(2)]
            self.start_worker()
        else:
            self.servers = [self.start_web(free_port())]

    def start_web(self, port: int) -> Server:
        """A web process that answers on this port."""
        options = ["--no-access-log", "--timeout-keep-alive=130", f"--port={port}"]
        uvicorn = ["uvicorn", "config.asgi:application", *options]
        command = [*PYTHON_M, *uvicorn] if is_grown_up() else [sys.executable, "manage.py", "serve"]
        server = Server(port, self._run(*command, PORT=str(port)))
        server.wait_until_ready()
        urlopen(f"http://{HOST}:{port}/healthz/", timeout=60).close()
        return server

    def restart_web(self, number: int) -> None:
        """Start a web process anew on the port that it had."""
        self.servers[number] = self.start_web(self.servers[number].port)

    def start_worker(self) -> None:
        """A worker with the schedule inside, kept in memory: a forked process now and then cannot lock its file."""
        celery = ["celery", "--app", "config.celery", "worker", "--pool", "solo", "--beat", "--without-mingle"]
        self.worker = self._run(*PYTHON_M, *celery, "--scheduler", "celery.beat:Scheduler")

    def kill_worker(self) -> None:
        """End whoever works in the background, without a warning."""
        _kill(self.worker or self.servers[0].process)

    def restart_worker(self) -> None:
        """Have somebody work in the background again."""
        if self.worker:
            self.start_worker()
        else:
            self.restart_web(0)

    def close(self) -> None:
        """End whatever still runs."""
        processes = [server.process for server in self.servers] + ([self.worker] if self.worker else [])
        for process in processes:
            _kill(process)

    def _run(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        own = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "KONTAKTPUNKT_EMBEDDED": "" if is_grown_up() else "1",
            "KONTAKTPUNKT_VAR": str(self.var),
            "DATABASE_URL": database_url(),
            "PYTHONUNBUFFERED": "1",
        }
        variables = os.environ | own | self.settings | environment
        with (self.var / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Without a warning, and its children with it: the worker's schedule is a process of its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def open_house(var: Path, **settings: str) -> Iterator[House]:
    """An installation that runs for the length of the block."""
    house = House(var, settings)
    try:
        house.open()
        yield house
    finally:
        house.close()
