"""An import is taken back: what it made goes, what it changed is as before, what people touched since stays."""

from __future__ import annotations

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import (
    ActionFactory,
    StageFactory,
    TouchpointFactory,
)
from tests.touchpoints.tables import a_run, read_in, taken_back, url
from touchpoints.models import ImportRun, Kind, Touchpoint

State = ImportRun.State


def test_undoing_deletes_what_was_made_and_nothing_else(team: Team) -> None:
    TouchpointFactory(team=team, name="Messe")
    StageFactory(team=team, name="Kauf")
    run = a_run(team, "Hotline||Nutzung|Technik||Praxen", "Messe", adds_stages=True, adds_departments=True)
    taken_back(read_in(run))
    assert list(team.touchpoints.values_list("name", flat=True)) == ["Messe"]
    assert list(team.stages.values_list("name", flat=True)) == ["Kauf"]
    assert not team.departments.exists()
    assert not team.tags.exists()
    assert run.state == State.UNDONE
    assert not Touchpoint.history.filter(name="Hotline").exists()


def test_undoing_leaves_what_somebody_has_worked_with_and_says_why(team: Team, ben: Membership) -> None:
    run = read_in(a_run(team, "Hotline||Nutzung", "Rechnung", "Portal", adds_stages=True))
    hotline, rechnung = team.touchpoints.get(name="Hotline"), team.touchpoints.get(name="Rechnung")
    hotline.mark_key(True)
    ActionFactory(team=team, touchpoint=rechnung)
    taken_back(run)
    assert set(team.touchpoints.all()) == {hotline, rechnung}
    assert team.stages.get().name == "Nutzung"
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert "seitdem geändert" in page
    assert "daran hängt schon etwas: Maßnahmen" in page


def test_undoing_puts_back_what_was_changed(team: Team) -> None:
    old = StageFactory(team=team, name="Kauf")
    hotline = TouchpointFactory(team=team, name="Hotline", stage=old, importance_customer=2)
    run = a_run(team, "Hotline|indirekt|Nutzung|||Praxen||5", adds_stages=True, existing="update")
    taken_back(read_in(run))
    hotline.refresh_from_db()
    assert (hotline.kind, hotline.stage, hotline.importance_customer) == (Kind.DIRECT, old, 2)
    assert not hotline.tags.exists()
    assert list(team.stages.all()) == [old]


def test_undoing_does_not_put_back_a_stage_that_is_gone(team: Team) -> None:
    old = StageFactory(team=team, name="Kauf")
    hotline = TouchpointFactory(team=team, name="Hotline", stage=old)
    run = read_in(a_run(team, "Hotline||Nutzung", adds_stages=True, existing="update"))
    old.delete()
    taken_back(run)
    hotline.refresh_from_db()
    assert hotline.stage is None


def test_two_runs_are_undone_one_after_the_other(team: Team) -> None:
    first = read_in(a_run(team, "Hotline|direkt"))
    second = read_in(a_run(team, "Hotline|indirekt", existing="update"))
    taken_back(second)
    assert team.touchpoints.get().kind == Kind.DIRECT
    taken_back(first)
    assert not team.touchpoints.exists()


def test_undoing_twice_is_told(team: Team, ben: Membership) -> None:
    run = taken_back(read_in(a_run(team, "Hotline")))
    answer = signed_in(ben).post(url(team, "undo_import", run.pk), follow=True)
    assert "Das ist schon rückgängig gemacht oder noch nicht fertig." in answer.text
