"""Files as people have them, and as nobody should: either there is a table in them or a sentence says why not."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from teams.models import Membership, Team
from tests.conftest import signed_in
from touchpoints.exchange.cells import Misfit, value_of
from touchpoints.exchange.checking import checked
from touchpoints.exchange.headings import guessed
from touchpoints.exchange.opening import MAX_BYTES, Table, opened
from touchpoints.exchange.refusals import Unreadable
from touchpoints.models import ImportRun

PLAIN = "Name;Ist;Kontakte im Monat\nHotline;Größe „S“ – für 5 €;1.200\nRechnung;;\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100)


def rows(content: str | bytes) -> list[list[str]]:
    """The rows below the headings, without their numbers."""
    return [cells for _number, cells in opened(content.encode() if isinstance(content, str) else content).rows]


def workbook(*lines: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    if change:
        change(book)
    book.save(file)
    return file.getvalue()


def why_not(content: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        opened(content)
    return str(refusal.value)


# --- Text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert rows(PLAIN.encode(encoding))[0] == ["Hotline", "Größe „S“ – für 5 €", "1.200"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator_is_found(separator: str) -> None:
    text = separator.join(["Name", "Ist"]) + "\n" + separator.join(["Hotline", '"Laut; lang, und\tteuer | schlecht"'])
    assert rows(text) == [["Hotline", "Laut; lang, und\tteuer | schlecht"]]


def test_commas_in_cells_of_many_lines_outweigh_no_headings() -> None:
    told = "\n".join(["erst warten, dann reden"] * 15)
    assert rows(f'"Name";"Ist"\r\n"Hotline";"{told}"\r\n') == [["Hotline", told]]


def test_a_separator_that_the_file_names_itself_is_believed() -> None:
    table = opened(b"sep=,\r\nName,Art\r\nHotline;24,direkt\r\n")
    assert table == Table(["Name", "Art"], [(3, ["Hotline;24", "direkt"])])


@pytest.mark.parametrize("sign", ["\r", "\n", '"', " ", "\u2028"])
def test_a_sign_that_cannot_separate_is_not_believed(sign: str) -> None:
    assert ["Hotline", "direkt"] in rows(f"sep={sign}\r\nName;Art\r\nHotline;direkt\r\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(line_end: str) -> None:
    assert rows(line_end.join(["Name;Art", "Hotline;direkt", "Portal;indirekt"]))[1] == ["Portal", "indirekt"]


def test_quotes_hold_separators_line_breaks_and_quotes() -> None:
    assert rows('Name;Ist\nHotline;"Sie sagen: ""Moment""\r\nund; dann nichts"\n') == [
        ["Hotline", 'Sie sagen: "Moment"\nund; dann nichts']
    ]


def test_odd_quotes_inside_of_a_cell_stay() -> None:
    assert rows('Name;Ist\nHotline;27" Monitor\nPortal;"a" b\n')[0] == ["Hotline", '27" Monitor']


def test_a_quote_that_is_never_closed_is_told() -> None:
    assert "Anführungszeichen" in why_not(b'Name;Ist\nHotline;"Moment\nRechnung;kommt\n')


def test_a_cell_with_far_too_much_text_is_told() -> None:
    assert why_not(b"Name\n" + b"x" * 200_000) == "In einer Zelle steht viel zu viel Text."


def test_empty_lines_and_columns_are_passed_over_and_rows_keep_their_number() -> None:
    assert opened(b"\n;;;\nName;;Art;\n;;;\nHotline;;direkt;\n\n\nPortal;;;\n") == Table(
        ["Name", "Art"], [(5, ["Hotline", "direkt"]), (8, ["Portal", ""])]
    )


def test_titles_above_the_headings_are_passed_over() -> None:
    table = opened(b"Unser Inventar 2026;;\n;;\nName;Art;Status\nHotline;direkt;aktiv\n")
    assert (table.headings, table.rows[0][0]) == (["Name", "Art", "Status"], 4)


def test_headings_of_the_same_name_are_told_apart_and_missing_ones_named() -> None:
    assert opened(b"Name;Name;;Name\nA;B;C;D\n").headings == ["Name", "Name (2)", "Spalte C", "Name (3)"]
    assert guessed(["Name", "Name (2)"]) == {"Name": "name"}


def test_formulas_are_text() -> None:
    assert rows('Name;Ist\n=1+1;"=HYPERLINK(""http://x"")"\n') == [["=1+1", '=HYPERLINK("http://x")']]


def test_signs_that_no_database_keeps_are_dropped() -> None:
    assert rows("Name;Ist\nHot\x7fline;a\ufeffb\n") == [["Hotline", "ab"]]


# --- Workbooks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["\u200b", "\u00a0", "\u00a0\u200b\u2060 ", "\u00ad", "\u3164"])
def test_a_cell_that_is_empty_to_the_eye_is_empty(blank: str) -> None:
    assert rows(f"Name;Ist\nHotline;{blank}\n{blank};{blank}\n") == [["Hotline", ""]]


def test_signs_that_join_an_emoji_stay() -> None:
    assert rows("Name\n👩‍👩‍👧 Familie\n") == [["👩‍👩‍👧 Familie"]]


def test_a_workbook_is_read_with_its_dates_numbers_and_truths() -> None:
    cells = ["Hotline", 3, 3.0, 1.234, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30), True, None]
    content = workbook(["Name", "a", "b", "c", "d", "e", "f", "g"], cells)
    assert rows(content) == [["Hotline", "3", "3", "1.2340", "24.11.2026", "24.11.2026 09:30", "ja", ""]]


def test_merged_cells_have_their_words_in_the_first() -> None:
    content = workbook(
        ["Name", "Art"], ["Hotline", "direkt"], [None, "indirekt"], change=lambda book: book.active.merge_cells("A2:A3")
    )
    assert rows(content) == [["Hotline", "direkt"], ["", "indirekt"]]


def test_hidden_sheets_are_passed_over() -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("Liste").append(["Name"])
        book["Liste"].append(["Hotline"])
        book["Sheet"].sheet_state = "hidden"

    assert rows(workbook(["Geheim"], ["x"], change=hide)) == [["Hotline"]]


def test_a_workbook_that_lies_about_its_size_is_read_to_its_end() -> None:
    content = workbook(["Name"], ["Hotline"], ["Portal"])
    assert len(rows(repacked(content, "xl/worksheets/sheet1.xml", b'ref="A1:A3"', b'ref="A1:A1"'))) == 2


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            assert name != part or old in body
            target.writestr(name, body.replace(old, new) if name == part else body)
    return file.getvalue()


# --- What is refused ------------------------------------------------------------------------------


def archive(*, packed: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as target:
        for name, body in parts.items():
            target.writestr(name.replace("__", "/"), body)
    return file.getvalue()


def claiming(content: bytes, size: int, claimed: int) -> bytes:
    """The archive with parts that say they unpack to less than they do."""
    return content.replace(size.to_bytes(4, "little"), claimed.to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "leer", id="empty"),
        pytest.param(b"  \n \n", "leer", id="blank"),
        pytest.param(b";;\n;;\n", "nichts", id="only separators"),
        pytest.param(b"Name;Art\n", "keine Zeile", id="only headings"),
        pytest.param(PNG, "keine Tabelle", id="a renamed PNG"),
        pytest.param(b"%PDF-1.7\n", "keine Tabelle", id="a renamed PDF"),
        pytest.param(bytes(range(256)) * 40, "keine Tabelle", id="random bytes"),
        pytest.param(b"\xff\xfe\x00\xd8a", "keine Tabelle", id="broken UTF-16"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "alte Excel-Format", id="XLS"),
        pytest.param(
            b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"), "Passwort", id="password"
        ),
        pytest.param(b"PK\x03\x04" + bytes(100), "beschädigt", id="a broken archive"),
        pytest.param(archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "kein XLSX", id="ODS"),
        pytest.param(archive(xl__workbook=b"<workbook"), "beschädigt", id="an archive like a workbook"),
        pytest.param(archive(xl__sheet=bytes(40 * 1024 * 1024)), "Entpackt", id="a zip bomb"),
        pytest.param(archive(xl__sheet=b"<a>" * 2_500_001), "Entpackt", id="too many tags"),
        pytest.param(archive(packed=zipfile.ZIP_BZIP2, xl__sheet=b"<a>"), "beschädigt", id="packed by bzip2"),
        pytest.param(archive(packed=zipfile.ZIP_LZMA, xl__sheet=b"<a>"), "beschädigt", id="packed by LZMA"),
        pytest.param(claiming(archive(xl__sheet=bytes(9_000_000)), 9_000_000, 9), "beschädigt", id="a lying part"),
        pytest.param(b"Name\n" + b"x\n" * 5001, "5.000 Zeilen", id="too many rows"),
        pytest.param(b";".join(b"%d" % n for n in range(70)) + b"\n1\n", "60 Spalten", id="too many columns"),
        pytest.param(b"x" * (MAX_BYTES + 1), "5 MB", id="too large"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in why_not(content)


def test_entities_that_unfold_without_end_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    content = workbook(["Name"], ["Hotline"])
    assert "beschädigt" in why_not(repacked(content, "xl/worksheets/sheet1.xml", b"<worksheet", bomb))


def test_a_workbook_that_repeats_long_words_in_every_row_is_refused() -> None:
    assert "5 MB" in why_not(workbook(["Name"], *[["x" * 30_000]] * 300))


def test_a_full_table_of_long_texts_is_opened_and_checked_in_little_memory(team: Team) -> None:
    cells = [f"Kundinnen warten am Telefon neun Minuten {number}" for number in range(19)]
    lines = (";".join([f"Punkt {number}", *cells]) for number in range(5000))
    content = "\n".join([";".join(["Name", "Ist", *map(str, range(18))]), *lines]).encode()
    assert 4_000_000 < len(content) < MAX_BYTES
    tracemalloc.start()
    table = opened(content)
    rows = [[number, *row] for number, row in table.rows]
    checked(ImportRun(team=team, columns=table.headings, rows=rows, mapping=guessed(table.headings)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_five_thousand_rows_fit() -> None:
    assert len(rows(b"Name\n" + b"x\n" * 5000)) == 5000


@pytest.mark.django_db
@pytest.mark.parametrize("content", [PNG, b"", b"x" * (MAX_BYTES + 1)], ids=["PNG", "empty", "too large"])
def test_a_refused_upload_is_told_beside_the_field(team: Team, ben: Membership, content: bytes) -> None:
    file = SimpleUploadedFile("liste.csv", content)
    page = signed_in(ben).post(reverse("touchpoints:upload", args=[team.slug]), {"file": file})
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not team.imports.exists()


# --- Words and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("importance_customer", "3", 3),
        ("importance_customer", "3,0", 3),
        ("importance_customer", "3.00", 3),
        ("contacts_per_month", "1.200", 1200),
        ("contacts_per_month", "1,200,000", 1_200_000),
        ("contacts_per_month", "1 200", 1200),
        ("contacts_per_month", "0", 0),
        ("is_key", "x", True),
        ("is_key", "Nein", False),
        ("is_key", "TRUE", True),
        ("kind", "Indirect", "indirect"),
        ("kind", "direkt", "direct"),
        ("brand_fit", "passt zum Teil", "partly"),
        ("tags", "Praxen; Neukunden, praxen", ["Praxen", "Neukunden"]),
        ("name", "Hotline\n24", "Hotline 24"),
        ("actual_state", "Laut.\n\nUnd lang.", "Laut.\n\nUnd lang."),
    ],
)
def test_cells_are_read_as_people_write_them(field: str, cell: str, value: Any) -> None:
    assert value_of(field, cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("importance_customer", "3,5"),
        ("importance_customer", "-1"),
        ("importance_customer", "24.11.2026"),
        ("importance_customer", "9" * 400),
        ("contacts_per_month", "1.2340"),
        ("contacts_per_month", "1" + ".000" * 2000),
        ("contacts_per_month", "100.000.001"),
        ("is_key", "vielleicht"),
        ("kind", "#NV"),
        ("goal", "x" * 1001),
    ],
)
def test_cells_that_do_not_fit_are_told(field: str, cell: str) -> None:
    with pytest.raises(Misfit):
        value_of(field, cell)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name", "name"),
        ("TOUCHPOINT", "name"),
        ("Ist-Zustand", "actual_state"),
        ("Wichtigkeit für Kunden", "importance_customer"),
        ("Importance for customers", "importance_customer"),
        ("contacts_per_month ", "contacts_per_month"),
        ("Abteilung", "department"),
    ],
)
def test_headings_are_guessed_in_german_and_english(heading: str, field: str) -> None:
    assert guessed([heading]) == {heading: field}
