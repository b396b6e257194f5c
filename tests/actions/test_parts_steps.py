"""The checklist of an action."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Comment, Step
from actions.parts import comments, expenses, steps
from actions.parts.steps import MOST_STEPS
from teams.models import Membership, Team
from tests.actions.parts import CommentFactory, ExpenseFactory, StepFactory
from tests.actions.test_parts import url
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def action(team: Team, ben: Membership) -> Action:
    return ActionFactory(team=team, responsible=ben.user)


@pytest.fixture
def bens(ben: Membership) -> Client:
    return signed_in(ben)


def texts(action: Action) -> list[str]:
    return [step.text for step in action.steps.all()]


def test_a_new_line_stands_at_the_end(action: Action, bens: Client) -> None:
    for text in ("Angebot einholen", "Müller & Söhne anrufen 📞", "<b>prüfen</b>"):
        bens.post(url(action, "add_step"), {"text": text})
    assert texts(action) == ["Angebot einholen", "Müller & Söhne anrufen 📞", "<b>prüfen</b>"]
    assert "&lt;b&gt;prüfen" in bens.get(action.get_absolute_url()).text


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 201])
def test_a_line_that_says_nothing_or_too_much_is_refused_beside_its_field(
    action: Action, bens: Client, text: str
) -> None:
    answer = bens.post(url(action, "add_step"), {"text": text})
    assert answer.status_code == 422
    assert "step_text_error" in answer.text
    assert not action.steps.exists()


def test_a_full_checklist_takes_no_more(action: Action, bens: Client) -> None:
    Step.objects.bulk_create(Step(action=action, text="x", position=n) for n in range(MOST_STEPS))
    answer = bens.post(url(action, "add_step"), {"text": "einer mehr"})
    assert answer.status_code == 422
    assert "einer mehr" in answer.text


def test_progress_counts_the_ticked_lines(team: Team, action: Action, bens: Client) -> None:
    first, _second, third = StepFactory.create_batch(3, action=action)
    for step in (first, third):
        bens.post(url(action, "tick_step", step.pk), {"done": "1"})
    assert "2 von 3" in bens.get(action.get_absolute_url()).text
    ExpenseFactory.create_batch(2, action=action)
    counted: Any = team.actions.with_progress().with_spent().get()
    assert (counted.steps_done, counted.steps_all, counted.spent) == (2, 3, 200)


def test_an_action_without_steps_has_no_progress(team: Team, action: Action) -> None:
    counted: Any = team.actions.with_progress().with_spent().get()
    assert (counted.steps_done, counted.steps_all, counted.spent) == (0, 0, 0)


def test_who_ticked_first_stays_named_and_a_second_click_is_the_same_tick(
    action: Action, anna: Membership, ben: Membership
) -> None:
    step = StepFactory(action=action)
    for person in (ben, anna, ben):
        signed_in(person).post(url(action, "tick_step", step.pk), {"done": "1"})
    step.refresh_from_db()
    assert step.done_by == ben.user
    signed_in(anna).post(url(action, "tick_step", step.pk))
    step.refresh_from_db()
    assert (step.done_at, step.done_by) == (None, None)


@pytest.mark.parametrize(
    ("place", "way", "order"),
    [(0, "down", "bac"), (2, "up", "acb"), (0, "up", "abc"), (2, "down", "abc")],
)
def test_lines_move_one_place_and_not_beyond_the_ends(
    action: Action, bens: Client, place: int, way: str, order: str
) -> None:
    steps = [StepFactory(action=action, text=text) for text in "abc"]
    bens.post(url(action, "move_step", steps[place].pk), {way: "1"})
    assert texts(action) == list(order)


def test_a_line_is_renamed_and_taken_out_after_a_question(action: Action, bens: Client) -> None:
    step = StepFactory(action=action)
    bens.post(url(action, "rename_step", step.pk), {"text": "Anders"})
    assert texts(action) == ["Anders"]
    assert "Anders" in bens.get(url(action, "remove_step", step.pk)).text
    assert texts(action) == ["Anders"]
    bens.post(url(action, "remove_step", step.pk))
    assert texts(action) == []


def test_what_a_colleague_has_taken_out_meanwhile_stays_gone(action: Action, ben: Membership) -> None:
    line, comment, expense = StepFactory(action=action), CommentFactory(action=action), ExpenseFactory(action=action)
    for part in (line, comment, expense):
        type(part).objects.all().delete()
    steps.rename(step=line, text="Anders")
    expenses.correct(expense=expense, spent_on=expense.spent_on, amount=Decimal(5), note="Papier")
    with pytest.raises(Comment.DoesNotExist):
        comments.reword(comment=comment, text="Anders", mentions=[ben.user], at=NOW)
    assert not texts(action)
    assert not action.expenses.exists()


def test_of_an_action_that_is_gone_meanwhile_a_page_is_not_found(
    action: Action, bens: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, tick = StepFactory(action=action), steps.tick

    def late(**how: Any) -> None:
        Action.objects.all().delete()
        tick(**how)

    monkeypatch.setattr(steps, "tick", late)
    assert bens.post(url(action, "tick_step", step.pk)).status_code == 404


@pytest.mark.parametrize("name", ["tick_step", "rename_step", "move_step", "remove_step"])
def test_a_line_of_another_action_is_not_found(team: Team, action: Action, bens: Client, name: str) -> None:
    foreign = StepFactory(action__team=team)
    assert bens.post(url(action, name, foreign.pk), {"text": "x"}).status_code == 404


def test_every_change_leads_back_to_where_it_was_made(action: Action, bens: Client) -> None:
    step = StepFactory(action=action)
    tick = url(action, "tick_step", step.pk)
    assert bens.post(tick).headers["Location"] == f"{action.get_absolute_url()}#checklist"
    assert bens.post(tick, headers=HTMX).headers["Location"] == url(action, "checklist")
    arranged = bens.post(tick, {"arrange": "1"}, headers=HTMX)
    assert arranged.headers["Location"] == f"{url(action, 'checklist')}?arrange"
    assert 'id="checklist"' in bens.get(arranged.headers["Location"]).text


def test_checklist_alone_costs_the_same_for_one_and_three_lines(action: Action, bens: Client) -> None:
    StepFactory(action=action)
    one = queries_of(bens, url(action, "checklist"))
    StepFactory.create_batch(2, action=action)
    assert queries_of(bens, url(action, "checklist")) == one


def test_only_who_may_change_them_can_put_lines_into_order(action: Action, rita: Membership, bens: Client) -> None:
    StepFactory(action=action)
    address = f"{url(action, 'checklist')}?arrange"
    assert "nach oben" in bens.get(address).text
    assert "nach oben" not in signed_in(rita).get(address).text
