"""Tables for spreadsheets: what people typed stays text, numbers stay numbers."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from touchpoints.exchange.tables import Numeral, as_typed, defused, write_csv, write_xlsx

STARTS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n")

texts = st.text(st.characters(exclude_categories=["Cs"]))
nasty = st.builds("{}{}".format, st.text("=+-@'\t\r\n \"; ＝", max_size=4), texts)


def as_csv(rows: list[list]) -> str:
    file = io.BytesIO()
    write_csv(file, ["Spalte"], rows)
    return file.getvalue().decode()


def as_xlsx(rows: list[list]) -> list[tuple]:
    file = io.BytesIO()
    write_xlsx(file, ["Spalte"], rows, title="Tabelle")
    return list(load_workbook(file)["Tabelle"].iter_rows(min_row=2))


@given(texts | nasty)
def test_no_text_begins_as_a_formula_and_each_comes_back_as_typed(text: str) -> None:
    assert not defused(text).lstrip(" ").startswith(STARTS_A_FORMULA)
    assert as_typed(defused(text)) == text


@pytest.mark.parametrize("text", ["Hotline", "Größe 5 – 7", "3-mal", "a=b", "'s Lädle", "", "😀"])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+49 89 123", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "'=1", "＝1"]
)
def test_what_would_be_calculated_gets_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@given(st.lists(st.tuples(texts | nasty, st.integers()), max_size=4))
def test_csv_can_be_read_by_any_reader_of_csv(rows: list[tuple[str, int]]) -> None:
    content = as_csv([list(row) for row in rows])
    read = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [(as_typed(text), int(number)) for text, number in read[1:]] == rows


def test_csv_is_what_a_german_excel_expects() -> None:
    content = as_csv([['Größe; "groß"', 5, None], ["-5", -5, Numeral("-4,5")]])
    assert content == '\ufeff"Spalte"\r\n"Größe; ""groß""";5;\r\n"\'-5";-5;-4,5\r\n'


@pytest.mark.parametrize(
    ("language", "words"), [("de", "1234,5;84;0,25;22.11.2026\r\n"), ("en", "1234.5;84;0.25;22 Nov 2026\r\n")]
)
def test_numbers_and_days_stand_in_csv_as_the_language_writes_them(language: str, words: str) -> None:
    with translation.override(language):
        content = as_csv([[Decimal("1234.5000"), Decimal("84.0000"), 0.25, date(2026, 11, 22)]])
    assert content.endswith(words)


def test_numbers_and_days_of_a_workbook_can_be_reckoned_with() -> None:
    ((whole, part, day),) = as_xlsx([[Decimal("84.0000"), 0.25, date(2026, 11, 22)]])
    assert (whole.value, part.value, day.value.date()) == (84, 0.25, date(2026, 11, 22))
    assert day.is_date


@given(st.lists(texts | nasty, min_size=1, max_size=3))
def test_no_cell_of_a_workbook_is_a_formula(values: list[str]) -> None:
    for (cell,) in as_xlsx([[value] for value in values]):
        assert cell.data_type in ("s", "inlineStr") or cell.value is None
        if str(cell.value).startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix


def test_a_workbook_keeps_text_as_it_was_typed_and_numbers_as_numbers() -> None:
    rows = as_xlsx([["=1+1", 5, None], ["Grüße 😀\nzweite Zeile", -5, ""]])
    assert [[cell.value for cell in row] for row in rows] == [["=1+1", 5, None], ["Grüße 😀\nzweite Zeile", -5, None]]


def test_a_workbook_leaves_out_what_it_cannot_hold() -> None:
    assert as_xlsx([["a\x00b\x1fc"]])[0][0].value == "abc"
