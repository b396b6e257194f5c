"""What the worker does for the inventory. A task fetches one row and calls one deed; sweeps find what was left."""

import logging

from celery import shared_task
from django.utils import timezone

from touchpoints.exchange import running

logger = logging.getLogger(__name__)


@shared_task
def carry_on_import(run_pk: int) -> None:
    """Read an uploaded table into the inventory, or take it back."""
    running.carry_on(run_pk=run_pk, at=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Carry on what a dead worker or a lost message left, and forget old uploads."""
    running.tidy(timezone.now())
    for run_pk in running.unclaimed(timezone.now()):
        try:
            running.carry_on(run_pk=run_pk, at=timezone.now())
        except Exception:  # one that breaks must not keep back those behind it
            logger.exception("Import %s could not be carried on", run_pk)
