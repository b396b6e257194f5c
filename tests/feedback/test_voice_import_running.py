"""The worker takes a table of voices in: once, whoever dies in between."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from feedback import keeping
from feedback.exchange import importing, running, undoing
from feedback.models import Feedback, FeedbackRun
from feedback.tasks import sweep_tables
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from tests.feedback.test_voice_import import TABLE, received, url

State = FeedbackRun.State


def waiting(team: Team, text: str, **options: Any) -> FeedbackRun:
    run = received(team, text, **options)
    FeedbackRun.objects.filter(pk=run.pk).update(state=State.WAITING)
    return run


def carried_on(run: FeedbackRun, at: datetime = NOW) -> FeedbackRun:
    running.carry_on(run_pk=run.pk, now=lambda: at)
    run.refresh_from_db()
    return run


def numbered(count: int) -> str:
    return "Text;ID\n" + "".join(f"Stimme {number};{number}\n" for number in range(count))


def test_started_the_table_is_taken_in_and_told(team: Team, ben: Membership) -> None:
    place, browser = TouchpointFactory(team=team, name="Rechnung"), signed_in(ben)
    run = received(team, TABLE)
    said = {f"column_{number}": name for name, number in run.columns.items()}
    answer = browser.post(
        url(team, "start_import", run.pk), {**said, "via": "other", "scale": "stars", "unknown": "leave"}
    )
    assert answer["Location"] == run.get_absolute_url()
    carried_on(run)
    assert (run.state, run.done, run.taken, run.repeated, run.left_out) == (State.DONE, 2, 2, 0, 0)
    assert bytes(run.content) == b""
    voice = team.voices.get(key="A1")
    assert (voice.polarity, voice.touchpoint, voice.recorded_by, voice.judged_by) == (
        "negative",
        place,
        ben.user,
        ben.user,
    )
    assert "neue Stimmen" in browser.get(run.get_absolute_url()).text
    assert "<html" not in browser.get(url(team, "import_progress", run.pk)).text


def test_a_table_is_started_once(team: Team, ben: Membership) -> None:
    run = waiting(team, TABLE)
    FeedbackRun.objects.filter(pk=run.pk).update(state=State.DONE)
    answer = signed_in(ben).post(url(team, "start_import", run.pk), {})
    assert answer["Location"] == run.get_absolute_url()
    run.refresh_from_db()
    assert run.state == State.DONE


def test_the_same_number_comes_in_once(team: Team) -> None:
    first = carried_on(waiting(team, numbered(3)))
    again = carried_on(waiting(team, numbered(5) + "Doppelt;4\n"))
    assert (first.taken, again.taken, again.repeated) == (3, 2, 4)
    assert team.voices.count() == 5


def test_rows_that_do_not_fit_are_left_out_and_named_in_the_readers_language(team: Team) -> None:
    run = carried_on(waiting(team, "Text;Zitat;Touchpoint\nGut;vielleicht;\nGut;;Kasse\n", language="en"))
    assert (run.taken, run.left_out, run.options["missing"]) == (1, 1, ["Kasse"])
    assert run.problems == [{"row": 2, "column": "Zitat", "sentence": "“vielleicht” is neither yes nor no."}]


def test_problems_kept_are_bounded(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PROBLEMS_KEPT", 2)
    run = carried_on(waiting(team, "Text;Datum\n" + "Gut;gestern\n" * 5))
    assert (run.left_out, len(run.problems)) == (5, 2)


def test_another_worker_carries_on_where_the_first_died(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    run, keep_many, batches = waiting(team, numbered(5)), keeping.keep_many, []

    def dies(voices: list[Feedback], *, at: datetime) -> list[Feedback]:
        kept = keep_many(voices, at=at)
        batches.append(kept)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return kept

    monkeypatch.setattr(keeping, "keep_many", dies)
    with pytest.raises(KeyboardInterrupt):
        carried_on(run)
    run.refresh_from_db()
    assert (run.state, run.done, team.voices.count()) == (State.RUNNING, 2, 2)

    assert not running.unclaimed(NOW + timedelta(seconds=30)).exists()
    assert carried_on(run, NOW + timedelta(seconds=30)).done == 2

    carried_on(run, NOW + importing.LEASE)
    assert (run.state, run.done, run.taken, team.voices.count()) == (State.DONE, 5, 5, 5)


def test_who_has_lost_the_table_takes_nothing_more(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    run, keep_many = waiting(team, numbered(5)), keeping.keep_many

    def slow(voices: list[Feedback], *, at: datetime) -> list[Feedback]:
        monkeypatch.setattr(keeping, "keep_many", keep_many)
        return keep_many(voices, at=at)

    def now() -> datetime:
        if team.voices.count() == 2:
            FeedbackRun.objects.filter(pk=run.pk).update(claimed_until=NOW + timedelta(hours=1))
        return NOW

    monkeypatch.setattr(keeping, "keep_many", slow)
    running.carry_on(run_pk=run.pk, now=now)
    run.refresh_from_db()
    assert (run.state, run.done, team.voices.count()) == (State.RUNNING, 2, 2)


@pytest.mark.parametrize(("times", "state", "taken"), [(2, State.DONE, 3), (3, State.FAILED, 0)])
def test_a_batch_into_which_others_bring_the_same_is_tried_again(
    team: Team, monkeypatch: pytest.MonkeyPatch, times: int, state: str, taken: int
) -> None:
    keep_many, tried = keeping.keep_many, []

    def refused(voices: list[Feedback], *, at: datetime) -> list[Feedback]:
        kept = keep_many(voices, at=at)
        tried.append(kept)
        if len(tried) <= times:
            raise IntegrityError
        return kept

    monkeypatch.setattr(keeping, "keep_many", refused)
    run = carried_on(waiting(team, numbered(3)))
    assert (run.state, run.taken, team.voices.count(), bytes(run.content)) == (state, taken, taken, b"")


def test_a_batch_that_the_database_refuses_at_its_very_end_is_tried_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, refusals = FeedbackRun.save, [IntegrityError("what it belongs to has gone meanwhile")]

    def refused(row: FeedbackRun, **kwargs: Any) -> None:
        save(row, **kwargs)
        if row.state == State.DONE and "state" in kwargs["update_fields"] and refusals:
            raise refusals.pop()

    run = waiting(team, numbered(3))
    monkeypatch.setattr(FeedbackRun, "save", refused)
    run = carried_on(run)
    assert (run.state, run.taken, run.done, team.voices.count(), refusals) == (State.DONE, 3, 3, 3, [])


def test_the_sweep_finds_what_a_lost_message_left_and_forgets_old_uploads(team: Team) -> None:
    run, old, stuck = waiting(team, numbered(1)), received(team), waiting(team, numbered(2))
    FeedbackRun.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(days=400))
    FeedbackRun.objects.filter(pk=stuck.pk).update(created_at=NOW - timedelta(days=400))
    sweep_tables()
    run.refresh_from_db()
    stuck.refresh_from_db()
    assert (run.state, stuck.state) == (State.DONE, State.FAILED)
    assert not FeedbackRun.objects.filter(pk=old.pk).exists()


def test_a_table_goes_with_its_team(team: Team) -> None:
    waiting(team, numbered(1))
    FeedbackFactory(team=team)
    team.delete()
    assert not FeedbackRun.objects.exists()


def test_a_long_table_is_never_in_memory_as_a_whole(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "keep_many", lambda voices, at: voices)
    monkeypatch.setattr(undoing, "note", lambda run, voices: None)
    words = "Die Rechnung kam vor der Ware und niemand weiß, warum. " * 20

    def most(rows: int) -> int:
        run = waiting(team, "Text\n" + f"{words}\n" * rows)
        tracemalloc.start()
        carried_on(run)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert most(500) * 1.5 > most(5000)
