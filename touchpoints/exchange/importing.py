"""Takes an uploaded table into the inventory, some rows at a time.

What a batch makes is stored with how far it is in one transaction: a row is read once, whoever dies in between.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teams.models import Team, User
from touchpoints.exchange.checking import Line, checked
from touchpoints.exchange.opening import Table
from touchpoints.exchange.refusals import Gone, NotNow
from touchpoints.exchange.writing import Hand
from touchpoints.models import ImportRun
from touchpoints.models.exchange import ImportRunQuerySet

State = ImportRun.State
logger = logging.getLogger(__name__)

BATCH = 250
"""Rows of one transaction: others who write wait no longer than that takes."""
SAID = ["mapping", "existing", "adds_stages", "adds_departments"]
"""What people say about an upload before it is read in."""
MOVED = ["state", "done", "left_out", "added", "changed", "kept", "claimed_until"]
"""What changes with each batch; the rows are too much to be read and written every time."""
GIVEN_UP: dict[str, Any] = {"state": State.FAILED, "rows": [], "claimed_until": None}
"""What a run becomes that cannot be finished."""


def receive(*, team: Team, by: User, file_name: str, table: Table, mapping: dict[str, str]) -> ImportRun:
    """Keep the uploaded table until somebody has named its columns."""
    rows = [[number, *cells] for number, cells in table.rows]
    return ImportRun.objects.create(
        team=team,
        by=by,
        file_name=file_name[-120:],
        columns=table.headings,
        rows=rows,
        mapping=mapping,
        total=len(rows),
    )


def name_columns(*, run: ImportRun) -> None:
    """Keep what the run now says about its columns. Raises NotNow if it is started, Gone if it is discarded."""
    _move_on(run, **{name: getattr(run, name) for name in SAID})


def start(*, run: ImportRun, by: User) -> None:
    """Hand the table to a worker, once, with its columns as the run says. Raises NotNow as `name_columns` does."""
    _move_on(run, **{name: getattr(run, name) for name in SAID}, state=State.WAITING, by=by)


def discard(*, run: ImportRun) -> None:
    """Forget the upload. Raises NotNow as `name_columns` does."""
    uploaded = _uploaded(run)
    if not uploaded._raw_delete(uploaded.db):  # `delete` would look first and delete by key what has been started since
        raise _too_late(run)


def _move_on(run: ImportRun, **values: Any) -> None:
    if not _uploaded(run).update(**values):
        raise _too_late(run)


def _uploaded(run: ImportRun) -> ImportRunQuerySet:
    return ImportRun.objects.filter(pk=run.pk, state=State.UPLOADED)


def _too_late(run: ImportRun) -> NotNow:
    if ImportRun.objects.filter(pk=run.pk).exists():
        return NotNow(_("Diese Tabelle wird schon eingelesen."))
    return Gone(_("Diese Tabelle hat inzwischen jemand verworfen."))


def reading(run: ImportRun, *, claimed_until: datetime, at: datetime) -> None:
    """Read the rows that are left, for as long as nobody else has claimed the run."""
    lines = checked(run).lines
    has_more = True
    while has_more:
        try:
            has_more = _next_batch(run, lines, claimed_until=claimed_until, at=at)
        except IntegrityError:  # a colleague typed in the same name in this very moment: that is known now
            has_more = _second_try(run, lines, claimed_until=claimed_until, at=at)


def _second_try(run: ImportRun, lines: list[Line], *, claimed_until: datetime, at: datetime) -> bool:
    """The batch once more; if the database refuses it again, the run has failed, and what it has made stays."""
    try:
        return _next_batch(run, lines, claimed_until=claimed_until, at=at)
    except IntegrityError:
        logger.exception("Import %s was refused twice", run.pk)
        ImportRun.objects.filter(pk=run.pk, state=State.RUNNING, claimed_until=claimed_until).update(**GIVEN_UP)
        return False


@transaction.atomic
def _next_batch(run: ImportRun, lines: list[Line], *, claimed_until: datetime, at: datetime) -> bool:
    """Read some rows, or end the run behind the last; whether there is more to do."""
    if not still_mine(run, State.RUNNING, claimed_until):
        return False
    batch = lines[run.done : run.done + BATCH]
    Hand(run, at).write([line for line in batch if not line.problems])
    run.left_out += sum(bool(line.problems) for line in batch)
    run.done += len(batch)
    is_over = run.done >= len(lines)
    if is_over:
        run.state, run.rows, run.claimed_until = State.DONE, [], None
        run.save(update_fields=["rows"])
    run.save(update_fields=MOVED)
    return not is_over


def still_mine(run: ImportRun, state: str, claimed_until: datetime) -> bool:
    """Lock the run as it is now; whether it is in that state, and still claimed by who claimed it until then.

    Two runs of a team take turns, so that each sees what the other made.
    """
    Team.objects.select_for_update(no_key=True).get(pk=run.team_id)
    run.refresh_from_db(fields=MOVED, from_queryset=ImportRun.objects.select_for_update(of=("self",)))
    return run.state == state and run.claimed_until == claimed_until
