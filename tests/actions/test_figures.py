"""Figures: how much of what was promised gets done, what it costs, and who may see what of it."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from actions.figures.asking import year_of, years
from actions.figures.budget import Costs, costs_by, ending_in, total
from actions.figures.follow_through import (
    Side,
    Tally,
    follow_through,
    median_late,
    promised_in,
    tallies,
    tally_of,
    trend,
)
from actions.figures.local_day import stretches
from actions.figures.trend_picture import TrendPicture
from actions.figures.window import Step, back, periods
from actions.models import Action, ActionQuerySet, Case, Expense, Outcome, Plan, Scenario, Status
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory, TouchpointFactory

TODAY = date(2026, 11, 24)
PROMISED = date(2026, 11, 10)
YEAR = back(TODAY, 12)

pytestmark = pytest.mark.django_db


def url(team: Team, name: str = "figures") -> str:
    return reverse(f"actions:{name}", args=[team.slug])


@pytest.fixture
def at_today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def done(team: Team, days_late: int = 0, promised: date = PROMISED, **fields: object) -> Action:
    """An action that was done so many days after the promised one, at noon."""
    day = promised + timedelta(days=days_late)
    at = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    return ActionFactory(team=team, due_on=promised, status=Status.DONE, done_at=at, **fields)


def costs_of(actions: ActionQuerySet) -> Costs:
    return total(costs_by(actions, Side.DEPARTMENT))


def spend(action: Action, amount: str) -> None:
    Expense.objects.create(action=action, spent_on=PROMISED, amount=Decimal(amount), recorded_at=NOW)


# --- The rate ------------------------------------------------------------------------------------


def test_rate_is_what_was_done_in_time_of_all_that_was_promised(team: Team) -> None:
    for days in (-3, 0, 0, 1, 9):
        done(team, days)
    ActionFactory(team=team, due_on=PROMISED)
    ActionFactory(team=team, due_on=PROMISED, status=Status.DROPPED, result="Anders entschieden")
    tally = tally_of(team, YEAR)
    assert (tally.decided, tally.in_time, tally.late, tally.dropped, tally.open) == (7, 3, 2, 1, 1)
    assert tally.rate
    assert round(tally.rate.value, 1) == 42.9


def test_rate_has_the_wilson_interval_of_the_docstring() -> None:
    rate = Tally(decided=20, in_time=14).rate
    assert rate
    assert [round(figure or 0, 1) for figure in (rate.value, rate.low, rate.high)] == [70.0, 48.1, 85.5]


def test_postponing_polishes_no_rate(team: Team) -> None:
    action = done(team, 20)
    action.due_on = PROMISED + timedelta(days=30)
    action.save()
    assert tally_of(team, YEAR).late == 1


def test_the_day_done_is_the_teams(team: Team) -> None:
    late_in_utc = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    ActionFactory(team=team, due_on=PROMISED, status=Status.DONE, done_at=late_in_utc)
    assert tally_of(team, YEAR).late == 1, "in Berlin it is the 11th already"
    team.time_zone = "America/New_York"
    assert tally_of(team, YEAR).in_time == 1


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_databases_find_the_day_that_python_finds(team: Team, zone: str) -> None:
    team.time_zone = zone
    begins = [stretch.begin for stretch in stretches(team.zone, YEAR.first, YEAR.last)][1:]
    midnights = [datetime.combine(PROMISED + timedelta(days=n), time(), team.zone) for n in range(-20, 5, 4)]
    around = [timedelta(microseconds=-1), timedelta(0), timedelta(minutes=59, seconds=59, microseconds=999_999)]
    for moment in [*begins, *midnights, *(datetime.combine(begin.date(), time(), team.zone) for begin in begins)]:
        for apart in around:
            ActionFactory(team=team, due_on=PROMISED, status=Status.DONE, done_at=moment + apart)
    found: list[Any] = list(promised_in(team, YEAR))
    assert len(begins) >= 2, "the clocks change"
    assert [action.done_on for action in found] == [team.today(action.done_at) for action in found]


def test_what_is_promised_for_today_still_has_time(team: Team) -> None:
    for day in (TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        ActionFactory(team=team, due_on=day)
    assert tally_of(team, YEAR).decided == 1


def test_few_have_no_rate() -> None:
    assert Tally(decided=4, in_time=4).rate is None
    assert Tally(decided=5, in_time=5).rate


def test_median_counts_days_against_the_promised_one(team: Team) -> None:
    due = promised_in(team, YEAR)
    assert median_late(due) is None
    for days in (0, 0, 1, 4):
        done(team, days)
    assert median_late(due) == 0.5
    done(team, -2)
    assert median_late(due) == 0


def test_rates_are_told_apart_by_department_touchpoint_and_plan(team: Team) -> None:
    service = DepartmentFactory(team=team, name="Service")
    for _number in range(3):
        done(team, department=service)
    done(team, plan=Plan.objects.create(team=team, name="Klarheit"), touchpoint=TouchpointFactory(team=team))
    due = promised_in(team, YEAR)
    assert [(each.name, each.decided) for each in tallies(due, Side.DEPARTMENT)] == [("Service", 3), ("", 1)]
    assert [each.name for each in tallies(due, Side.PLAN)] == ["Klarheit", ""]


def test_follow_ups_count_once_their_day_has_come(team: Team, anna: Membership) -> None:
    for outcome in (Outcome.WORKS, Outcome.WORKS, Outcome.DID_NOT_WORK, ""):
        done(team, outcome=outcome, follow_up_on=TODAY - timedelta(days=1))
    done(team, outcome=Outcome.WORKS, follow_up_on=TODAY + timedelta(days=1))
    ActionFactory(team=team, follow_up_on=PROMISED, status=Status.DROPPED, result="Anders entschieden")
    followed = follow_through(team=team, person=anna.user, months=12, today=TODAY).followed
    assert (followed.asked, followed.answered) == (4, 3)
    assert [count for _name, count in followed.told] == [2, 0, 1]


def test_postponed_share_counts_moved_last_days(team: Team, anna: Membership) -> None:
    for moved in (True, False, False, False, False):
        action = done(team)
        if moved:
            action.due_on = PROMISED + timedelta(days=7)
            action.save()
    found = follow_through(team=team, person=anna.user, months=12, today=TODAY)
    assert found.postponed_rate
    assert (found.postponed, found.postponed_rate.value) == (1, 20)


# --- Along time ----------------------------------------------------------------------------------


def test_a_window_is_whole_months_up_to_yesterday() -> None:
    assert (back(TODAY, 3).first, back(TODAY, 3).last) == (date(2026, 9, 1), date(2026, 11, 23))
    assert back(date(2027, 1, 1), 1).last == date(2026, 12, 31)
    assert back(date(2028, 2, 29), 12).first == date(2027, 3, 1)


def test_periods_are_twelve_months_or_four_quarters_without_gaps() -> None:
    months, quarters = periods(TODAY, Step.MONTH), periods(TODAY, Step.QUARTER)
    assert (len(months), months[0].first, months[-1].last) == (12, date(2025, 12, 1), date(2026, 11, 23))
    assert [period.short for period in quarters] == ["Q1", "Q2", "Q3", "Q4"]
    for step in (months, quarters):
        assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(step))


def test_trend_goes_by_quarters_where_months_have_too_few(team: Team) -> None:
    for month in (10, 10, 10, 11, 11):
        done(team, promised=date(2026, month, 5))
    told = trend(team=team, today=TODAY)
    assert [(period.short, tally.decided) for period, tally in told] == [("Q1", 0), ("Q2", 0), ("Q3", 0), ("Q4", 5)]
    assert len(trend(team=team, today=TODAY, step=Step.MONTH)) == 12


def test_the_line_breaks_where_there_are_too_few() -> None:
    many, few = Tally(decided=10, in_time=5), Tally(decided=2, in_time=2)
    picture = TrendPicture(list(zip(periods(TODAY, Step.QUARTER), (many, few, many, many), strict=True)))
    assert [len(line.split()) for line in picture.lines] == [1, 2]
    assert len(picture.dots) == 3
    assert all(dot.high < dot.y < dot.low for dot in picture.dots), "y runs downwards"
    assert len(picture.labels) == 4


# --- Budget --------------------------------------------------------------------------------------


def test_forecast_of_what_is_done_or_dropped_is_what_was_spent(team: Team) -> None:
    spend(done(team, budget=Decimal(1000)), "700.50")
    dropped = ActionFactory(team=team, budget=Decimal(500), status=Status.DROPPED, result="Anders entschieden")
    spend(dropped, "20")
    costs = costs_of(team.actions.all())
    assert (costs.planned, costs.spent, costs.forecast) == (Decimal(1500), Decimal("720.50"), Decimal("720.50"))
    assert not costs.is_over


def test_forecast_of_what_is_open_is_the_mean_of_three_scenarios(team: Team) -> None:
    action = ActionFactory(team=team, budget=Decimal(800))
    for case, cost in zip(Case, (400, 900, 2500), strict=True):
        Scenario.objects.create(action=action, case=case, cost=Decimal(cost))
    costs = costs_of(team.actions.all())
    assert costs.forecast == Decimal("1083.33")
    assert costs.is_over


@pytest.mark.parametrize(("spent", "forecast"), [("100", 800), ("950", 950)])
def test_forecast_of_what_is_open_is_the_budget_but_never_less_than_spent(
    team: Team, spent: str, forecast: int
) -> None:
    action = ActionFactory(team=team, budget=Decimal(800))
    Scenario.objects.create(action=action, case=Case.BEST, cost=Decimal(1))
    spend(action, spent)
    assert costs_of(team.actions.all()).forecast == forecast


def test_open_actions_without_any_estimate_are_counted(team: Team) -> None:
    spend(ActionFactory(team=team), "30")
    costs = costs_of(team.actions.all())
    assert (costs.forecast, costs.open_ended) == (Decimal(30), 1)


def test_sums_by_department_add_up_to_the_total(team: Team) -> None:
    ActionFactory(team=team, department=DepartmentFactory(team=team, name="Service"), budget=Decimal("0.10"))
    ActionFactory(team=team, budget=Decimal("0.20"))
    by = costs_by(team.actions.all(), Side.DEPARTMENT)
    assert [each.name for each in by] == ["Service", ""]
    assert total(by).planned == Decimal("0.30")
    assert costs_of(team.actions.none()) == Costs()


def test_a_budget_is_asked_for_by_the_year_in_which_actions_end(team: Team) -> None:
    ActionFactory(team=team, due_on=date(2025, 12, 31), budget=Decimal(1))
    ActionFactory(team=team, due_on=date.max)
    assert costs_of(ending_in(team.actions.all(), 2025)).planned == 1
    assert costs_of(ending_in(team.actions.all(), None)).actions == 2
    assert years(team, TODAY) == list(range(2025, 2037))
    assert [year_of(QueryDict(f"year={words}"), TODAY) for words in ("2025", "all", "", "9999", "²")] == [
        2025,
        None,
        *[2026] * 3,
    ]


# --- The page ------------------------------------------------------------------------------------


def test_everyone_in_the_team_reads_the_figures_and_strangers_do_not(
    team: Team, clara: Membership, rita: Membership
) -> None:
    assert signed_in(clara).get(url(team)).status_code == 404
    page = signed_in(rita).get(url(team)).text
    assert "Noch nichts zu zählen" in page
    assert "Noch kein Budget" in page


@pytest.mark.usefixtures("at_today")
def test_the_page_says_rate_interval_definition_and_money(team: Team, rita: Membership) -> None:
    department = DepartmentFactory(team=team, name="Service & <b>Kunden</b>")
    for days in (0, 0, 0, 2, 8):
        done(team, days, department=department, budget=Decimal(2000))
    page = signed_in(rita).get(url(team)).text
    for words in (
        "60\u00a0%",
        "n = 5",
        "Rechtzeitig erledigt geteilt durch",
        "10.000\u00a0€",
        "Service &amp; &lt;b&gt;",
    ):
        assert words in page
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.usefixtures("at_today")
def test_only_oneself_sees_ones_own_rate(team: Team, anna: Membership, ben: Membership) -> None:
    done(team, responsible=ben.user)
    assert "1 von 1" in signed_in(ben).get(url(team)).text
    others = signed_in(anna).get(url(team)).text
    assert "Nur für die eigenen Augen" not in others
    assert "Ben Yılmaz" not in others


@pytest.mark.usefixtures("at_today")
@pytest.mark.parametrize("query", ["months=3", "step=quarter", "year=all", "months=x&step=y&year=z", "year=%C2%B2"])
def test_the_address_says_what_is_shown_and_nonsense_is_passed_over(team: Team, rita: Membership, query: str) -> None:
    done(team)
    assert signed_in(rita).get(f"{url(team)}?{query}").status_code == 200


@pytest.mark.usefixtures("at_today")
def test_the_figures_cost_the_same_queries_for_one_and_three(team: Team, anna: Membership) -> None:
    def one_more() -> None:
        places: dict[str, Any] = {
            "department": DepartmentFactory(team=team),
            "touchpoint": TouchpointFactory(team=team),
        }
        plan = Plan.objects.create(team=team, name=f"Plan {team.plans.count()}")
        spend(done(team, plan=plan, responsible=anna.user, **places), "5")

    one_more()
    browser = signed_in(anna)
    browser.get(url(team))
    one = queries_of(browser, url(team))
    one_more()
    one_more()
    assert queries_of(browser, url(team)) == one


# --- As tables -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_today")
def test_rates_are_given_out_without_those_of_few(team: Team, rita: Membership) -> None:
    service = DepartmentFactory(team=team, name="=1+1")
    for days in (0, 0, 0, 2, 8):
        done(team, days)
    done(team, department=service)
    answer = signed_in(rita).get(url(team, "rates_csv"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["Team", "Vertrieb Süd", "6", "4", "2", "0", "0", "66,7", "30", "90,3"]
    assert rows[2] == ["Bereich", "'=1+1", "1", *[""] * 7]
    assert [row[0] for row in rows].count("Quartal") == 4


@pytest.mark.usefixtures("at_today")
def test_budget_is_given_out_in_the_teams_currency(team: Team, rita: Membership) -> None:
    spend(done(team, budget=Decimal(1000)), "250.50")
    answer = signed_in(rita).get(url(team, "budget_xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[0][3:5] == ("Geplant (EUR)", "Ausgegeben (EUR)")
    assert rows[1] == ("Team", "Vertrieb Süd", 1, 1000, 250.5, 250.5, -749.5, 0)
    assert "Budget" in signed_in(rita).get(url(team, "budget_csv")).getvalue().decode()
    assert signed_in(rita).get(url(team, "rates_xlsx")).getvalue()
