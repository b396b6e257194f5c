"""`manage.py receive_mail vertrieb-sued < mail` takes in one mail, as the mail server pipes it.

Exit codes are those of sysexits.h, by which mail servers go: 0 taken, or rightly not taken; 64 wrong call; 65 nothing
or too much came; 67 no such team; 75 not now, to be tried again. Whatever goes wrong otherwise is 75, too, so that the
mail stays with the server.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from feedback.collecting.mail_in import take_in
from teams.models import Team

LARGEST = 30 * 1024 * 1024
"""Bytes of one mail with all that is attached; mail servers mostly allow less."""

logger = logging.getLogger(__name__)


class Refused(CommandError):
    """Ends the command with a code that a mail server understands."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence, returncode=code)


class Command(BaseCommand):
    """Takes in one mail."""

    help = "Takes in one mail (RFC 5322) from standard input as a customer's voice of a team."
    stealth_options = ("stdin",)
    requires_system_checks = ()  # a mail waits for nothing that only pages need

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose voice it is."""
        parser.add_argument("team", help="the team's short name, as it stands in addresses")
        parser.add_argument(
            "--lists", action="store_true", help="take mails that come through a mailing list or group address, too"
        )

    def handle(self, *args: Any, team: str, lists: bool, **options: Any) -> None:
        """Read, store, say what became of it."""
        raw = _mail(options.get("stdin") or sys.stdin.buffer)
        try:
            self._take_in(team, raw, takes_lists=lists)
        except Refused:
            raise
        except Exception as fault:
            logger.exception("A mail could not be taken in and stays with the mail server.")
            raise Refused(f"Not now: {type(fault).__name__}", os.EX_TEMPFAIL) from fault

    def _take_in(self, slug: str, raw: bytes, *, takes_lists: bool) -> None:
        team = Team.objects.filter(slug__iexact=slug).first()  # people write addresses in any letters
        if team is None:
            raise Refused(f"No team is called {slug}.", os.EX_NOUSER)
        receipt = take_in(team=team, raw=raw, at=timezone.now(), takes_lists=takes_lists)
        self.stdout.write(f"voice {receipt.voice.pk}" if receipt.voice else f"not taken: {receipt.reason}")


def _mail(stdin: BinaryIO) -> bytes:
    raw = stdin.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused(f"More than {LARGEST} bytes.", os.EX_DATAERR)
    if not raw.strip():
        raise Refused("No mail came.", os.EX_DATAERR)
    return raw
