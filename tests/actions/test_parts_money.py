"""Budget and expenses, the three scenarios, and files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone, translation

from actions.models import Action, ActionFile, Case, Scenario
from actions.money import MoneyInput, money
from actions.parts.expenses import Purse
from actions.parts.files import MOST_FILES
from actions.parts.scenarios import Outlook
from actions.pert import pert_day, pert_mean
from teams.files import LARGEST
from teams.models import Membership, Team
from tests.actions.parts import PDF, ActionFileFactory, ExpenseFactory, ScenarioFactory
from tests.actions.test_parts import url
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, MetricFactory, TouchpointFactory


@pytest.fixture
def action(team: Team, ben: Membership) -> Action:
    return ActionFactory(team=team, responsible=ben.user, budget=Decimal(2000))


@pytest.fixture
def bens(ben: Membership) -> Client:
    return signed_in(ben)


def texts(page: str) -> str:
    return page.replace("\xa0", " ")


# --- Money --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2000", "2000"),
        ("2.000", "2000"),
        ("2.000,50", "2000.50"),
        ("2,000.50", "2000.50"),
        ("12,5", "12.5"),
        ("1 250,00 €", "1250.00"),
        ("−3.000", "-3000"),
        ("1.234.567", "1234567"),
    ],
)
def test_money_is_read_as_it_is_meant(typed: str, read: str) -> None:
    assert MoneyInput().clean(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [("de", "2000", "2.000 €"), ("de", "-1250.5", "-1.250,50 €"), ("en", "2000", "€2,000"), ("de", "0", "0 €")],
)
def test_money_is_written_with_its_currency_and_no_needless_cents(language: str, amount: str, words: str) -> None:
    with translation.override(language):
        assert texts(money(Decimal(amount), "EUR")) == words


@pytest.mark.parametrize(
    ("budget", "spent", "words", "percent"),
    [
        (2000, 1250, "Budget 2.000 €, ausgegeben 1.250 €, bleibt 750 €", 62),
        (2000, 2250, "Budget 2.000 €, ausgegeben 2.250 €, 250 € darüber", 100),
        (0, 0, "Budget 0 €, ausgegeben 0 €, bleibt 0 €", 0),
        (0, 10, "Budget 0 €, ausgegeben 10 €, 10 € darüber", 100),
        (2000, -50, "Budget 2.000 €, ausgegeben -50 €, bleibt 2.050 €", 0),
        (None, 40, "Ausgegeben 40 €, ohne Budget", 0),
    ],
)
def test_purse_says_what_is_left_or_over(budget: int | None, spent: int, words: str, percent: int) -> None:
    purse = Purse(None if budget is None else Decimal(budget), Decimal(spent), "EUR")
    assert (texts(purse.words), purse.percent) == (words, percent)


def test_expenses_are_summed_against_the_budget(action: Action, ben: Membership, bens: Client) -> None:
    bens.post(url(action, "add_expense"), {"spent_on": "2026-11-20", "amount": "1.300", "note": "Druck 🖨️"})
    bens.post(url(action, "add_expense"), {"spent_on": "2026-11-21", "amount": "-50", "note": "Gutschrift"})
    page = texts(bens.get(action.get_absolute_url()).text)
    assert "Budget 2.000 €, ausgegeben 1.250 €, bleibt 750 €" in page
    assert "Druck 🖨️" in page
    assert action.expenses.earliest("pk").recorded_by == ben.user


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", ""),
        ("amount", "0"),
        ("amount", "0,001"),
        ("amount", "9" * 20),
        ("amount", "NaN"),
        ("spent_on", "1999-12-31"),
        ("spent_on", (timezone.now() + timedelta(days=3)).date().isoformat()),
        ("note", "x" * 201),
    ],
)
def test_what_is_no_expense_is_said_beside_its_field(action: Action, bens: Client, field: str, value: str) -> None:
    answers = {"spent_on": "2026-11-20", "amount": "5", "note": "Papier"} | {field: value}
    answer = bens.post(url(action, "add_expense"), answers)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not action.expenses.exists()


def test_expense_is_corrected_and_taken_out_after_a_question(action: Action, bens: Client) -> None:
    expense = ExpenseFactory(action=action)
    bens.post(url(action, "change_expense", expense.pk), {"spent_on": "2026-11-20", "amount": "80"})
    assert action.expenses.get().amount == 80
    assert bens.get(url(action, "remove_expense", expense.pk)).status_code == 200
    bens.post(url(action, "remove_expense", expense.pk))
    assert not action.expenses.exists()
    foreign = ExpenseFactory(action__team=action.team)
    assert bens.post(url(action, "remove_expense", foreign.pk)).status_code == 404


def test_list_of_expenses_costs_the_same_for_one_and_three(action: Action, rita: Membership) -> None:
    ExpenseFactory(action=action)
    one = queries_of(signed_in(rita), url(action, "expenses"))
    ExpenseFactory.create_batch(2, action=action)
    assert queries_of(signed_in(rita), url(action, "expenses")) == one


def test_database_refuses_an_expense_of_nothing(action: Action) -> None:
    with pytest.raises(IntegrityError, match="expense_is_an_amount"):
        ExpenseFactory(action=action, amount=0)


# --- Scenarios ----------------------------------------------------------------------------------


def test_pert_mean_weighs_the_realistic_case_four_times() -> None:
    assert pert_mean(Decimal(1000), Decimal(1500), Decimal(3200)) == 1700
    assert pert_day(date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 13)) == date(2026, 12, 5)


@pytest.mark.parametrize("missing", range(3))
def test_pert_mean_is_not_available_when_one_case_is_missing(missing: int) -> None:
    three = [None if place == missing else Decimal(1) for place in range(3)]
    assert pert_mean(*three) is None
    assert pert_day(*(None if place == missing else date(2026, 12, 1) for place in range(3))) is None


def test_three_scenarios_are_told_in_one_form_and_shown_with_their_pert_mean(team: Team, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=team), name="Zufriedenheit")
    action = ActionFactory(team=team, responsible=ben.user, metric=metric)
    answers = {
        "best_ends_on": "2026-12-01",
        "realistic_ends_on": "2026-12-04",
        "worst_ends_on": "2026-12-13",
        "best_cost": "1.000",
        "realistic_cost": "1.500",
        "worst_cost": "3.200",
        "best_effect": "95",
        "worst_trigger": "Das ERP liefert keine Daten.",
        "worst_plan_b": "Von Hand prüfen.",
    }
    page = texts(signed_in(ben).post(url(action, "scenarios"), answers, follow=True).text)
    outlook = Outlook.of(Action.objects.get())
    assert (outlook.ends_on, outlook.cost, outlook.effect) == (date(2026, 12, 5), Decimal(1700), None)
    for words in ("PERT-Mittel", "1.700 €", "95 %", "Das ERP liefert keine Daten.", "Von Hand prüfen."):
        assert words in page


def test_a_worse_case_does_not_end_earlier_but_may_be_cheaper(action: Action, bens: Client) -> None:
    answers = {"best_ends_on": "2026-12-10", "worst_ends_on": "2026-12-01", "best_cost": "9", "worst_cost": "1"}
    answer = bens.post(url(action, "scenarios"), answers)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"worst_ends_on"}
    assert not action.scenarios.exists()


def test_an_emptied_case_goes(action: Action, bens: Client) -> None:
    ScenarioFactory(action=action, case=Case.BEST, cost=Decimal(100))
    bens.post(url(action, "scenarios"), {"best_cost": "", "initial-best_cost": "100"})
    assert not action.scenarios.exists()


def test_what_a_colleague_told_meanwhile_stays(action: Action, anna: Membership, bens: Client) -> None:
    signed_in(anna).post(url(action, "scenarios"), {"best_cost": "100", "initial-best_cost": ""})
    bens.post(url(action, "scenarios"), {"best_cost": "", "initial-best_cost": "", "best_trigger": "Es schneit."})
    best = action.scenarios.get()
    assert (best.cost, best.trigger) == (Decimal(100), "Es schneit.")


def test_an_effect_lies_on_the_metrics_scale(team: Team, action: Action, bens: Client) -> None:
    touchpoint = TouchpointFactory(team=team)
    Action.objects.update(touchpoint=touchpoint, metric=MetricFactory(touchpoint=touchpoint, type="csat"))
    answer = bens.post(url(action, "scenarios"), {"best_effect": "95", "worst_effect": "500"})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"worst_effect": ["Die Skala geht von 0 bis 100."]}


@pytest.mark.parametrize(("field", "value"), [("best_cost", "-1"), ("worst_effect", "x"), ("best_trigger", "x" * 281)])
def test_what_is_no_scenario_is_said_beside_its_field(action: Action, bens: Client, field: str, value: str) -> None:
    answer = bens.post(url(action, "scenarios"), {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        ({"case": "middling"}, "scenario_case_known"),
        ({"cost": Decimal(-1)}, "scenario_cost_not_negative"),
        ({"case": Case.REALISTIC}, "scenario_once_a_case|UNIQUE"),
    ],
)
def test_database_keeps_one_scenario_a_case_and_no_negative_cost(action: Action, how: dict, rule: str) -> None:
    ScenarioFactory(action=action, case=Case.REALISTIC)
    with pytest.raises(IntegrityError, match=rule):
        Scenario.objects.create(action=action, **{"case": Case.BEST, **how})


# --- Files --------------------------------------------------------------------------------------


def attach(browser: Client, action: Action, content: bytes, name: str = "Angebot.exe"):
    return browser.post(url(action, "add_file"), {"file": SimpleUploadedFile(name, content)})


def test_file_is_known_by_its_bytes_and_only_ever_saved(action: Action, bens: Client, rita: Membership) -> None:
    assert attach(bens, action, PDF, "Ängebot 📄.exe").status_code == 302
    file = action.files.get()
    assert (file.name, file.content_type, file.size) == ("Ängebot 📄.pdf", "application/pdf", len(PDF))
    answer = signed_in(rita).get(url(action, "file", file.pk))
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content", [b"<html><script>", b"MZ\x90\x00", b"", PDF + b"x" * LARGEST])
def test_other_files_are_refused_beside_the_field(action: Action, bens: Client, content: bytes) -> None:
    answer = attach(bens, action, content)
    assert answer.status_code == 422
    assert answer.context["file_form"].errors["file"]
    assert not action.files.exists()


def test_an_action_holds_twenty_files(action: Action, bens: Client) -> None:
    ActionFileFactory.create_batch(MOST_FILES, action=action)
    assert attach(bens, action, PDF).status_code == 422
    assert action.files.count() == MOST_FILES


def test_file_is_deleted_after_a_question(action: Action, bens: Client) -> None:
    file = ActionFileFactory(action=action)
    assert "Angebot.pdf" in bens.get(url(action, "remove_file", file.pk)).text
    assert ActionFile.objects.exists()
    bens.post(url(action, "remove_file", file.pk))
    assert not ActionFile.objects.exists()


def test_file_of_another_action_is_not_found(action: Action, bens: Client) -> None:
    foreign = ActionFileFactory(action__team=action.team)
    assert bens.get(url(action, "file", foreign.pk)).status_code == 404
    assert bens.post(url(action, "remove_file", foreign.pk)).status_code == 404
