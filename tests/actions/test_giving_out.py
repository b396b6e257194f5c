"""The actions on their way out: the filtered list as a table."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import Outcome, Status
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import ActionFactory, MetricFactory, TouchpointFactory
from tests.touchpoints.tables import content_of, csv_lines


def url(team: Team, ending: str = "csv") -> str:
    return reverse(f"actions:{ending}", args=[team.slug])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_stranger_gets_nothing_and_reader_may_take_the_plan_along(
    team: Team, clara: Membership, rita: Membership, ending: str
) -> None:
    ActionFactory(team=team)
    assert signed_in(clara).get(url(team, ending)).status_code == 404
    answer = signed_in(rita).get(url(team, ending))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="massnahmen-vertrieb-sued-')
    assert content_of(answer)


def test_a_line_has_all_that_a_manager_asks_for(team: Team, anna: Membership) -> None:
    invoice = TouchpointFactory(team=team, name="Rechnung")
    ActionFactory(
        team=team,
        what="Rechnung später auslösen",
        touchpoint=invoice,
        metric=MetricFactory(touchpoint=invoice, name="Beschwerden"),
        responsible=anna.user,
        with_whom="Buchhaltung",
        starts_on=date(2026, 3, 1),
        due_on=date(2026, 4, 1),
        follow_up_on=date(2026, 5, 1),
        status=Status.DONE,
        outcome=Outcome.WORKS,
        result="Halb so viele",
        done_at=datetime(2026, 3, 30, 23, 30, tzinfo=UTC),
        settled_at=datetime(2026, 5, 2, 9, tzinfo=UTC),
    )
    headings, line = csv_lines(signed_in(anna).get(url(team), {"state": ""}))
    told = dict(zip(headings, line, strict=True))
    del told["Festgehalten am"]
    assert told == {
        "Was": "Rechnung später auslösen",
        "Kontaktpunkt": "Rechnung",
        "Wer": "Anna Keller",
        "Mit wem": "Buchhaltung",
        "Ab": "01.03.2026",
        "Bis": "01.04.2026",
        "Status": "erledigt",
        "Folgetermin": "01.05.2026",
        "Wirkung": "wirkt",
        "Ergebnis": "Halb so viele",
        "Kennzahl": "Beschwerden",
        "Erledigt am": "31.03.2026",
        "Beantwortet am": "02.05.2026",
    }


def test_the_table_has_what_the_list_shows(team: Team, anna: Membership, ben: Membership) -> None:
    for what, status, whose in (("A", "open", anna), ("B", "done", anna), ("C", "open", ben)):
        ActionFactory(team=team, what=what, status=status, responsible=whose.user)
    browser = signed_in(anna)

    def found(**asked: str) -> list[str]:
        return [line[0] for line in csv_lines(browser.get(url(team), asked))[1:]]

    assert found() == ["A", "C"]
    assert found(whose="mine") == ["A"]
    assert found(state="done") == ["B"]
    page = browser.get(reverse("actions:list", args=[team.slug]), {"whose": "mine", "page": "1"}).text
    assert f'href="{url(team)}?whose=mine"' in page
    assert f'href="{url(team, "xlsx")}?whose=mine"' in page


def test_no_text_becomes_a_formula_and_days_can_be_reckoned_with(team: Team, anna: Membership) -> None:
    ActionFactory(team=team, what="=cmd|' /C calc'!A0", due_on=date(2026, 4, 1))
    browser = signed_in(anna)
    assert csv_lines(browser.get(url(team)))[1][0] == "'=cmd|' /C calc'!A0"
    sheet = load_workbook(io.BytesIO(content_of(browser.get(url(team, "xlsx"))))).active
    what, due = sheet["A2"], sheet["F2"]
    assert (what.value, what.data_type, what.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)
    assert (due.is_date, due.value.date()) == (True, date(2026, 4, 1))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_costs_the_same_for_one_and_three_actions(team: Team, anna: Membership, ending: str) -> None:
    browser, costs = signed_in(anna), []
    for more in (1, 2):
        for _each in range(more):
            touchpoint = TouchpointFactory(team=team)
            ActionFactory(team=team, touchpoint=touchpoint, metric=MetricFactory(touchpoint=touchpoint))
        with CaptureQueriesContext(connection) as queries:
            assert content_of(browser.get(url(team, ending)))
        costs.append(len(queries))
    assert costs[0] == costs[1]
