"""`make start`: one command, one process, one sentence for what is missing."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db.migrations.recorder import MigrationRecorder

from config.management.commands import serve
from meetings.live import tokens
from meetings.models import Meeting
from teams.models import Membership
from tests.live.server import HOST, ROOT, Stream, database_url, free_port

COMMAND = [sys.executable, "manage.py", "serve"]


@contextmanager
def started(port: int, var: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and what it has said until it served."""
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KONTAKTPUNKT_EMBEDDED": "1",
        "KONTAKTPUNKT_VAR": str(var),
        "DATABASE_URL": database_url(),
        "REDIS_URL": "",
        "PORT": str(port),
        **environment,
    }
    process = subprocess.Popen(COMMAND, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        greeting = ""
        while "Strg+C" not in greeting and (line := process.stdout.readline()):
            greeting += line
        yield process, greeting
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_one_command_brings_a_team_to_try_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    port = free_port()
    with started(port, tmp_path) as (process, greeting):
        assert greeting.count("/sign-in/") == 2
        assert "/outbox/" in greeting
        people = Membership.objects.count()
        meeting = Meeting.objects.planned().earliest("starts_at")
        stream = Stream(port, tokens.issue(meeting, None, "de"))
        assert stream.next_event(20)[0] == "state"
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 5
        assert stream.until_end()[-1] == ("bye", {"reason": "shutdown"})
        stream.close()
    with started(port, tmp_path) as (process, greeting):
        assert greeting.count("/sign-in/") == 2
        assert Membership.objects.count() == people > 1
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def in_the_readme(comment: str) -> str:
    """The command that the README gives for this."""
    (command,) = re.findall(rf"^# {comment}\n(python3 .*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    return str(command)


@pytest.mark.embedded
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_what_the_readme_restores_is_what_it_backed_up(tmp_path: Path, ended_by: signal.Signals) -> None:
    folder = tmp_path / "var"
    with started(free_port(), folder, DATABASE_URL="") as (process, _greeting):
        subprocess.run(in_the_readme("back up"), shell=True, cwd=tmp_path, check=True)
        with closing(sqlite3.connect(folder / "kontaktpunkt.sqlite3")) as database, database:
            (name,) = database.execute("SELECT name FROM teams_team").fetchone()
            database.execute("UPDATE teams_team SET name = 'Später'")
        process.send_signal(ended_by)
        process.wait(10)
        journal = folder / "kontaktpunkt.sqlite3-wal"
        assert journal.stat().st_size == 0 or ended_by == signal.SIGKILL
    subprocess.run(in_the_readme("restore"), shell=True, cwd=tmp_path, check=True)
    with (
        started(free_port(), folder, DATABASE_URL=""),
        closing(sqlite3.connect(folder / "kontaktpunkt.sqlite3")) as database,
    ):
        assert database.execute("SELECT name FROM teams_team").fetchall() == [(name,)]


def test_a_backup_that_is_not_there_does_not_empty_the_database(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with closing(sqlite3.connect(tmp_path / "var" / "kontaktpunkt.sqlite3")) as database:
        database.execute("CREATE TABLE kept (it)")
        restoring = subprocess.run(in_the_readme("restore"), shell=True, cwd=tmp_path, capture_output=True)
        assert restoring.returncode == 1
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("kept",)]


def test_a_port_in_use_is_named_with_one_beside_it() -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} .* PORT={port + 1} make start"):
            serve.listen(HOST, port)


@pytest.mark.django_db
def test_a_database_from_a_newer_version_is_left_alone() -> None:
    MigrationRecorder.Migration.objects.create(app="meetings", name="0999_from_the_future")
    with pytest.raises(CommandError, match=r"neueren Version .*meetings\.0999_from_the_future"):
        serve.check_database()


def refused(**variables: str) -> str:
    """What the command says when it does not start: one line."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PORT": str(free_port())} | variables
    ended = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.touch()
    assert str(file) in refused(KONTAKTPUNKT_VAR=str(file), SECRET_KEY="")


def test_a_missing_library_is_named_with_the_command_that_helps(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    said = refused(KONTAKTPUNKT_VAR=str(tmp_path), PYTHONPATH=str(tmp_path))
    assert "libpango-1.0-0'" in said
    assert "apt-get install" in said
