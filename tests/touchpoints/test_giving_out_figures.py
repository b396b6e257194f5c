"""Figures on their way out: the readings of a metric, and the priorities."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, MetricFactory, ReadingFactory, TouchpointFactory
from tests.touchpoints.tables import content_of, csv_lines, url
from touchpoints.models import Metric, Source


@pytest.fixture
def metric(team: Team) -> Metric:
    touchpoint = TouchpointFactory(team=team, name="Hotline")
    made: Metric = MetricFactory(touchpoint=touchpoint, name="Zufriedenheit am Telefon", type=Metric.Type.CSAT)
    return made


def address(metric: Metric, ending: str = "csv") -> str:
    return url(metric.touchpoint.team, f"readings_{ending}", metric.touchpoint_id, metric.pk)


# --- Readings -------------------------------------------------------------------------------------


def test_stranger_gets_no_readings_and_reader_does(metric: Metric, clara: Membership, rita: Membership) -> None:
    ReadingFactory(metric=metric)
    assert signed_in(clara).get(address(metric)).status_code == 404
    assert signed_in(clara).get(url(clara.team, "readings_csv", metric.touchpoint_id, metric.pk)).status_code == 404
    answer = signed_in(rita).get(address(metric))
    name = 'attachment; filename="messungen-zufriedenheit-am-telefon-vertrieb-sued-'
    assert answer.headers["Content-Disposition"].startswith(name)
    assert content_of(answer)


def test_every_reading_has_its_day_value_and_voices(metric: Metric, rita: Membership) -> None:
    ReadingFactory(
        metric=metric,
        measured_on=date(2026, 3, 1),
        value=Decimal("83.5"),
        low=Decimal("71.5"),
        high=Decimal("91.7"),
        n=50,
        source=Source.STAFF,
        department=DepartmentFactory(team=metric.touchpoint.team, name="Service"),
        note="=1+1",
    )
    ReadingFactory(metric=metric, measured_on=date(2026, 2, 1), value=Decimal(80), n=None, low=None, high=None)
    headings, older, newer = csv_lines(signed_in(rita).get(address(metric)))
    assert headings[:5] == ["Gemessen am", "Wert (%)", "Untere Grenze (95 %)", "Obere Grenze (95 %)", "n"]
    assert newer == ["01.03.2026", "83,5", "71,5", "91,7", "50", "Mitarbeitende", "Service", "'=1+1"]
    assert older[:5] == ["01.02.2026", "80", "", "", ""]


def test_what_few_people_of_one_group_said_is_in_no_table(metric: Metric, rita: Membership) -> None:
    ReadingFactory(metric=metric, n=4, source=Source.STAFF, note="nur wir vier")
    ReadingFactory(metric=metric, n=5, source=Source.STAFF, note="zu fünft")
    browser = signed_in(rita)
    assert [line[-1] for line in csv_lines(browser.get(address(metric)))] == ["Anmerkung", "zu fünft"]
    book = load_workbook(io.BytesIO(content_of(browser.get(address(metric, "xlsx")))))
    assert [line[-1] for line in book.active.values] == ["Anmerkung", "zu fünft"]


def test_the_page_of_a_metric_offers_its_readings(metric: Metric, rita: Membership) -> None:
    ReadingFactory(metric=metric)
    page = signed_in(rita).get(metric.get_absolute_url()).text
    assert f'href="{address(metric)}?"' in page
    assert f'href="{address(metric, "xlsx")}?"' in page


def test_readings_cost_the_same_for_one_and_three(metric: Metric, rita: Membership) -> None:
    browser = signed_in(rita)
    ReadingFactory(metric=metric, department=DepartmentFactory(team=metric.touchpoint.team), n=9)
    one = _cost(browser, address(metric))
    for _more in range(2):
        ReadingFactory(metric=metric, department=DepartmentFactory(team=metric.touchpoint.team), n=9)
    assert _cost(browser, address(metric)) == one


def _cost(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert content_of(browser.get(address))
    return len(queries)


# --- Priorities -----------------------------------------------------------------------------------


def rated(team: Team, name: str, importance: int, performance: int, **fields: Any) -> None:
    TouchpointFactory(team=team, name=name, importance_customer=importance, performance=performance, **fields)


def test_priorities_are_given_out_as_the_page_has_them(team: Team, rita: Membership, clara: Membership) -> None:
    rated(team, "Hotline", 5, 1, importance_company=3)
    rated(team, "=Rechnung", 4, 4)
    rated(clara.team, "Fremdes", 5, 1)
    answer = signed_in(rita).get(url(team, "priorities_csv"))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="prioritaeten-vertrieb-sued-')
    headings, first, second = csv_lines(answer)
    assert headings == [
        "Kontaktpunkt",
        "Feld",
        "Lücke",
        "Wichtigkeit",
        "Wichtigkeit: Quelle",
        "Leistung",
        "Leistung: Quelle",
        "Wichtigkeit für uns",
    ]
    assert first == [
        *("Hotline", "Hier zuerst ansetzen", "4", "5", "Schätzung, vermutet", "1", "Schätzung, vermutet", "3")
    ]
    assert (second[0], second[-1]) == ("'=Rechnung", "")


def test_priorities_follow_perspective_and_order_of_the_address(team: Team, rita: Membership) -> None:
    rated(team, "A", 5, 1, impact=9, confidence=5, effort=2, contacts_per_month=1000)
    rated(team, "B", 5, 1, impact=3, confidence=5, effort=2, contacts_per_month=10)
    headings, *lines = csv_lines(signed_in(rita).get(url(team, "priorities_csv"), {"view": "ice", "sort": "ice"}))
    assert headings[:3] == ["Platz", "Kontaktpunkt", "Feld"]
    assert [line[:2] for line in lines] == [["2", "B"], ["1", "A"]]
    assert lines[0][3] == str(3 * 5 * 9)


def test_priorities_have_all_rows_not_just_the_page(team: Team, rita: Membership) -> None:
    for number in range(60):
        rated(team, f"Punkt {number}", 5, 1)
    browser = signed_in(rita)
    book = load_workbook(io.BytesIO(content_of(browser.get(url(team, "priorities_xlsx"), {"page": "2"}))))
    assert book.active.max_row == 61
    page = browser.get(url(team, "priorities"), {"sort": "name", "page": "2"}).text
    assert f'href="{url(team, "priorities_xlsx")}?view=importance&amp;sort=name"' in page


def test_priorities_cost_the_same_for_one_and_three(team: Team, rita: Membership) -> None:
    browser = signed_in(rita)
    rated(team, "A", 5, 1)
    one = _cost(browser, url(team, "priorities_csv"))
    rated(team, "B", 5, 1)
    rated(team, "C", 4, 2)
    assert _cost(browser, url(team, "priorities_csv")) == one
