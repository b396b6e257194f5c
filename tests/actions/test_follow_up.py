"""At the follow-up the team says what became of an action."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actions.models import Action, Outcome, Status
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory

TODAY = NOW.date()


def settle(person: Membership, action: Action, **answers: str):
    return signed_in(person).post(reverse("actions:settle", args=[action.team.slug, action.pk]), answers)


@pytest.fixture
def asked(team: Team, anna: Membership, time_machine) -> Action:
    time_machine.move_to(NOW, tick=False)
    return ActionFactory(team=team, due_on=TODAY - timedelta(days=7), follow_up_on=TODAY)


def test_what_works_is_done_and_not_asked_about_again(team: Team, anna: Membership, asked: Action) -> None:
    assert list(team.actions.follow_up_due(TODAY)) == [asked]
    settle(anna, asked, outcome="works", result="Keine Rückfrage mehr seit zwei Wochen.")
    asked.refresh_from_db()
    assert (asked.status, asked.outcome, asked.settled_at, asked.done_at) == (Status.DONE, Outcome.WORKS, NOW, NOW)
    assert not team.actions.follow_up_due(TODAY + timedelta(days=100)).exists()


def test_fine_tuning_opens_it_again_and_asks_on_the_new_day(team: Team, anna: Membership, asked: Action) -> None:
    again_on = TODAY + timedelta(days=14)
    settle(anna, asked, outcome="fine_tune", result="Halb so viele Rückfragen.", again_on=again_on.isoformat())
    asked.refresh_from_db()
    assert (asked.status, asked.due_on, asked.follow_up_on, asked.settled_at) == (Status.OPEN, again_on, again_on, None)
    assert not team.actions.follow_up_due(TODAY).exists()
    assert list(team.actions.follow_up_due(again_on)) == [asked]


@pytest.mark.parametrize(
    ("again_on", "sentence"),
    [
        ("", "Zum Nachjustieren gehört ein neuer Folgetermin."),
        (TODAY.isoformat(), "Der neue Folgetermin liegt in der Zukunft."),
    ],
)
def test_fine_tuning_needs_a_day_to_come(anna: Membership, asked: Action, again_on: str, sentence: str) -> None:
    answer = settle(anna, asked, outcome="fine_tune", result="Fast.", again_on=again_on)
    assert answer.status_code == 422
    assert answer.context["form"].errors["again_on"] == [sentence]


def test_result_is_part_of_the_answer(anna: Membership, asked: Action) -> None:
    assert settle(anna, asked, outcome="did_not_work", result="").status_code == 422


def test_unfinished_date_is_one_sentence_not_two(anna: Membership, asked: Action) -> None:
    answer = settle(anna, asked, outcome="fine_tune", result="Fast.", again_on="31.31.2026")
    assert len(answer.context["form"].errors["again_on"]) == 1


def test_dropped_action_is_not_asked_about(team: Team, asked: Action) -> None:
    asked.drop(reason="Das ERP wird ersetzt.")
    assert not team.actions.follow_up_due(TODAY).exists()


def test_action_settled_by_mistake_is_asked_about_again_after_reopening(team: Team, asked: Action) -> None:
    asked.settle(outcome=Outcome.WORKS, result="Wirkt.", at=NOW)
    asked.reopen()
    assert list(team.actions.follow_up_due(TODAY)) == [asked]


def test_database_refuses_fine_tuning_without_a_day(db: None) -> None:
    with pytest.raises(IntegrityError, match="action_fine_tuned_asks_again"):
        ActionFactory(outcome=Outcome.FINE_TUNE, follow_up_on=None)


def test_database_refuses_dropping_without_a_reason(db: None) -> None:
    with pytest.raises(IntegrityError, match="action_dropped_with_reason"):
        ActionFactory(status=Status.DROPPED, result="")
