"""A table on its way into the inventory: uploaded, looked at, read in, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    NOW,
    ActionFactory,
    DepartmentFactory,
    ImportRunFactory,
    MembershipFactory,
    StageFactory,
    TouchpointFactory,
    UserFactory,
)
from touchpoints.exchange import importing, running
from touchpoints.exchange.checking import checked
from touchpoints.exchange.writing import Hand
from touchpoints.models import ImportRun, Kind, Touchpoint
from touchpoints.tasks import sweep_imports

State = ImportRun.State
HEADINGS = ["Name", "Art", "Kaufphase", "Bereich", "Verantwortlich", "Zielgruppen", "Status", "Wichtigkeit"]
FIELDS = ["name", "kind", "stage", "department", "owner", "tags", "status", "importance_customer"]


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def uploaded(browser: Client, team: Team, content: str | bytes, name: str = "liste.csv") -> Any:
    body = content.encode() if isinstance(content, str) else content
    return browser.post(url(team, "upload"), {"file": SimpleUploadedFile(name, body)})


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


# --- The way through the pages --------------------------------------------------------------------


def test_stranger_finds_neither_the_page_nor_a_run(team: Team, clara: Membership) -> None:
    run = a_run(team, "Hotline")
    browser = signed_in(clara)
    assert browser.get(url(team, "exchange")).status_code == 404
    assert browser.get(url(team, "import", run.pk)).status_code == 404
    assert browser.get(url(clara.team, "import", run.pk)).status_code == 404


def test_reader_sees_the_page_without_the_upload(team: Team, rita: Membership) -> None:
    page = signed_in(rita).get(url(team, "exchange")).text
    assert "multipart/form-data" not in page


def test_from_the_upload_to_the_inventory_and_back(
    team: Team, ben: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    browser = signed_in(ben)
    page = uploaded(browser, team, "Touchpoint;Typ;Etwas\nHotline;indirekt;x\nRechnung;;\n")
    run = ImportRun.objects.get()
    assert page.headers["Location"] == run.get_absolute_url()
    assert run.mapping == {"Touchpoint": "name", "Typ": "kind"}
    assert "2 Zeilen" in browser.get(run.get_absolute_url()).text

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url(team, "start_import", run.pk), {"column_0": "name", "column_1": "kind", "existing": "skip"})
    assert set(team.touchpoints.values_list("name", "kind")) == {("Hotline", "indirect"), ("Rechnung", "direct")}
    done = browser.get(run.get_absolute_url()).text
    assert "Eingelesen" in done
    assert "hx-trigger" not in done

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url(team, "undo_import", run.pk))
    assert not team.touchpoints.exists()
    assert "Alles ist wieder, wie es vorher war." in browser.get(run.get_absolute_url()).text


def test_columns_are_remembered_for_the_same_headings(team: Team, ben: Membership, anna: Membership) -> None:
    TouchpointFactory(team=team)
    uploaded(signed_in(ben), team, "Wo;Was\nHotline;gut\n")
    first = ImportRun.objects.get()
    signed_in(ben).post(url(team, "import", first.pk), {"column_0": "name", "column_1": "goal", "existing": "skip"})
    uploaded(signed_in(anna), team, "Wo;Was\nRechnung;besser\n")
    assert ImportRun.objects.latest("pk").mapping == {"Wo": "name", "Was": "goal"}


def test_nothing_is_read_in_without_a_name_or_with_one_field_twice(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline|direkt")
    browser = signed_in(ben)
    nameless = browser.post(url(team, "start_import", run.pk), {"column_1": "kind", "existing": "skip"})
    assert nameless.status_code == 422
    assert "In welcher Spalte steht der Name?" in nameless.text
    twice = browser.post(
        url(team, "start_import", run.pk), {"column_0": "name", "column_1": "name", "existing": "skip"}
    )
    assert twice.status_code == 422
    assert "Das ist schon eine andere Spalte." in twice.text
    assert ImportRun.objects.get(pk=run.pk).state == State.UPLOADED


def test_naming_a_column_differently_tells_at_once_what_that_means(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline|direkt", "Rechnung|seltsam")
    answer = signed_in(ben).post(
        url(team, "check_import", run.pk), {"column_0": "name", "column_1": "kind", "existing": "skip"}
    )
    assert "<html" not in answer.text
    assert "„seltsam“ passt nicht. Es gibt: direkt, indirekt." in answer.text


def test_all_problems_are_there_on_pages_of_fifty(team: Team, ben: Membership) -> None:
    run = a_run(team, *(f"Punkt {number}|seltsam" for number in range(70)))
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert "70 Stellen passen nicht" in page
    assert "Seite 1 von 2" in page
    assert "71" in signed_in(ben).get(f"{run.get_absolute_url()}?page=2").text


def test_two_people_who_start_at_once_read_it_in_once(team: Team, ben: Membership, anna: Membership) -> None:
    run = a_run(team, "Hotline")
    asked = {"column_0": "name", "existing": "skip"}
    assert signed_in(ben).post(url(team, "start_import", run.pk), asked).status_code == 302
    assert signed_in(anna).post(url(team, "start_import", run.pk), asked).status_code == 404
    run.refresh_from_db()
    assert run.by == ben.user


def test_progress_is_a_fragment_that_asks_again_until_the_end(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline", state=State.RUNNING, done=0)
    ImportRun.objects.filter(pk=run.pk).update(total=400, done=250)
    browser = signed_in(ben)
    fragment = browser.get(url(team, "import_progress", run.pk)).text
    assert "250 von 400 Zeilen" in fragment
    assert 'hx-trigger="load delay:1s"' in fragment
    assert "<html" not in fragment
    assert 'http-equiv="refresh"' in browser.get(run.get_absolute_url()).text
    ImportRun.objects.filter(pk=run.pk).update(state=State.DONE)
    assert "hx-trigger" not in browser.get(url(team, "import_progress", run.pk)).text


def test_discarding_forgets_the_upload(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline")
    signed_in(ben).post(url(team, "discard_import", run.pk))
    assert not ImportRun.objects.exists()


def test_empty_table_can_be_uploaded_as_it_is(team: Team, ben: Membership) -> None:
    StageFactory(team=team, name="Nutzung")
    table = signed_in(ben).get(url(team, "empty_table"))
    uploaded(signed_in(ben), team, table.content)
    run = ImportRun.objects.get()
    assert len(run.mapping) == len(run.columns)
    assert sentences(run) == []


def test_overview_costs_the_same_for_one_and_three_runs(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    a_run(team, "Hotline")
    one = queries_of(browser, url(team, "exchange"))
    a_run(team, "Rechnung")
    a_run(team, "Portal")
    assert queries_of(browser, url(team, "exchange")) == one


# --- What does not fit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("|direkt", "Name", "Der Name fehlt. Bei verbundenen Zellen steht er nur in der obersten."),
        ("x" * 121, "Name", "Höchstens 120 Zeichen, hier sind es 121."),
        ("Hotline|vielleicht", "Art", "„vielleicht“ passt nicht. Es gibt: direkt, indirekt."),
        ("Hotline||Mond", "Kaufphase", "Die Kaufphase „Mond“ gibt es noch nicht."),
        ("Hotline|||Mond", "Bereich", "Den Bereich „Mond“ gibt es noch nicht."),
        (
            "Hotline||||Niemand",
            "Verantwortlich",
            "Niemand, der im Team mitarbeitet, heißt „Niemand“ oder hat diese Adresse.",
        ),
        ("Hotline|||||" + "x" * 41, "Zielgruppen", "Höchstens 40 Zeichen, hier sind es 41."),
        ("Hotline||||||stillgelegt", "Status", "Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu."),
        ("Hotline|||||||6", "Wichtigkeit", "„6“ ist keine ganze Zahl von 1 bis 5."),
        ("Hotline|||||||3,5", "Wichtigkeit", "„3,5“ ist keine ganze Zahl von 1 bis 5."),
        ("Hotline|||||||#DIV/0!", "Wichtigkeit", "Ein Fehlerwert aus der Tabellenkalkulation: #DIV/0!."),
    ],
)
def test_every_problem_is_told_by_row_and_column(team: Team, row: str, column: str, sentence: str) -> None:
    run = a_run(team, "Rechnung", row)
    assert sentences(run) == [(3, column, sentence)]
    read_in(run)
    assert list(team.touchpoints.values_list("name", flat=True)) == ["Rechnung"]
    assert run.left_out == 1


def test_names_are_told_apart_whatever_their_capitals(team: Team) -> None:
    run = a_run(team, "Hotline", "HOTLINE", "hotline ")
    assert sentences(run) == [(3, "Name", "Steht schon in Zeile 2."), (4, "Name", "Steht schon in Zeile 2.")]


def test_problems_are_told_in_the_readers_language(team: Team, ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    page = signed_in(ben).get(a_run(team, "Hotline|odd").get_absolute_url()).text
    assert "“odd” does not fit." in page


def test_owner_is_found_by_name_or_address_and_namesakes_by_address_alone(team: Team, ben: Membership) -> None:
    MembershipFactory(team=team, user=UserFactory(name="Eva Zwei", email="eva1@example.com"))
    MembershipFactory(team=team, user=UserFactory(name="Eva Zwei", email="eva2@example.com"))
    run = a_run(team, "A||||ben yılmaz", "B||||EVA2@example.com", "C||||Eva Zwei")
    assert sentences(run) == [
        (4, "Verantwortlich", "Mehrere im Team heißen „Eva Zwei“. Die E-Mail-Adresse ist eindeutig.")
    ]
    read_in(run)
    assert dict(team.touchpoints.values_list("name", "owner__email")) == {
        "A": "ben@example.com",
        "B": "eva2@example.com",
    }


def test_reader_of_the_team_owns_nothing(team: Team, rita: Membership) -> None:
    assert len(sentences(a_run(team, "Hotline||||Rita Groß"))) == 1


# --- Reading in -----------------------------------------------------------------------------------


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


# --- Taking back ----------------------------------------------------------------------------------


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
