"""A table of voices on its way in: opened, its columns named, its problems told."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from feedback.exchange import importing, opening
from feedback.exchange.cells import Scale, day, polarity
from feedback.exchange.checking import checked
from feedback.exchange.fields import guessed
from feedback.exchange.opening import opened
from feedback.exchange.packing import unpacked
from feedback.models import FeedbackRun
from teams.models import Membership, Team, User
from tests.conftest import signed_in
from tests.factories import NOW, TouchpointFactory, UserFactory
from touchpoints.exchange.cells import Misfit
from touchpoints.exchange.refusals import Unreadable

TABLE = """Kommentar;Datum;Sterne;Touchpoint;Kanal;ID
Die Rechnung war falsch;1.11.2026;2;Rechnung;Anruf;A1
"Sehr nett, 👍";2026-11-02;★★★★★;rechnung;E-Mail;A2
"""


def received(team: Team, text: str = TABLE, by: User | None = None, **options: Any) -> FeedbackRun:
    """The run of an uploaded CSV, with the columns as guessed."""
    run = importing.receive(team=team, by=by or UserFactory(), file_name="stimmen.csv", table=opened(text.encode()))
    run.options |= options
    run.save()
    return run


def problems(run: FeedbackRun) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in checked(run, NOW).problems]


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"feedback:{name}", args=[team.slug, *args])


# --- Opening --------------------------------------------------------------------------------------


def test_rows_are_packed_with_their_numbers_and_as_wide_as_the_headings() -> None:
    table = opened(b"\nText;Tag\n\nGut;1.11.2026;zu viel\nSchlecht\n")
    assert table.headings == ["Text", "Tag", "Spalte C"]
    assert list(unpacked(table.content)) == [(4, ["Gut", "1.11.2026", "zu viel"]), (5, ["Schlecht", "", ""])]
    assert list(unpacked(table.content, 1)) == [(5, ["Schlecht", "", ""])]
    assert table.total == 2


def test_a_workbook_is_read_as_its_cells_show() -> None:
    book, file = Workbook(), io.BytesIO()
    for line in (["Kommentar", "Datum", "Sterne"], ["Gut", date(2026, 11, 1), 4.5]):
        book.active.append(line)
    book.save(file)
    for language in ("de", "en"):
        with translation.override(language):
            table = opened(file.getvalue())
            (_number, (text, said, stars)), *_more = unpacked(table.content)
            assert (text, day(said, NOW.date()), stars) == ("Gut", date(2026, 11, 1), "4.5")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leer"),
        (b"   \n ;; \n", "steht nichts"),
        (b"Text;Datum\n", "keine Zeile"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "keine Tabelle"),
        (b"PK\x03\x04" + bytes(200), "beschädigt"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "alte Excel-Format"),
        (b'Text;Datum\n"offen;1.1.2026\n', "Anführungszeichen"),
        (b"\x00" * 50, "keine Tabelle"),
    ],
)
def test_a_broken_file_says_why(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        opened(content)


def test_more_than_can_be_read_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_ROWS", 3)
    assert opened(b"Text\n" + b"gut\n" * 3).total == 3
    with pytest.raises(Unreadable, match="mehr als 3 Zeilen"):
        opened(b"Text\n" + b"gut\n" * 4)
    monkeypatch.setattr(opening, "MAX_TEXT", 10)
    with pytest.raises(Unreadable, match="15 MB"):
        opened(b"Text\n" + b"gut gemacht\n" * 2)


# --- Columns and cells ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Was gesagt wurde", "Gesagt am", "Vorgang"], ["text", "said_on", "reference"]),
        (["Review text", "Created at", "Star rating", "Source"], ["text", "said_on", "polarity", "source"]),
        (["ID", "Feedback", "Unbekannt", "Kontaktpunkt"], ["key", "text", None, "touchpoint"]),
        (["KOMMENTAR", "Text"], ["text", None]),
    ],
)
def test_columns_are_guessed_from_german_and_english_headings(headings: list[str], fields: list[str | None]) -> None:
    expected = {field: place for place, field in enumerate(fields) if field}
    assert guessed(headings) == expected


@pytest.mark.parametrize(
    ("cell", "scale", "side"),
    [
        ("negativ", "stars", "negative"),
        ("Positive", "stars", "positive"),
        ("Beschwerde", "stars", "negative"),
        ("1", "stars", "negative"),
        ("3", "stars", "neutral"),
        ("4,5", "stars", "positive"),
        ("★★☆☆☆", "stars", "negative"),
        ("⭐⭐⭐⭐", "nps", "positive"),
        ("4 Sterne", "grades", "negative"),
        ("2 von 5", "nps", "negative"),
        ("9/10", "stars", "positive"),
        ("6", "nps", "negative"),
        ("8", "nps", "neutral"),
        ("10", "nps", "positive"),
        ("1", "grades", "positive"),
        ("5", "grades", "negative"),
    ],
)
def test_for_and_against_is_read_from_words_stars_and_numbers(cell: str, scale: str, side: str) -> None:
    assert polarity(cell, scale) == side


@pytest.mark.parametrize("cell", ["11", "0", "3/7", "vielleicht", "4 5"])
def test_what_lies_on_no_scale_is_no_judgement(cell: str) -> None:
    with pytest.raises(Misfit):
        polarity(cell, Scale.STARS)


@pytest.mark.parametrize(
    "cell",
    ["2026-11-03", "2026-11-03T10:11:12Z", "3.11.2026", "03.11.26", "3/11/2026", "3. November 2026", "3 Nov 2026"],
)
def test_days_are_read_as_people_write_them(cell: str) -> None:
    assert day(cell, NOW.date()) == date(2026, 11, 3)


def test_american_days_are_read_where_they_cannot_be_others() -> None:
    assert day("11/20/2026", NOW.date()) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "cell", ["31.2.2026", "gestern", "1.1.2999", "1.1.1900", "99999999", "2026-13-01", "1 Foo 2026"]
)
def test_what_is_no_day_or_none_yet_is_told(cell: str) -> None:
    with pytest.raises(Misfit):
        day(cell, NOW.date())


# --- Before it is read in -------------------------------------------------------------------------


def test_the_first_rows_are_shown_as_they_will_be_read(team: Team) -> None:
    place = TouchpointFactory(team=team, name="Rechnung")
    report = checked(received(team), NOW)
    first, second = report.voices
    assert (first.polarity, first.touchpoint, first.via, first.key) == ("negative", place, "call", "A1")
    assert (second.text, second.polarity, second.said_on) == ("Sehr nett, 👍", "positive", date(2026, 11, 2))
    assert (report.fitting, report.left_out, report.problems) == (2, 0, [])


def test_every_problem_names_its_row_and_column(team: Team) -> None:
    run = received(
        team,
        "Text;Datum;Sterne;Kanal;Stärke;Zitat\n"
        ";1.11.2026;;;;\n"
        "Gut;gestern;7;Brieftaube;riesig;vielleicht\n"
        f"{'x' * 10_001};;;;;\n"
        "#NV;;;;;\n"
        "Gut;;;;deutlich;ja\n",
    )
    told = problems(run)
    assert [(row, column) for row, column, _sentence in told] == [
        (2, "Text"),
        *((3, column) for column in ("Datum", "Sterne", "Kanal", "Stärke", "Zitat")),
        (4, "Text"),
        (5, "Text"),
    ]
    assert "Hier steht nicht, was gesagt wurde." in told[0][2]
    assert checked(run, NOW).fitting == 1
    with translation.override("en"):
        assert (3, "Zitat", "“vielleicht” is neither yes nor no.") in problems(run)


def test_unknown_touchpoints_are_named_and_left_empty_or_refused(team: Team) -> None:
    table = "Text;Touchpoint\nGut;Kasse\nSchlecht;KASSE\nGut;\n"
    left = checked(received(team, table), NOW)
    assert (left.missing, left.fitting, left.voices[0].touchpoint) == (["Kasse"], 3, None)
    refused = checked(received(team, table, unknown="refuse"), NOW)
    assert (refused.fitting, refused.problems[0].column, refused.missing) == (1, "Touchpoint", ["Kasse"])


def test_another_teams_touchpoint_is_unknown(team: Team) -> None:
    TouchpointFactory(name="Kasse")
    assert checked(received(team, "Text;Touchpoint\nGut;Kasse\n"), NOW).missing == ["Kasse"]


def test_personal_data_is_told_and_masked_when_that_is_ticked(team: Team) -> None:
    table = "Text\nSchreiben an gisela@example.org\nNichts Persönliches\n"
    told = checked(received(team, table), NOW)
    assert (told.personal, "gisela@" in told.voices[0].text) == (1, True)
    masked = checked(received(team, table, masks=True), NOW)
    assert (masked.personal, "gisela@" in masked.voices[0].text) == (1, False)


# --- The pages ------------------------------------------------------------------------------------


def uploaded(text: str | bytes, name: str = "stimmen.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())}


def test_an_uploaded_table_shows_its_columns_guessed(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    answer = browser.post(url(team, "upload"), uploaded(TABLE))
    run = team.feedback_runs.get()
    assert answer.status_code == 302 and answer["Location"] == run.get_absolute_url()
    page = browser.get(run.get_absolute_url())
    assert page.status_code == 200
    assert page.context["form"]["column_0"].value() == "text"
    assert "Die Rechnung war falsch" in page.text


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG", b"PK\x03\x04kaputt", b"Text\n", "\ud800".encode(errors="replace")]
)
def test_a_file_without_a_table_is_answered_with_a_sentence(team: Team, ben: Membership, content: bytes) -> None:
    answer = signed_in(ben).post(url(team, "upload"), uploaded(content))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not team.feedback_runs.exists()


def test_without_a_file_the_page_says_so(team: Team, ben: Membership) -> None:
    assert signed_in(ben).post(url(team, "upload")).status_code == 422


def test_a_table_needs_a_column_of_what_was_said_and_each_field_once(team: Team, ben: Membership) -> None:
    run, browser = received(team), signed_in(ben)
    wishes = {"via": "call", "scale": "stars", "unknown": "leave"}
    for columns in ({}, {"column_0": "text", "column_1": "text"}, {"column_0": "nonsense"}):
        answer = browser.post(url(team, "start_import", run.pk), {**wishes, **columns})
        assert answer.status_code == 422
    run.refresh_from_db()
    assert run.state == FeedbackRun.State.UPLOADED


def test_what_the_columns_mean_is_shown_anew_and_kept(team: Team, ben: Membership) -> None:
    run, browser = received(team, "A;B\nGut;5\n"), signed_in(ben)
    assert run.columns == {}
    said = {
        "via": "review",
        "scale": "stars",
        "unknown": "refuse",
        "masks": "on",
        "column_0": "text",
        "column_1": "polarity",
    }
    answer = browser.post(url(team, "check_import", run.pk), said)
    assert answer.status_code == 200 and "<html" not in answer.text and "werden Stimmen" in answer.text
    run.refresh_from_db()
    assert run.columns == {"text": 0, "polarity": 1}
    assert (run.options["via"], run.options["unknown"], run.options["masks"]) == ("review", "refuse", True)


def test_columns_are_remembered_for_a_table_with_the_same_headings(team: Team) -> None:
    first = received(team, "A;B\nGut;5\n")
    first.columns, first.state = {"text": 0}, FeedbackRun.State.DONE
    first.save()
    assert received(team, "A;B\nAnders;1\n").columns == {"text": 0}


def test_a_repeat_of_the_same_rows_is_told(team: Team, ben: Membership) -> None:
    first = received(team, "Text\nGut\n")
    browser = signed_in(ben)
    again = received(team, "Text\nGut\n")
    sentence = "Noch einmal eingelesen stünden sie doppelt da."
    assert sentence not in browser.get(again.get_absolute_url()).text
    FeedbackRun.objects.filter(pk=first.pk).update(state=FeedbackRun.State.DONE, content=b"")
    assert sentence in browser.get(again.get_absolute_url()).text
    assert sentence not in browser.get(received(team, "Text\nSchlecht\n").get_absolute_url()).text


def test_a_discarded_upload_is_gone_and_a_started_one_is_not_discarded(team: Team, ben: Membership) -> None:
    browser, run, started = signed_in(ben), received(team), received(team)
    FeedbackRun.objects.filter(pk=started.pk).update(state=FeedbackRun.State.DONE)
    for one in (run, started):
        assert browser.post(url(team, "discard_import", one.pk)).status_code == 302
    assert team.feedback_runs.get() == started
    assert browser.post(url(team, "discard_import", run.pk)).status_code == 404


def test_the_template_can_be_read_in_again(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung")
    for language in ("de", "en"):
        with translation.override(language):
            empty = signed_in(ben).get(url(team, "empty_table"), headers={"Accept-Language": language})
            run = received(team, empty.content.decode("utf-8-sig"))
            assert (problems(run), checked(run, NOW).missing, len(run.columns)) == ([], [], 10)
