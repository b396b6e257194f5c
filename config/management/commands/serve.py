"""One command for one machine: sees that all is there, then serves pages, streams and background work."""

from __future__ import annotations

import logging
import os
import signal
import socket
import tempfile
from contextlib import suppress
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from teams.models import Membership, Role
from teams.signin import one_time_link

SILENT_READER = 20_000
"""Milliseconds after which a screen that acknowledges nothing counts as gone."""
KEPT_CONNECTION = 130
"""Seconds that a connection may rest: longer than proxies keep theirs, so that none is used that just closes."""
LAST_REQUESTS = 3
"""Seconds that requests in flight have when the server stops."""


class Command(BaseCommand):
    """Everything in one process, on HOST and PORT."""

    help = "Starts Kontaktpunkt on this machine, with a demo team if the database is empty."
    requires_system_checks = ()  # they import the views, and with them what may be missing

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, prepare, say where, serve until Ctrl-C."""
        listener = listen(settings.HOST, settings.PORT)
        check_folder()
        check_printing()
        check_database()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        create_demo_in_empty_database()
        server = uvicorn.Server(configuration())
        for end in (signal.SIGINT, signal.SIGTERM):
            signal.signal(end, server.handle_exit)  # an exception could be swallowed by a callback while all starts
        self.stdout.write(greeting())
        server.run(sockets=[listener])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is impatient interrupts nothing that still is to be done
        self.stdout.flush()
        gather_database()
        os._exit(0)  # a request that still hangs in its thread would keep the process


def gather_database() -> None:
    """Put all into the one file of SQLite, which stands alone then; not if somebody still writes."""
    if connection.vendor == "sqlite":
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1000")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve on. Raises CommandError with a sentence if it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # a closed laptop says no goodbye; this is how the server notices
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_READER)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise CommandError(
            _(
                "Auf %(host)s, Port %(port)s lässt sich nichts öffnen (%(error)s). "
                "Läuft Kontaktpunkt schon? Ein anderer Port geht so: PORT=%(other)s make start"
            )
            % {"host": host, "port": port, "error": error.strerror, "other": port + 1}
        ) from error
    return listener


def check_folder() -> None:
    """Database, files and mails live in one folder. Raises CommandError with a sentence if it is read-only."""
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.VAR_DIR):
            pass
    except OSError as error:
        raise CommandError(
            _("Kontaktpunkt braucht einen Ordner zum Schreiben, und %(folder)s geht nicht: %(error)s.")
            % {"folder": settings.VAR_DIR, "error": error.strerror}
        ) from error


def check_printing() -> None:
    """Minutes need Pango. Raises CommandError with a sentence if it is missing."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise CommandError(
            _(
                "Zum Drucken der Protokolle fehlt eine Systembibliothek (%(error)s). Auf Debian und Ubuntu hilft: "
                "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            )
            % {"error": str(error).splitlines()[0]}
        ) from error


def check_database() -> None:
    """Raises CommandError with a sentence if the database does not answer or is ahead of this program."""
    try:
        loader = MigrationLoader(connection)
    except DatabaseError as error:
        raise CommandError(_("Die Datenbank antwortet nicht: %(error)s") % {"error": error}) from error
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        raise CommandError(
            _(
                "Die Datenbank kommt von einer neueren Version von Kontaktpunkt (sie kennt %(migration)s). "
                "Mit dieser neueren Version oder mit einer Sicherung geht es weiter."
            )
            % {"migration": ".".join(unknown[0])}
        )


def create_demo_in_empty_database() -> None:
    """A team to try everything with, unless somebody is here already."""
    if not Membership.objects.exists():
        from config.demo import create_demo

        create_demo(at=timezone.now())


def greeting() -> str:
    """Where to open it, how to get in, where the mails are, how to stop."""
    lines = [
        (_("Kontaktpunkt läuft:"), settings.BASE_URL),
        *sign_in_links(),
        (_("E-Mails zum Nachlesen:"), f"{settings.BASE_URL}{reverse('outbox')}"),
        (_("Beenden:"), _("Strg+C")),
    ]
    width = max(len(label) for label, _value in lines)
    return "\n".join(["", *(f"  {label:<{width}}  {value}" for label, value in lines), ""])


def sign_in_links() -> list[tuple[str, str]]:
    """A one-time link for the first lead and the first member."""
    people = [Membership.objects.filter(role=role).order_by("pk").first() for role in (Role.LEAD, Role.MEMBER)]
    return [
        (
            _("Einmal-Link für %(name)s (%(role)s):")
            % {"name": membership.user.name, "role": membership.get_role_display()},
            one_time_link(membership.user, timezone.now()),
        )
        for membership in people
        if membership
    ]


def configuration() -> uvicorn.Config:
    """How the server runs; the application is loaded when this returns."""
    for name in ("celery", "kombu"):
        logging.getLogger(name).setLevel(logging.WARNING)
    config = uvicorn.Config(
        "config.asgi:application",
        lifespan="on",
        log_config=None,
        log_level="warning",
        timeout_keep_alive=KEPT_CONNECTION,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    config.load()
    return config
