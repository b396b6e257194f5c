"""What the worker does for rounds. A task fetches one row and calls one deed; sweeps find what was left."""

import logging

from celery import shared_task
from django.utils import timezone

from meetings import planning, printing

logger = logging.getLogger(__name__)


@shared_task
def print_minutes(minutes_pk: int) -> None:
    """Print and mail one round's minutes."""
    printing.print_minutes(minutes_pk=minutes_pk, at=timezone.now())


@shared_task
def sweep_minutes() -> None:
    """Print what a dead worker or a lost message left waiting."""
    for minutes_pk in printing.waiting(timezone.now()):
        printing.print_minutes(minutes_pk=minutes_pk, at=timezone.now())


@shared_task
def sweep_series() -> None:
    """Plan the next round of series that nobody held the last one of, or let them rest."""
    for series in planning.stalled(timezone.now()):
        try:
            planning.go_on(series=series, at=timezone.now())
        except Exception:  # one that breaks must not keep back those behind it
            logger.exception("Series %s has no next round", series.pk)
