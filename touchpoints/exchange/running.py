"""What goes on in the background for tables that are read in: work is claimed, carried on and, at last, given up.

The run's row is the truth. A worker claims it for a while, so that of several one works and another takes over if it
dies; the message to the worker only makes it happen now.
"""

from datetime import datetime, timedelta

from touchpoints.exchange.importing import GIVEN_UP, reading
from touchpoints.exchange.undoing import taking_back
from touchpoints.models import ImportRun

State = ImportRun.State

LEASE = timedelta(minutes=2)
"""How long a worker may take before another carries on; 5,000 rows take about ten seconds."""
KEPT_FOR = timedelta(days=1)
"""How long an upload waits for a person."""
TRIED_FOR = timedelta(days=2)
"""How long after its upload a table that no worker could finish is given up."""


def unclaimed(at: datetime) -> list[int]:
    """Runs that wait for a worker and have none now."""
    return list(ImportRun.objects.unclaimed(at).values_list("pk", flat=True))


def carry_on(*, run_pk: int, at: datetime) -> None:
    """Read in what is left of a table, or take it back, unless another worker is at it."""
    claimed_until = at + LEASE
    if not ImportRun.objects.unclaimed(at).filter(pk=run_pk).update(claimed_until=claimed_until):
        return
    ImportRun.objects.filter(pk=run_pk, state=State.WAITING).update(state=State.RUNNING)
    run = ImportRun.objects.select_related("team", "by").get(pk=run_pk)
    if run.state == State.UNDOING:
        taking_back(run, claimed_until=claimed_until)
    else:
        reading(run, claimed_until=claimed_until, at=at)


def tidy(at: datetime) -> None:
    """Forget uploads that nobody went on with, and give up what no worker could finish."""
    ImportRun.objects.filter(state=State.UPLOADED, created_at__lte=at - KEPT_FOR).delete()
    reading_for_days = (
        ImportRun.objects.unclaimed(at).filter(created_at__lte=at - TRIED_FOR).exclude(state=State.UNDOING)
    )
    reading_for_days.update(**GIVEN_UP)
