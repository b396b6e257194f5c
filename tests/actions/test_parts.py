"""What hangs on an action: who may change it, what the page costs, and what happens when people go."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action, ActionFile, Comment, Expense, Step
from actions.parts.page import COMMENTS_AT_ONCE
from teams.leaving import delete_account
from teams.models import Membership, Team
from tests.actions.parts import ActionFileFactory, CommentFactory, ExpenseFactory, StepFactory, full
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, UserFactory

PARTS = [
    ("add_step", {"text": "Angebot einholen"}),
    ("add_expense", {"spent_on": "2026-11-20", "amount": "12,50"}),
    ("scenarios", {"best_cost": "100"}),
]


def url(action: Action, name: str, *args: int) -> str:
    return reverse(f"actions:{name}", args=[action.team.slug, action.pk, *args])


@pytest.fixture
def action(team: Team, ben: Membership) -> Action:
    return ActionFactory(team=team, responsible=ben.user)


@pytest.fixture
def browsers(anna: Membership, ben: Membership, rita: Membership) -> dict[str, Client]:
    return {"anna": signed_in(anna), "ben": signed_in(ben), "rita": signed_in(rita)}


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "answers"), PARTS)
def test_whoever_may_change_the_action_changes_its_parts_and_nobody_else(
    team: Team, action: Action, anna: Membership, ben: Membership, rita: Membership, name: str, answers: dict[str, Any]
) -> None:
    colleagues = ActionFactory(team=team, responsible=anna.user)
    assert signed_in(ben).post(url(action, name), answers).status_code == 302
    assert signed_in(anna).post(url(action, name), answers).status_code == 302
    assert signed_in(ben).post(url(colleagues, name), answers).status_code == 403
    assert signed_in(rita).post(url(action, name), answers).status_code == 403


def test_readers_see_everything_and_no_button_for_changing_it(action: Action, rita: Membership) -> None:
    full(action)
    page = signed_in(rita).get(action.get_absolute_url()).text
    for words in ("Schritt", "Die Agentur meldet sich", "Angebot.pdf", "100", "PERT-Mittel"):
        assert words in page
    assert "<form" not in page[page.index("action-page") : page.index("</main>")]


def test_everyone_who_works_in_the_team_may_comment_on_a_colleagues_action(
    team: Team, anna: Membership, ben: Membership, rita: Membership
) -> None:
    colleagues = ActionFactory(team=team, responsible=anna.user)
    assert signed_in(ben).post(url(colleagues, "comment"), {"text": "Wie weit ist es?"}).status_code == 302
    assert signed_in(rita).post(url(colleagues, "comment"), {"text": "Und?"}).status_code == 403


# --- The page -----------------------------------------------------------------------------------


def test_page_costs_the_same_with_one_and_three_of_everything(
    team: Team, action: Action, browsers: dict[str, Client]
) -> None:
    full(action)
    one = queries_of(browsers["anna"], action.get_absolute_url())
    for _more in range(2):
        StepFactory(action=action, done_at=NOW, done_by=UserFactory())
        CommentFactory(action=action).mentions.add(UserFactory())
        ActionFileFactory(action=action, added_by=UserFactory())
        ExpenseFactory(action=action)
        action.helpers.add(UserFactory())
    assert queries_of(browsers["anna"], action.get_absolute_url()) == one


def test_two_hundred_steps_and_five_hundred_comments_stay_a_page(action: Action, browsers: dict[str, Client]) -> None:
    Step.objects.bulk_create(Step(action=action, text=f"Schritt {n} ✅ ÄÖÜ", position=n) for n in range(200))
    Comment.objects.bulk_create(
        Comment(action=action, text=f"Nummer {n} 🎈", at=NOW + timedelta(minutes=n)) for n in range(500)
    )
    page = browsers["ben"].get(action.get_absolute_url())
    assert page.text.count('class="comment-words"') == COMMENTS_AT_ONCE
    assert "Nummer 499 🎈" in page.text
    assert "0 von 200" in page.text
    assert "Nummer 0 🎈" in browsers["ben"].get(action.get_absolute_url(), {"page": "25"}).text


def test_empty_parts_say_what_belongs_there(action: Action, browsers: dict[str, Client]) -> None:
    page = browsers["ben"].get(action.get_absolute_url()).text
    for words in ("Noch keine Schritte", "Weder Budget noch Ausgaben", "Noch nicht durchdacht", "Noch hat niemand"):
        assert words in page


# --- Twice, at once, and after people have gone --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers", "rows"),
    [
        ("add_step", {"text": "Angebot einholen"}, Step),
        ("comment", {"text": "Läuft."}, Comment),
        ("add_expense", {"spent_on": "2026-11-20", "amount": "12,50"}, Expense),
    ],
)
def test_the_same_form_sent_twice_is_one_row(
    action: Action, browsers: dict[str, Client], name: str, answers: dict[str, Any], rows: Any
) -> None:
    sheet = {"sheet": str(uuid.uuid4())}
    assert browsers["ben"].post(url(action, name), answers | sheet).status_code == 302
    assert browsers["ben"].post(url(action, name), answers | sheet).status_code == 302
    assert rows.objects.count() == 1
    browsers["ben"].post(url(action, name), answers)
    assert rows.objects.count() == 2


def test_what_somebody_did_stays_when_their_account_is_deleted(
    team: Team, action: Action, anna: Membership, browsers: dict[str, Client]
) -> None:
    gone = UserFactory(name="Kim Weg")
    StepFactory(action=action, done_at=NOW, done_by=gone)
    comment = CommentFactory(action=action, author=gone)
    ActionFileFactory(action=action, added_by=gone)
    ExpenseFactory(action=action, recorded_by=gone)
    delete_account(user=gone, at=NOW)
    page = browsers["anna"].get(action.get_absolute_url()).text
    assert "Jemand, der nicht mehr dabei ist" in page
    assert comment.text in page
    assert "Kim Weg" not in page
    assert (ActionFile.objects.count(), Expense.objects.count(), Step.objects.count()) == (1, 1, 1)
