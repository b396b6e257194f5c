"""Uploaded tables for tests, and what becomes of them when a worker had them."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.urls import reverse

from teams.models import Membership, Team
from tests.factories import NOW, ImportRunFactory, UserFactory
from touchpoints.exchange import running
from touchpoints.exchange.checking import checked
from touchpoints.models import ImportRun

State = ImportRun.State
HEADINGS = ["Name", "Art", "Kaufphase", "Bereich", "Verantwortlich", "Zielgruppen", "Status", "Wichtigkeit"]
FIELDS = ["name", "kind", "stage", "department", "owner", "tags", "status", "importance_customer"]


def url(team: Team, name: str, *args: int) -> str:
    """An address of the team's inventory."""
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def a_run(team: Team, *rows: str, by: Membership | None = None, **values: Any) -> ImportRun:
    """An uploaded table with the headings above; cells are separated by bars."""
    cells = [
        [number, *row.split("|"), *[""] * (len(HEADINGS) - row.count("|") - 1)] for number, row in enumerate(rows, 2)
    ]
    mapping = dict(zip(HEADINGS, FIELDS, strict=True))
    person = by.user if by else UserFactory()
    return ImportRunFactory(
        team=team, by=person, columns=HEADINGS, rows=cells, mapping=mapping, total=len(rows), **values
    )


def read_in(run: ImportRun) -> ImportRun:
    """The run after a worker had it."""
    ImportRun.objects.filter(pk=run.pk).update(state=State.WAITING)
    running.carry_on(run_pk=run.pk, at=NOW)
    run.refresh_from_db()
    return run


def taken_back(run: ImportRun) -> ImportRun:
    """The run after a worker has undone it."""
    ImportRun.objects.filter(pk=run.pk).update(state=State.UNDOING)
    running.carry_on(run_pk=run.pk, at=NOW)
    run.refresh_from_db()
    return run


def sentences(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in checked(run).problems]


def content_of(answer: Any) -> bytes:
    """What is in a file that was handed out; read to its end, it is closed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def csv_lines(answer: Any) -> list[list[str]]:
    """The headings and lines of a CSV that was handed out."""
    text = content_of(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
