"""A table on its way through the pages: uploaded, looked at, started, followed, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    MembershipFactory,
    StageFactory,
    TouchpointFactory,
    UserFactory,
)
from tests.touchpoints.tables import a_run, read_in, sentences, url
from touchpoints.exchange import importing
from touchpoints.models import ImportRun

State = ImportRun.State


def uploaded(browser: Client, team: Team, content: str | bytes, name: str = "liste.csv") -> Any:
    body = content.encode() if isinstance(content, str) else content
    return browser.post(url(team, "upload"), {"file": SimpleUploadedFile(name, body)})


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


def test_all_problems_are_there_a_page_at_a_time(team: Team, ben: Membership) -> None:
    run = a_run(team, *(f"Punkt {number}|seltsam" for number in range(70)))
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert "70 Stellen passen nicht" in page
    assert "Seite 1 von 3" in page
    last = signed_in(ben).get(f"{run.get_absolute_url()}?page=3")
    assert [problem.row for problem in last.context["page"]] == list(range(52, 72))


def test_two_people_who_start_at_once_read_it_in_once(team: Team, ben: Membership, anna: Membership) -> None:
    run = a_run(team, "Hotline")
    asked = {"column_0": "name", "existing": "skip"}
    assert signed_in(ben).post(url(team, "start_import", run.pk), asked).status_code == 302
    late = signed_in(anna).post(url(team, "start_import", run.pk), asked, follow=True)
    assert late.redirect_chain == [(run.get_absolute_url(), 302)]
    assert "Diese Tabelle wird schon eingelesen." in late.text
    run.refresh_from_db()
    assert run.by == ben.user


def test_discarding_what_is_started_leaves_it_and_says_so(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline", state=State.RUNNING)
    late = signed_in(ben).post(url(team, "discard_import", run.pk), follow=True)
    assert "Diese Tabelle wird schon eingelesen." in late.text
    assert ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).exists()


@pytest.mark.parametrize("deed", ["start_import", "discard_import", "import"])
@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        ("started", "Diese Tabelle wird schon eingelesen."),
        ("discarded", "Diese Tabelle hat inzwischen jemand verworfen."),
    ],
)
def test_whoever_comes_too_late_by_a_moment_changes_nothing_and_is_told(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch, deed: str, meanwhile: str, sentence: str
) -> None:
    run = a_run(team, "Hotline", existing="skip")
    look = importing._uploaded

    def overtaken(row: ImportRun) -> Any:
        if meanwhile == "started":
            ImportRun.objects.filter(pk=row.pk).update(state=State.RUNNING)
        else:
            ImportRun.objects.filter(pk=row.pk).delete()
        return look(row)

    monkeypatch.setattr(importing, "_uploaded", overtaken)
    page = signed_in(ben).post(url(team, deed, run.pk), {"column_0": "name", "existing": "update"}, follow=True)
    assert sentence in page.text
    left = ImportRun.objects.filter(pk=run.pk).values_list("state", "existing")
    assert list(left) == ([(State.RUNNING, "skip")] if meanwhile == "started" else [])


def test_naming_a_column_of_a_started_table_opens_its_progress(team: Team, ben: Membership) -> None:
    run = a_run(team, "Hotline", state=State.RUNNING)
    answer = signed_in(ben).post(url(team, "check_import", run.pk), {"column_0": "name", "existing": "skip"})
    assert answer.headers["HX-Refresh"] == "true"


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
    with translation.override("de"):  # for the tests that follow
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
