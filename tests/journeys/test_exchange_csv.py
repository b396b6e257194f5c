"""Journeys as tables: given out safely, read as people have them, and told by row and column where something is off."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from journeys.document import Document, map_from
from journeys.exchange.columns import COLUMNS, as_sheet
from journeys.exchange.recognising import read_file, read_text
from journeys.exchange.refusals import Unfit
from journeys.mapping import map_of
from journeys.models import TEXTS
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.journeys.of_exchange import NASTY, a_full_journey, documents, taken_in, told
from touchpoints.exchange.opening import readable

HEAD = "Phase;Kontaktpunkt;Bezeichnung;Gefühl\n"


def as_file(document: Document, ending: str = "csv") -> bytes:
    file = io.BytesIO()
    as_sheet(map_from(document)).write(file, ending)
    return file.getvalue()


def refusals(text: str) -> list[str]:
    with pytest.raises(Unfit) as refusal:
        read_text(text)
    return [str(problem) for problem in refusal.value.problems]


def steps_of(text: str) -> list[tuple[str, str]]:
    """Touchpoints and names of the steps in the text."""
    phases = read_text(text).document["phases"]
    return [(step["touchpoint"], step["name"]) for phase in phases for step in phase["steps"]]


def given_out(browser: Client, team: Team, pk: int, ending: str) -> bytes:
    response: Any = browser.get(reverse(f"journeys:{ending}", args=[team.slug, pk]))
    return b"".join(response.streaming_content)


def test_a_table_of_markdown_is_read_without_its_rule() -> None:
    text = "| Phase | Kontaktpunkt | Gefühl |\n|---|:---|---:|\n| Kaufen | Angebot | -1 |\n"
    assert steps_of(text) == [("Angebot", "")]


@pytest.mark.parametrize("headings", ["Schritt;Kontaktpunkt", "Kontaktpunkt;Schritt", "Task;Step;Kontaktpunkt"])
def test_our_own_heading_goes_before_what_else_could_be_meant(headings: str) -> None:
    cells = ";".join("Angebot" if heading == "Kontaktpunkt" else "1" for heading in headings.split(";"))
    found = read_text(f"{headings}\n{cells}\n")
    assert steps_of(f"{headings}\n{cells}\n") == [("Angebot", "")]
    assert found.passed_over == [heading for heading in headings.split(";") if heading != "Kontaktpunkt"]


def test_a_table_has_a_line_for_each_step_and_each_phase_without_steps(anna: Membership) -> None:
    text = given_out(signed_in(anna), anna.team, a_full_journey(anna.team).pk, "csv").decode("utf-8-sig")
    assert text.startswith('"Phase";"Nr.";"Kontaktpunkt";"Art";"Bezeichnung";"Ziel";"Tun";')
    assert '"Kaufen: jetzt";1;"Angebot; per Brief";"indirekt"' in text
    assert '"Nutzen, pflegen";""' in text
    assert "24.11.2026" in text


def test_no_cell_becomes_a_formula(anna: Membership) -> None:
    journey = a_full_journey(anna.team)
    journey.steps.update(goal="=HYPERLINK(1)")
    text = given_out(signed_in(anna), anna.team, journey.pk, "csv").decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    book = load_workbook(io.BytesIO(given_out(signed_in(anna), anna.team, journey.pk, "xlsx")))
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_given_out_comes_back_the_same(anna: Membership, clara: Membership, ending: str, language: str) -> None:
    journey, file = a_full_journey(anna.team), io.BytesIO()
    with translation.override(language):
        as_sheet(map_of(journey)).write(file, ending)
    found = read_file(file.getvalue())
    assert not found.passed_over
    made = taken_in(found, clara.team)
    expected = told(journey, without=("thread", "felt"))["phases"]
    assert told(made, without=("thread", "felt"))["phases"] == expected


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_journey_is_read_as_its_table_was_written(document: Document) -> None:
    read = read_file(as_file(document)).document["phases"]
    for phase in document["phases"]:
        for step in phase["steps"]:
            step["thread"] = ""
            step["texts"] = {name: readable(step["texts"][name]) for name in TEXTS}
    assert read == document["phases"]


def test_headings_of_other_programs_are_understood() -> None:
    text = "Stage,Step,Emotion,Thoughts,Channel\nBuy,Offer,-1,too expensive,online\n"
    step = read_text(text).document["phases"][0]["steps"][0]
    assert (step["touchpoint"], step["emotion"], step["texts"]["thinking"]) == ("Offer", -1, "too expensive")
    assert step["medium"] == "online"


def test_every_column_is_found_by_its_heading_in_both_languages() -> None:
    for language in ("de", "en"):
        with translation.override(language):
            head = ";".join(column.heading for column in COLUMNS)
            assert len({column.heading for column in COLUMNS}) == len(COLUMNS)
        assert not read_text(f"{head}\nKaufen;1;Angebot\n").passed_over


def test_an_empty_phase_is_the_one_above() -> None:
    phases = read_text(HEAD + ";Prospekt\nKaufen;Angebot\n;Vertrag\n").document["phases"]
    assert [(phase["name"], len(phase["steps"])) for phase in phases] == [("Der Weg", 1), ("Kaufen", 2)]


def test_unknown_columns_are_passed_over_and_named() -> None:
    assert read_text("Kontaktpunkt;Farbe\nAngebot;rot\n").passed_over == ["Farbe"]


@pytest.mark.parametrize("emotion", ["-2", "−2", "–2", "-2,0", "- 2"])
def test_an_emotion_is_read_with_every_minus(emotion: str) -> None:
    assert read_text(f"{HEAD}A;B;;{emotion}\n").document["phases"][0]["steps"][0]["emotion"] == -2


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("Kaufen;Angebot;;3", "Zeile 2, Spalte Gefühl"),
        ("Kaufen;Angebot;;gut", "Zeile 2, Spalte Gefühl"),
        ("Kaufen;Angebot;;#NAME?", "Zeile 2, Spalte Gefühl"),
        (f"Kaufen;{'x' * 121};;", "Zeile 2, Spalte Kontaktpunkt"),
        (f"{'x' * 61};Angebot;;", "Zeile 2, Spalte Phase"),
        ("Kaufen;;;1", "Zeile 2, Spalte Kontaktpunkt"),
        ("A;x;;\nB;y;;\na;z;;", "Zeile 4, Spalte Phase"),
    ],
)
def test_what_does_not_fit_is_named_by_row_and_column(row: str, place: str) -> None:
    assert [refusal.split(": ")[0] for refusal in refusals(f"{HEAD}{row}\n")] == [place]


def test_a_day_is_read_as_it_is_written_here_and_by_machines() -> None:
    for day in ("24.11.2026", "24.11.26", "2026-11-24", "24 Nov 2026"):
        step = read_text(f"Kontaktpunkt;Tag\nAngebot;{day}\n").document["phases"][0]["steps"][0]
        assert step["happened_on"] == "2026-11-24"
    assert "Spalte Tag" in refusals("Kontaktpunkt;Tag\nAngebot;3/4/2026\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "nur ein Satz",
        "Farbe;Form\nrot;rund\n",
        "Kontaktpunkt\n",
        HEAD + "".join(f"A;Schritt {n};;\n" for n in range(201)),
        HEAD + "".join(f"P{n};Schritt;;\n" for n in range(31)),
        HEAD + "\n" * 1_000_000,
        HEAD + "A;B;;\n" * 300_000,
        'Kontaktpunkt;Ziel\nAngebot;"nie geschlossen\n',
    ],
)
def test_what_is_no_table_of_steps_is_told_in_a_sentence(text: str) -> None:
    assert len(refusals(text)) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xff\xfe\x00", b"%PDF-"]
)
def test_what_is_no_text_is_told_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Unfit):
        read_file(content)


def test_words_of_several_lines_with_every_separator_stay_whole() -> None:
    told_at_length = "\n".join([NASTY] * 12)
    document = read_text("Kontaktpunkt;Ziel\nAngebot;x\n").document
    document["phases"][0]["steps"][0]["texts"]["goal"] = told_at_length
    assert read_file(as_file(document)).document["phases"][0]["steps"][0]["texts"]["goal"] == told_at_length


def test_a_touchpoint_and_a_name_of_their_own_are_told_apart() -> None:
    assert steps_of(HEAD + "A;Angebot;;\nA;;Rückruf;\nA;Angebot;zweites;\n") == [
        ("Angebot", ""),
        ("", "Rückruf"),
        ("Angebot", "zweites"),
    ]
