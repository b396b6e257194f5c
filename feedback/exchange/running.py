"""What goes on in the background for tables of voices: one is claimed, carried on and, at last, given up.

The run's row is the truth. A worker claims it for a while, so that of several one works and another takes over if it
dies; the message to the worker only makes it happen now.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils import translation

from feedback.exchange import undoing
from feedback.exchange.importing import LEASE, next_batch
from feedback.exchange.options import Options
from feedback.exchange.packing import unpacked
from feedback.models import FeedbackRun
from feedback.models.collecting import MOVING

State = FeedbackRun.State
logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=1)
"""How long an upload waits for a person."""
TRIED_FOR = timedelta(days=2)
"""How long after its upload a table that no worker could finish is given up."""
TRIES = 3
"""How often a batch is tried into which somebody else brings the same voices."""


def unclaimed(at: datetime) -> QuerySet[FeedbackRun]:
    """Runs that wait for a worker and have none now."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return FeedbackRun.objects.filter(free, state__in=MOVING)


def carry_on(*, run_pk: int, now: Callable[[], datetime]) -> None:
    """Take a table in or back, as far as that is left, unless another worker is at it; `now` is asked at each batch."""
    at = now()
    if not unclaimed(at).filter(pk=run_pk).update(claimed_until=at + LEASE):
        return
    FeedbackRun.objects.filter(pk=run_pk, state=State.WAITING).update(state=State.RUNNING)
    run = FeedbackRun.objects.select_related("team", "by").get(pk=run_pk)
    if run.state == State.UNDOING:
        _take_back(run, now)
        return
    with translation.override(Options.of(run).language):
        _take(run, now)


def _take_back(run: FeedbackRun, now: Callable[[], datetime]) -> None:
    claim = run.claimed_until
    while claim and undoing.next_batch(run, claimed_until=claim, at=now(), lease=LEASE):
        claim = run.claimed_until


def _take(run: FeedbackRun, now: Callable[[], datetime]) -> None:
    rows, tries, has_more = unpacked(run.content, run.done), 0, True
    while has_more:
        begin, claim = run.done, run.claimed_until
        try:
            has_more, tries = next_batch(run, rows, at=now()), 0
        except IntegrityError:
            logger.warning("Table %s met a voice that came in at the same moment", run.pk, exc_info=True)
            tries += 1
            if tries == TRIES:
                give_up(FeedbackRun.objects.filter(pk=run.pk, claimed_until=claim), at=now())
                return
            run.refresh_from_db(fields=["content"])  # as the row is, not as far as the batch had come
            run.claimed_until, rows = claim, unpacked(run.content, begin)


def tidy(at: datetime) -> None:
    """Forget uploads that nobody went on with, give up what no worker could finish, and what undoing would need."""
    FeedbackRun.objects.filter(state=State.UPLOADED, created_at__lte=at - KEPT_FOR).delete()
    give_up(unclaimed(at).filter(created_at__lte=at - TRIED_FOR).exclude(state=State.UNDOING), at=at)
    undoing.forget_signs(at)


def give_up(runs: QuerySet[FeedbackRun], *, at: datetime) -> None:
    """They have failed; what they have taken in stays."""
    runs.update(state=State.FAILED, content=b"", claimed_until=None, ended_at=at)
