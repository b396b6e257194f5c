"""A worker that dies while it prints: the minutes are printed once all the same, and mailed once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import Celery
from django.utils import timezone

from meetings import tasks
from meetings.models import Minutes
from teams.models import Letter, Membership
from tests.live.server import ROOT, database_url
from tests.meetings.rounds import a_held_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

WORKER = [sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--pool", "solo"]


def send(task: str, *args: int) -> None:
    """Nudge the worker; the program's own Celery runs tasks at once in tests."""
    with Celery(broker=os.environ["REDIS_URL"], set_as_current=False) as sender:
        sender.send_task(task, args)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """As docker-compose starts it, with one process to kill."""
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url()}
    process = subprocess.Popen(WORKER, cwd=ROOT, env=variables)
    yield process
    process.kill()
    process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_minutes_are_printed_and_mailed_once_though_the_worker_dies_over_them(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.print_minutes, "delay_on_commit", lambda pk: None)
    minutes = a_held_round(anna, ben)
    row = Minutes.objects.filter(pk=minutes.pk)
    send("meetings.tasks.print_minutes", minutes.pk)
    with worker() as process:
        wait_until(row.exclude(claimed_until=None).exists)
        process.kill()
        process.wait()
    assert row.get().state == Minutes.State.WAITING

    row.update(claimed_until=timezone.now() - timedelta(seconds=1))
    with worker():
        send("meetings.tasks.sweep_minutes")
        send("meetings.tasks.sweep_minutes")
        wait_until(row.filter(state=Minutes.State.PRINTED).exists)
        time.sleep(2)
    letters = Letter.objects.filter(key__startswith=f"minutes-{minutes.pk}-")
    people = anna.team.memberships.values_list("user__email", flat=True)
    assert sorted(letters.values_list("to", flat=True)) == sorted(people)
