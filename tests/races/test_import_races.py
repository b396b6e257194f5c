"""Tables that are read in and taken back while others work at the same touchpoints: nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import TouchpointFactory
from tests.races.at_once import at_once
from tests.touchpoints.tables import a_run, read_in, url
from touchpoints.exchange import importing, running, undoing
from touchpoints.exchange.changing_many import Changes, change
from touchpoints.exchange.refusals import NotNow
from touchpoints.models import ImportRun
from touchpoints.priorities.rating import rate

pytestmark = pytest.mark.django_db(transaction=True)

State = ImportRun.State
NAMES = [f"Punkt {number}" for number in range(30)]


def told(deed: Callable[[], object]) -> Callable[[], object]:
    """The deed; who comes too late gets the sentence as its answer."""

    def act() -> object:
        try:
            return deed()
        except NotNow as refusal:
            return refusal

    return act


def test_of_those_who_start_and_discard_at_once_one_wins_and_the_others_are_told(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline")
    starts = [told(partial(importing.start, run=run, by=ben.user)) for _click in range(3)]
    discards = [told(partial(importing.discard, run=run)) for _click in range(3)]
    results = at_once([*starts, *discards])
    assert sum(isinstance(result, NotNow) for result in results) == 5
    has_started = any(result is None for result in results[:3])
    assert ImportRun.objects.filter(pk=run.pk, state=State.WAITING).exists() == has_started


def test_two_who_undo_at_once_take_it_back_once(team: Team, ben: Membership) -> None:
    run = read_in(a_run(team, "Hotline"))
    results = at_once([told(partial(undoing.undo, run=run)) for _click in range(4)])
    assert sum(isinstance(result, NotNow) for result in results) == 3
    running.carry_on(run_pk=run.pk, at=timezone.now())
    assert not team.touchpoints.exists()


def test_an_import_a_bulk_edit_and_a_rating_of_the_same_rows_all_end(team: Team, ben: Membership) -> None:
    touchpoints = [TouchpointFactory(team=team, name=name) for name in reversed(NAMES)]
    rows = [f"{name}|indirekt" for name in NAMES]
    runs = [a_run(team, *rows, existing="update", state=State.WAITING) for _worker in range(2)]
    ratings = {touchpoint.pk: {"effort": 3} for touchpoint in touchpoints}
    at_once(
        [
            *(partial(running.carry_on, run_pk=run.pk, at=timezone.now()) for run in runs),
            *(partial(change, team.touchpoints.all(), Changes({"is_key": True}), team=team) for _click in range(2)),
            *(partial(rate, team=team, ratings=ratings) for _click in range(2)),
        ]
    )
    assert team.touchpoints.filter(kind="indirect", is_key=True, effort=3).count() == len(NAMES)


def test_what_is_edited_while_its_import_is_undone_is_either_gone_or_as_edited(team: Team, ben: Membership) -> None:
    run = read_in(a_run(team, *NAMES))
    edited = list(team.touchpoints.order_by("-pk")[:5])
    ImportRun.objects.filter(pk=run.pk).update(state=State.UNDOING)

    def edit(touchpoint: Any) -> object:
        return signed_in(ben).post(url(team, "mark_key", touchpoint.pk), {"key": "on"})

    at_once(
        [
            partial(running.carry_on, run_pk=run.pk, at=timezone.now()),
            *(partial(edit, touchpoint) for touchpoint in edited),
        ]
    )
    run.refresh_from_db()
    assert run.state == State.UNDONE
    left = set(team.touchpoints.values_list("pk", "is_key"))
    assert left <= {(touchpoint.pk, True) for touchpoint in edited}
    assert {entry["touchpoint"] for entry in run.kept} == {pk for pk, _is_key in left}
