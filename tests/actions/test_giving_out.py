"""The actions on their way out: the filtered list as a table."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import Action, Case, Outcome, Plan, Priority, Scenario, Status, Step
from meetings.models import DecidedAction
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MeetingFactory,
    MetricFactory,
    TouchpointFactory,
)
from tests.touchpoints.tables import content_of, csv_lines


def url(team: Team, ending: str = "csv") -> str:
    return reverse(f"actions:{ending}", args=[team.slug])


@pytest.fixture
def whole(team: Team, anna: Membership, ben: Membership) -> Action:
    """An action of which everything is known."""
    invoice = TouchpointFactory(team=team, name="Rechnung")
    action = ActionFactory(
        team=team,
        what="Rechnung später auslösen",
        why="Sie kommt vor der Ware an.",
        touchpoint=invoice,
        department=DepartmentFactory(team=team, name="Innendienst"),
        metric=MetricFactory(touchpoint=invoice, name="Beschwerden"),
        plan=Plan.objects.create(team=team, name="Rechnung neu denken"),
        responsible=anna.user,
        with_whom="Buchhaltung",
        priority=Priority.HIGH,
        starts_on=date(2026, 3, 1),
        due_on=date(2026, 4, 1),
        promised_on=date(2026, 3, 15),
        follow_up_on=date(2026, 5, 1),
        budget=Decimal("1250.50"),
        start_value=12,
        target_value=6,
        measured_value=5,
        target_group="Stammkunden",
        media_use="Post",
        region="Süd",
        culture="förmlich",
        brand_fit="fits",
        status=Status.DONE,
        outcome=Outcome.WORKS,
        result="Halb so viele",
        predecessor=ActionFactory(team=team, what="Rechnung kürzen", status=Status.DONE),
        done_at=datetime(2026, 3, 30, 23, 30, tzinfo=UTC),
        settled_at=datetime(2026, 5, 2, 9, tzinfo=UTC),
    )
    action.helpers.add(ben.user)
    Step.objects.create(action=action, text="Beleg ändern", done_at=datetime(2026, 3, 20, tzinfo=UTC))
    Step.objects.create(action=action, text="Testen")
    for case, day, cost in ((Case.BEST, 1, 1000), (Case.REALISTIC, 4, 1500), (Case.WORST, 13, 3200)):
        Scenario.objects.create(
            action=action, case=case, ends_on=date(2026, 12, day), cost=Decimal(cost), effect=Decimal(cost) / 100
        )
    meeting = MeetingFactory(team=team, title="Rechnung kommt zu früh", starts_at=datetime(2026, 2, 24, 8, tzinfo=UTC))
    DecidedAction.objects.create(meeting=meeting, action=action)
    return action


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_stranger_gets_nothing_and_reader_may_take_the_plan_along(
    team: Team, clara: Membership, rita: Membership, ending: str
) -> None:
    ActionFactory(team=team)
    assert signed_in(clara).get(url(team, ending)).status_code == 404
    answer = signed_in(rita).get(url(team, ending))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="massnahmen-vertrieb-sued-')
    assert content_of(answer)


def test_a_line_has_all_that_a_manager_asks_for(team: Team, anna: Membership, whole: Action) -> None:
    headings, line = csv_lines(signed_in(anna).get(url(team), {"state": "", "priority": "1"}))
    told = dict(zip(headings, line, strict=True))
    del told["Festgehalten am"]
    assert told == {
        "Was": "Rechnung später auslösen",
        "Warum": "Sie kommt vor der Ware an.",
        "Kontaktpunkt": "Rechnung",
        "Bereich": "Innendienst",
        "Wer": "Anna Keller",
        "Aus dem Team dabei": "Ben Yılmaz",
        "Mit wem": "Buchhaltung",
        "Plan": "Rechnung neu denken",
        "Runde": "24.02.2026 · Rechnung kommt zu früh",
        "Justiert nach": "Rechnung kürzen",
        "Priorität": "hoch",
        "Ab": "01.03.2026",
        "Bis": "01.04.2026",
        "Zugesagt bis": "15.03.2026",
        "Fertig am (PERT)": "05.12.2026",
        "Status": "erledigt",
        "Woran es stockt": "",
        "Schritte erledigt": "1",
        "Schritte insgesamt": "2",
        "Budget (EUR)": "1250,5",
        "Ausgegeben (EUR)": "0",
        "Kosten nach PERT (EUR)": "1700",
        "Zielgruppe": "Stammkunden",
        "Mediennutzung": "Post",
        "Region": "Süd",
        "Kultur": "förmlich",
        "Passt zur Marke?": "passt",
        "Kennzahl": "Beschwerden",
        "Startwert": "12",
        "Zielwert": "6",
        "Wert nach PERT": "17",
        "Gemessener Wert": "5",
        "Erledigt am": "31.03.2026",
        "Folgetermin": "01.05.2026",
        "Wirkung": "wirkt",
        "Ergebnis": "Halb so viele",
        "Beantwortet am": "02.05.2026",
    }


def test_the_table_has_what_the_list_shows(team: Team, anna: Membership, ben: Membership) -> None:
    for what, status, whose in (("A", "planned", anna), ("B", "done", anna), ("C", "running", ben)):
        ActionFactory(team=team, what=what, status=status, responsible=whose.user)
    browser = signed_in(anna)

    def found(**asked: str) -> list[str]:
        return [line[0] for line in csv_lines(browser.get(url(team), asked))[1:]]

    assert found() == ["A", "C"]
    assert found(whose="mine") == ["A"]
    assert found(state="done") == ["B"]
    assert found(sort="-what") == ["C", "A"]
    page = browser.get(reverse("actions:list", args=[team.slug]), {"whose": "mine", "page": "1"}).text
    assert f'href="{url(team)}?whose=mine"' in page
    assert f'href="{url(team, "xlsx")}?whose=mine"' in page


def test_no_text_becomes_a_formula_and_days_and_money_can_be_reckoned_with(team: Team, anna: Membership) -> None:
    ActionFactory(team=team, what="=cmd|' /C calc'!A0", due_on=date(2026, 4, 1), budget=Decimal("99.90"))
    browser = signed_in(anna)
    assert csv_lines(browser.get(url(team)))[1][0] == "'=cmd|' /C calc'!A0"
    sheet = load_workbook(io.BytesIO(content_of(browser.get(url(team, "xlsx"))))).active
    cells = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    what, due, budget = cells["Was"], cells["Bis"], cells["Budget (EUR)"]
    assert (what.value, what.data_type, what.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)
    assert (due.is_date, due.value.date()) == (True, date(2026, 4, 1))
    assert budget.value == pytest.approx(99.9)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_costs_the_same_for_one_and_three_actions(
    team: Team, anna: Membership, ben: Membership, ending: str
) -> None:
    browser, costs = signed_in(anna), []
    for more in (1, 2):
        for _each in range(more):
            touchpoint = TouchpointFactory(team=team)
            action = ActionFactory(team=team, touchpoint=touchpoint, metric=MetricFactory(touchpoint=touchpoint))
            action.helpers.add(ben.user)
            Scenario.objects.create(action=action, case=Case.BEST)
        with CaptureQueriesContext(connection) as queries:
            assert content_of(browser.get(url(team, ending)))
        costs.append(len(queries))
    assert costs[0] == costs[1]
