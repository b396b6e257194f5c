"""Worker and clock as threads of the web process: everything on one machine, without a service beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from celery.beat import Service
from celery.worker import WorkController, state

from config.celery import app

LOOK_FOR_WORK = 0.1
"""Seconds between two looks into the queue in memory."""
LAST_WORK = 2.0
"""Seconds that a task may go on when the server stops; after that a sweep at the next start finds its row."""


@contextmanager
def crew() -> Iterator[None]:
    """Work off tasks, those of the schedule too, for the length of the block."""
    app.conf.broker_transport_options = {"polling_interval": LOOK_FOR_WORK}
    state.should_stop = None
    clock = Service(app, scheduler_cls="celery.beat:Scheduler")
    worker = Thread(target=_work, name="worker", daemon=True)
    worker.start()
    Thread(target=clock.start, name="clock", daemon=True).start()
    yield
    clock.stop()
    state.should_stop = 0
    if state.active_requests:
        worker.join(LAST_WORK)


def _work() -> None:
    """One task at a time, in this thread."""
    WorkController(app=app, pool_cls="solo", concurrency=1, without_gossip=True, without_mingle=True).start()
