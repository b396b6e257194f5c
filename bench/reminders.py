"""100,000 open actions, 20,000 reminders due at once: noting them, writing the letters and handing them over."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Reminder
from actions.reminders import carrying_on
from bench.figure import Figure
from bench.house import HOST
from teams import delivery
from teams.models import Letter, Membership, Role, Team, User
from teams.working_days import is_working_day

ACTIONS = int(os.environ.get("BENCH_ACTIONS", "100000"))
DUE = ACTIONS // 5
TEAMS, PEOPLE = 40, DUE // 2
"""Each person answers for ten actions, two of which are due today."""
BATCH = 2000
BAR_S, BAR_MB = 600, 60


class Sink:
    """A mail server that takes everything and keeps only the count."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take it."""
        self.taken += 1
        return "250 OK"


def figures() -> Iterator[Figure]:
    """How long one worker takes, turn by turn, and how much more memory it comes to hold meanwhile."""
    _fill(timezone.now())
    at = _morning()
    is_working_day(Team(), at.date())  # loads what is loaded once, as does the next line
    reverse("home")
    with _mail_server() as sink:
        before = _memory_mb()
        noted = _seconds(lambda: carrying_on.note(at))
        written = _seconds(lambda: carrying_on.send(at))
        delivered = _seconds(lambda: _deliver(at))
        grown = _memory_mb("VmHWM") - before
    sent = Reminder.objects.filter(state=Reminder.State.SENT, kind="due_today").count()
    if (sent, sink.taken) != (DUE, PEOPLE):
        raise RuntimeError(f"{sent} reminders in {sink.taken} mails")
    yield Figure("reminders.noting_s", noted, "s")
    yield Figure("reminders.writing_s", written, "s")
    yield Figure("reminders.delivering_s", delivered, "s")
    yield Figure(f"reminders.{DUE}_s", noted + written + delivered, "s", bar=BAR_S)
    yield Figure("reminders.memory_growth_mb", grown, "MB", bar=BAR_MB)
    yield Figure("reminders.nothing_to_do_s", _seconds(lambda: carrying_on.note(at)), "s")


def _fill(now: datetime) -> None:
    """Teams whose people all have work; a fifth of it is due today, the rest in months."""
    teams = Team.objects.bulk_create(Team(name=f"Team {n}", slug=f"reminded-{n}") for n in range(TEAMS))
    people = User.objects.bulk_create(
        (User(name=f"Person {n}", email=f"reminded-{n}@example.com") for n in range(PEOPLE)), batch_size=BATCH
    )
    Membership.objects.bulk_create(
        (Membership(team=teams[n % TEAMS], user=person, role=Role.MEMBER) for n, person in enumerate(people)),
        batch_size=BATCH,
    )
    today, long_ago = _morning().date(), now - timedelta(days=90)
    for start in range(0, ACTIONS, BATCH):
        Action.objects.bulk_create(
            Action(
                team=teams[number % PEOPLE % TEAMS],
                responsible=people[number % PEOPLE],
                what=f"Rechnung {number} erst mit der Versandbestätigung auslösen",
                due_on=(due_on := today if number < DUE else today + timedelta(days=60)),
                promised_on=due_on,
                assigned_at=long_ago,
            )
            for number in range(start, min(start + BATCH, ACTIONS))
        )
    Action.objects.update(created_at=long_ago)


def _morning() -> datetime:
    """Ten o'clock of a working day in Berlin."""
    return datetime(2027, 6, 8, 10, tzinfo=timezone.get_default_timezone())


def _deliver(at: datetime) -> bool:
    delivery.deliver_due(at)
    return Letter.objects.due(at).exists()


def _seconds(turn: Callable[[], bool]) -> float:
    begun = perf_counter()
    while turn():
        pass
    return perf_counter() - begun


def _memory_mb(which: str = "VmRSS") -> float:
    """What the process holds now, and forgets the most that it held; or that most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    if which == "VmRSS":
        Path("/proc/self/clear_refs").write_text("5")
    return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1024


@contextmanager
def _mail_server() -> Iterator[Sink]:
    """The program's mail server for the length of the block."""
    sink = Sink()
    with socket.create_server((HOST, 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(sink, hostname=HOST, port=port)
    controller.start()
    kept = settings.EMAIL_URL, settings.MAILERS
    settings.EMAIL_URL = f"smtp://{HOST}:{port}"
    options = {"host": HOST, "port": port, "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    try:
        yield sink
    finally:
        controller.stop()
        settings.EMAIL_URL, settings.MAILERS = kept
