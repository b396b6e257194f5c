"""Takes an uploaded table of voices in, some rows at a time.

What a batch keeps is stored with how far it is in one transaction: a row is read once, whoever dies in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback import keeping
from feedback.exchange import undoing
from feedback.exchange.checking import Clerk
from feedback.exchange.fields import guessed
from feedback.exchange.opening import Opened
from feedback.exchange.options import Options
from feedback.models import FeedbackRun
from teams.models import Team, User
from touchpoints.exchange.opening import Row
from touchpoints.exchange.refusals import Gone, NotNow

State = FeedbackRun.State

BATCH = 500
"""Rows of one transaction: others who write wait no longer than that takes."""
LEASE = timedelta(minutes=1)
"""How long a batch may take before another worker carries on."""
PROBLEMS_KEPT = 200
MOVED = ["state", "done", "taken", "repeated", "problems", "options", "claimed_until", "ended_at"]
"""What changes with each batch; the rows are too much to be read and written every time."""


def receive(*, team: Team, by: User, file_name: str, table: Opened) -> FeedbackRun:
    """Keep the uploaded table until somebody has named its columns."""
    options = Options(
        headings=table.headings, fingerprint=sha256(table.content).hexdigest(), language=get_language() or "de"
    )
    return FeedbackRun.objects.create(
        team=team,
        by=by,
        file_name=file_name[-120:],
        content=table.content,
        columns=_as_last_time(team, table.headings) or guessed(table.headings),
        options=options.as_kept(),
        total=table.total,
    )


def _as_last_time(team: Team, headings: list[str]) -> dict[str, int]:
    """How the team last read a table with the same headings; empty if it never did."""
    ended = team.feedback_runs.filter(state=State.DONE).values_list("columns", "options")[:50]
    return next((columns for columns, options in ended if options.get("headings") == headings), {})


def earlier(run: FeedbackRun) -> FeedbackRun | None:
    """The same rows under whatever name, if the team has read them in before."""
    same = run.team.feedback_runs.filter(options__fingerprint=run.options.get("fingerprint"), state=State.DONE)
    return same.exclude(pk=run.pk).defer("content").first()


def name_columns(*, run: FeedbackRun) -> None:
    """Keep what the run now says about its table. Raises NotNow if it is started, Gone if it is discarded."""
    _move_on(run, columns=run.columns, options=run.options)


def start(*, run: FeedbackRun, by: User) -> None:
    """Hand the table to a worker, once, with its columns as the run says. Raises NotNow as `name_columns` does."""
    _move_on(run, columns=run.columns, options=run.options, state=State.WAITING, by=by)


def discard(*, run: FeedbackRun) -> None:
    """Forget the upload. Raises NotNow as `name_columns` does."""
    uploaded = FeedbackRun.objects.filter(pk=run.pk, state=State.UPLOADED)
    if not uploaded._raw_delete(uploaded.db):  # `delete` would look first and delete by key what has been started since
        raise _too_late(run)


def _move_on(run: FeedbackRun, **values: object) -> None:
    if not FeedbackRun.objects.filter(pk=run.pk, state=State.UPLOADED).update(**values):
        raise _too_late(run)


def _too_late(run: FeedbackRun) -> NotNow:
    if FeedbackRun.objects.filter(pk=run.pk).exists():
        return NotNow(_("Diese Tabelle wird schon eingelesen."))
    return Gone(_("Diese Tabelle hat inzwischen jemand verworfen."))


@transaction.atomic
def next_batch(run: FeedbackRun, rows: Iterator[Row], *, at: datetime) -> bool:
    """Take the next of the rows, or end the run behind the last; whether there is more to do.

    Whoever has the run goes on as long as nobody else has claimed it; `rows` must stand where it is.
    Raises IntegrityError if a voice of the same key came in at this very moment; nothing has been taken then.
    """
    mine = run.claimed_until
    run.refresh_from_db(fields=MOVED, from_queryset=FeedbackRun.objects.select_for_update(of=("self",)))
    if run.state != State.RUNNING or run.claimed_until != mine:
        return False
    batch, clerk = list(islice(rows, BATCH)), Clerk(run, at)
    lines = clerk.lines(batch)
    voices = [line.voice for line in lines if line.voice]
    kept = keeping.keep_many(voices, at=at)
    undoing.note(run, kept)
    run.taken += len(kept)
    run.repeated += len(voices) - len(kept)
    run.done += len(batch)
    found = [asdict(problem) for line in lines for problem in line.problems]
    run.problems = (run.problems + found)[:PROBLEMS_KEPT]
    clerk.options.missing = list(clerk.missing.values())
    run.options, run.claimed_until = clerk.options.as_kept(), at + LEASE
    if is_over := len(batch) < BATCH:
        run.state, run.content, run.claimed_until, run.ended_at = State.DONE, b"", None, at
        run.save(update_fields=["content"])
    run.save(update_fields=MOVED)
    return not is_over
