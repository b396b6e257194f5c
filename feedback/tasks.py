"""What the worker does for the voices. A task calls one deed; the clock's next tick finds what a lost message left."""

import logging

from celery import shared_task
from django.utils import timezone

from feedback.alerting import noticing, telling
from feedback.answering import forgetting
from feedback.asking import sending
from feedback.exchange import running
from feedback.topics import rereading
from feedback.workspaces import recovery

logger = logging.getLogger(__name__)


@shared_task
def sweep_alerts() -> None:
    """Look for rises that no single voice has shown, then tell everything that still waits."""
    at = timezone.now()
    noticing.notice_rises(at)
    telling.tell(at)


@shared_task
def sweep_late_cases() -> None:
    """Write to those who look after a customer whose deadline has passed; what does not fit gets another turn."""
    if recovery.tell_of_late_ones(timezone.now()) == recovery.AT_ONCE:
        sweep_late_cases.delay()


@shared_task
def carry_on_table(run_pk: int) -> None:
    """Take in an uploaded table of voices."""
    running.carry_on(run_pk=run_pk, now=timezone.now)


@shared_task
def sweep_tables() -> None:
    """Carry on what a dead worker or a lost message left, and forget old uploads."""
    at = timezone.now()
    running.tidy(at)
    for run_pk in list(running.unclaimed(at).values_list("pk", flat=True)):
        try:
            running.carry_on(run_pk=run_pk, now=timezone.now)
        except Exception:  # one that breaks must not keep back those behind it
            logger.exception("Table %s could not be carried on", run_pk)


@shared_task
def forget_what_is_over() -> None:
    """Delete contacts and words whose time is over; what does not fit into one turn gets another."""
    if forgetting.forget_old(timezone.now()):
        forget_what_is_over.delay()


@shared_task
def forget_whom_links_were_for() -> None:
    """Take from one-use links whom they were for, once that person may be asked again."""
    sending.forget_customers(at=timezone.now())


@shared_task
def read_again(rereading_pk: int) -> None:
    """Read unjudged voices once more by a dictionary that has changed; the rest gets another turn."""
    if rereading.carry_on(rereading_pk, at=timezone.now()):
        read_again.delay(rereading_pk)


@shared_task
def sweep_rereading() -> None:
    """Carry on what a dead worker or a lost message left."""
    for rereading_pk in rereading.left_alone(timezone.now()):
        read_again.delay(rereading_pk)
