"""What the worker does for the house: it packs. A task fetches one row and calls one deed; a sweep finds the rest."""

import logging

from celery import shared_task
from django.utils import timezone

from config import packing

logger = logging.getLogger(__name__)


@shared_task
def pack_whole_team(archive_pk: int) -> None:
    """Pack one team's archive."""
    packing.carry_on(archive_pk=archive_pk, at=timezone.now())


@shared_task
def sweep_archives() -> None:
    """Pack what a dead worker or a lost message left, and delete old archives."""
    packing.tidy(timezone.now())
    for archive_pk in packing.unclaimed(timezone.now()):
        try:
            packing.carry_on(archive_pk=archive_pk, at=timezone.now())
        except Exception:  # one that breaks must not keep back those behind it
            logger.exception("Archive %s could not be packed", archive_pk)
