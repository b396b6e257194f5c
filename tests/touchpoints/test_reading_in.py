"""The worker reads a table into the inventory: once, whoever dies in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import (
    NOW,
    DepartmentFactory,
    StageFactory,
    TouchpointFactory,
)
from tests.touchpoints.tables import a_run, read_in, taken_back
from touchpoints.exchange import importing, running
from touchpoints.exchange.checking import checked
from touchpoints.exchange.writing import Hand
from touchpoints.models import ImportRun, Kind, Touchpoint
from touchpoints.tasks import sweep_imports

State = ImportRun.State


def test_stages_and_departments_are_added_when_that_is_ticked(team: Team) -> None:
    StageFactory(team=team, name="Kauf", position=0)
    DepartmentFactory(team=team, name="Service")
    run = a_run(team, "A||kauf|SERVICE", "B||Nutzung|Technik", "C||nutzung|technik")
    run.adds_stages = run.adds_departments = True
    run.save()
    assert (checked(run).new_stages, checked(run).new_departments) == (["Nutzung"], ["Technik"])
    read_in(run)
    assert list(team.stages.values_list("name", flat=True)) == ["Kauf", "Nutzung"]
    assert set(team.departments.values_list("name", flat=True)) == {"Service", "Technik"}
    assert team.touchpoints.filter(stage__name="Nutzung", department__name="Technik").count() == 2


def test_everything_that_is_made_has_its_beginning_in_the_history(team: Team, ben: Membership) -> None:
    read_in(a_run(team, "Hotline|||||Neukunden, Praxen", by=ben))
    record = Touchpoint.objects.get().history.get()
    assert record.history_type == "+"
    assert record.history_user == ben.user
    assert {row.tag.name for row in record.tags.all()} == {"Neukunden", "Praxen"}


def test_existing_touchpoints_are_skipped(team: Team) -> None:
    TouchpointFactory(team=team, name="Hotline", kind=Kind.DIRECT)
    run = read_in(a_run(team, "hotline|indirekt", "Rechnung"))
    assert team.touchpoints.get(name="Hotline").kind == Kind.DIRECT
    assert (len(run.created), run.changed, run.unchanged) == (1, [], 1)


def test_what_only_skipped_rows_name_does_not_come_to_be(team: Team) -> None:
    TouchpointFactory(team=team, name="Hotline")
    run = a_run(team, "hotline||Nutzung|Technik||Praxen", "Rechnung", adds_stages=True, adds_departments=True)
    assert (checked(run).new_stages, checked(run).new_departments) == ([], [])
    read_in(run)
    assert not team.stages.exists()
    assert not team.departments.exists()
    assert not team.tags.exists()


def test_what_only_rows_with_problems_name_is_not_announced(team: Team) -> None:
    run = a_run(team, "Hotline|seltsam|Nutzung", "Rechnung||Kauf", adds_stages=True)
    assert checked(run).new_stages == ["Kauf"]


def test_existing_touchpoints_are_updated_where_a_cell_is_filled(team: Team) -> None:
    hotline = TouchpointFactory(team=team, name="Hotline", kind=Kind.DIRECT, importance_customer=2, goal="Helfen")
    same = TouchpointFactory(team=team, name="Rechnung", kind=Kind.INDIRECT)
    run = read_in(a_run(team, "hotline|indirekt||||Praxen", "Rechnung|indirekt", existing="update"))
    hotline.refresh_from_db()
    assert (hotline.kind, hotline.importance_customer, hotline.goal) == (Kind.INDIRECT, 2, "Helfen")
    assert [tag.name for tag in hotline.tags.all()] == ["Praxen"]
    assert hotline.history.first().history_type == "~"
    assert (run.changed, run.unchanged) == ([hotline.pk], 1)
    assert same.history.count() == 1


def test_a_retired_touchpoint_that_is_active_in_the_table_loses_its_reason(team: Team) -> None:
    fax = TouchpointFactory(team=team, name="Fax", status="retired", status_reason="Niemand faxt mehr.")
    read_in(a_run(team, "Fax||||||aktiv", existing="update"))
    fax.refresh_from_db()
    assert (fax.status, fax.status_reason) == ("active", "")


def test_two_imports_with_the_same_name_make_it_once(team: Team) -> None:
    first, second = a_run(team, "Hotline"), a_run(team, "HOTLINE")
    read_in(first)
    read_in(second)
    assert team.touchpoints.count() == 1
    assert second.unchanged == 1


def test_another_worker_carries_on_where_the_first_died(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    run = a_run(team, "A", "B", "C", "D", "E", state=State.WAITING)
    write, batches = Hand.write, []

    def dies(hand: Any, lines: Any) -> None:
        batches.append(lines)
        if len(batches) == 2:
            write(hand, lines)
            raise KeyboardInterrupt
        write(hand, lines)

    monkeypatch.setattr(Hand, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        running.carry_on(run_pk=run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.done, team.touchpoints.count()) == (State.RUNNING, 2, 2)

    assert running.unclaimed(NOW + timedelta(seconds=30)) == []
    running.carry_on(run_pk=run.pk, at=NOW + timedelta(seconds=30))
    assert team.touchpoints.count() == 2

    later = NOW + running.LEASE
    assert running.unclaimed(later) == [run.pk]
    running.carry_on(run_pk=run.pk, at=later)
    run.refresh_from_db()
    assert (run.state, run.done, team.touchpoints.count(), len(run.created)) == (State.DONE, 5, 5, 5)


def test_a_batch_that_the_database_refuses_once_is_read_at_the_second_try(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _refused(team, monkeypatch, times=1).state == State.DONE
    assert team.touchpoints.count() == 3


def test_a_batch_that_the_database_refuses_twice_ends_the_run_with_a_sentence(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _refused(team, monkeypatch, times=2)
    assert (run.state, run.rows, run.claimed_until, run.done) == (State.FAILED, [], None, 2)
    assert team.touchpoints.count() == 2
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert "Noch einmal hochgeladen, werden die fertigen Zeilen erkannt" in page
    assert not taken_back(run).created
    assert not team.touchpoints.exists()


def _refused(team: Team, monkeypatch: pytest.MonkeyPatch, *, times: int) -> ImportRun:
    """A run of two batches, the second refused so many times after it has written."""
    monkeypatch.setattr(importing, "BATCH", 2)
    write, refusals = Hand.write, [False] * times

    def refuses(hand: Any, lines: Any) -> None:
        write(hand, lines)
        if len(lines) == 1 and refusals:
            refusals.pop()
            raise IntegrityError

    monkeypatch.setattr(Hand, "write", refuses)
    return read_in(a_run(team, "A", "B", "C"))


def test_a_worker_stops_when_another_has_taken_over(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    run = a_run(team, "A", "B", "C", state=State.WAITING)
    look = importing.still_mine

    def overtaken_after_the_first(row: ImportRun, *args: Any) -> bool:
        if team.touchpoints.exists():
            ImportRun.objects.filter(pk=run.pk).update(claimed_until=NOW + timedelta(hours=1))
        return look(row, *args)

    monkeypatch.setattr(importing, "still_mine", overtaken_after_the_first)
    running.carry_on(run_pk=run.pk, at=NOW)
    assert team.touchpoints.count() == 1


def test_reading_a_finished_run_again_changes_nothing(team: Team) -> None:
    run = read_in(a_run(team, "Hotline"))
    running.carry_on(run_pk=run.pk, at=NOW + timedelta(days=1))
    assert team.touchpoints.count() == 1
    assert run.rows == []


def test_the_sweep_carries_on_what_nobody_works_at(team: Team) -> None:
    a_run(team, "Hotline", state=State.WAITING)
    sweep_imports()
    assert ImportRun.objects.get().state == State.DONE


def test_the_sweep_goes_on_when_one_run_breaks(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [a_run(team, name, state=State.WAITING) for name in ("A", "B")]
    carry_on, tried = running.carry_on, []

    def breaks_once(**told: Any) -> None:
        tried.append(told["run_pk"])
        if len(tried) == 1:
            raise RuntimeError
        carry_on(**told)

    monkeypatch.setattr(running, "carry_on", breaks_once)
    sweep_imports()
    assert set(tried) == {run.pk for run in runs}
    assert ImportRun.objects.get(pk=tried[1]).state == State.DONE


def test_the_sweep_forgets_uploads_of_yesterday_and_gives_up_what_never_ends(team: Team) -> None:
    uploaded, stuck = a_run(team, "A"), a_run(team, "B", state=State.RUNNING)
    running.tidy(timezone.now())
    assert ImportRun.objects.count() == 2
    running.tidy(timezone.now() + timedelta(days=3))
    assert not ImportRun.objects.filter(pk=uploaded.pk).exists()
    stuck.refresh_from_db()
    assert (stuck.state, stuck.rows) == (State.FAILED, [])


def test_five_thousand_rows_are_read_in(team: Team) -> None:
    run = read_in(a_run(team, *(f"Punkt {number}|indirekt" for number in range(5000))))
    assert (run.state, len(run.created), team.touchpoints.count()) == (State.DONE, 5000, 5000)
