"""At the follow-up the team says what became of an action."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actions import settling
from actions.errors import NotAllowed
from actions.models import Action, Comment, Outcome, Status
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, MetricFactory, TouchpointFactory
from touchpoints.models import Metric

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


def test_fine_tuning_makes_the_action_that_follows_and_asks_on_the_new_day(
    team: Team, anna: Membership, asked: Action
) -> None:
    again_on = TODAY + timedelta(days=14)
    settle(anna, asked, outcome="fine_tune", result="Halb so viele Rückfragen.", again_on=again_on.isoformat())
    asked.refresh_from_db()
    follows = asked.successor
    assert (asked.status, asked.outcome, asked.settled_at) == (Status.DONE, Outcome.FINE_TUNE, NOW)
    assert (follows.status, follows.what, follows.due_on, follows.follow_up_on) == (
        Status.PLANNED,
        asked.what,
        again_on,
        again_on,
    )
    assert not team.actions.follow_up_due(TODAY).exists()
    assert list(team.actions.follow_up_due(again_on)) == [follows]


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
    asked.move(Status.DROPPED, reason="Das ERP wird ersetzt.", at=NOW)
    assert not team.actions.follow_up_due(TODAY).exists()


def test_action_settled_by_mistake_is_asked_about_again_after_reopening(team: Team, asked: Action) -> None:
    asked.settle(outcome=Outcome.WORKS, result="Wirkt.", at=NOW)
    asked.move(Status.RUNNING, at=NOW)
    assert list(team.actions.follow_up_due(TODAY)) == [asked]


@pytest.mark.parametrize("how", [{"outcome": Outcome.WORKS, "settled_at": None}, {"settled_at": NOW}])
def test_database_refuses_an_answer_without_its_moment_and_the_other_way_round(db: None, how: dict) -> None:
    with pytest.raises(IntegrityError, match="action_settled_with_outcome"):
        ActionFactory(**how)


def test_fine_tuning_needs_a_day_and_what_was_dropped_no_answer(asked: Action) -> None:
    with pytest.raises(NotAllowed):
        settling.settle(action=asked, outcome=Outcome.FINE_TUNE, result="Fast.", at=NOW)
    asked.move(Status.DROPPED, reason="Das ERP wird ersetzt.", at=NOW)
    with pytest.raises(NotAllowed):
        settling.settle(action=asked, outcome=Outcome.WORKS, result="Wirkt.", at=NOW)


def test_a_correction_takes_the_following_action_back_while_nothing_was_done_about_it(asked: Action) -> None:
    def answer(outcome: Outcome, days: int | None = None) -> None:
        again_on = TODAY + timedelta(days=days) if days else None
        settling.settle(action=asked, outcome=outcome, result="Fast.", again_on=again_on, at=NOW)

    answer(Outcome.FINE_TUNE, 14)
    answer(Outcome.FINE_TUNE, 21)
    assert Action.objects.get(predecessor=asked).follow_up_on == TODAY + timedelta(days=21)
    answer(Outcome.WORKS)
    assert not Action.objects.filter(predecessor=asked).exists()
    answer(Outcome.FINE_TUNE, 14)
    Action.objects.get(predecessor=asked).move(Status.RUNNING, at=NOW)
    answer(Outcome.WORKS)
    assert Action.objects.get(predecessor=asked).status == Status.RUNNING


def fine_tune(action: Action, days: int, **more: Any) -> Action:
    settling.settle(
        action=action,
        outcome=Outcome.FINE_TUNE,
        result="Fast.",
        again_on=TODAY + timedelta(days=days),
        at=NOW,
        **more,
    )
    return Action.objects.get(predecessor=action)


def test_what_people_have_put_on_the_following_action_is_not_taken_back(asked: Action, anna: Membership) -> None:
    follows = fine_tune(asked, 14)
    Comment.objects.create(action=follows, author=anna.user, text="Die Agentur macht mit.", at=NOW)
    settling.settle(action=asked, outcome=Outcome.WORKS, result="Doch.", at=NOW)
    assert Action.objects.get(predecessor=asked).comments.get().text == "Die Agentur macht mit."


def test_a_following_action_that_is_over_keeps_its_days(asked: Action) -> None:
    fine_tune(asked, 14).move(Status.DONE, at=NOW)
    assert fine_tune(asked, 21).due_on == TODAY + timedelta(days=14)


def test_a_following_action_never_ends_before_it_begins(anna: Membership, asked: Action) -> None:
    follows = fine_tune(asked, 21)
    Action.objects.filter(pk=follows.pk).update(starts_on=TODAY + timedelta(days=10))
    again_on = (TODAY + timedelta(days=7)).isoformat()
    answer = settle(anna, asked, outcome="fine_tune", result="Noch nicht ganz.", again_on=again_on)
    assert answer.status_code == 422
    assert "beginnt erst nach diesem Tag" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.result == "Fast."


def test_the_same_answer_again_changes_nothing(asked: Action) -> None:
    follows = fine_tune(asked, 14)
    before = asked.history.count(), follows.history.count()
    assert fine_tune(asked, 14) == follows
    assert (asked.history.count(), follows.history.count()) == before


def test_who_answers_is_who_hands_the_following_action_on(asked: Action, anna: Membership) -> None:
    Action.objects.filter(pk=asked.pk).update(responsible=anna.user)
    assert fine_tune(asked, 14, by=anna.user).assigned_by == anna.user


def test_a_correction_keeps_the_day_of_the_following_action(anna: Membership, asked: Action, time_machine) -> None:
    fine_tune(asked, 14)
    time_machine.move_to(NOW + timedelta(days=20), tick=False)
    form = signed_in(anna).get(reverse("actions:settle", args=[asked.team.slug, asked.pk])).context["form"]
    again_on = form["again_on"].value()
    assert again_on == TODAY + timedelta(days=14)
    settle(anna, asked, outcome="fine_tune", result="Beinahe.", again_on=again_on.isoformat())
    asked.refresh_from_db()
    assert (asked.result, asked.successor.due_on) == ("Beinahe.", again_on)


def test_what_was_measured_lies_on_the_metrics_scale(anna: Membership, asked: Action) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=asked.team))
    Action.objects.filter(pk=asked.pk).update(metric=metric)
    answer = settle(anna, asked, outcome="works", result="Wirkt.", measured_value="500")
    assert answer.context["form"].errors["measured_value"] == ["Die Skala geht von 0 bis 100."]
    with pytest.raises(NotAllowed, match="Skala"):
        settling.settle(action=asked, outcome=Outcome.WORKS, result="Ja.", measured_value=Decimal(500), at=NOW)


def test_what_was_measured_stays_when_the_metric_is_gone(asked: Action) -> None:
    Action.objects.filter(pk=asked.pk).update(measured_value=84)
    settling.settle(action=asked, outcome=Outcome.WORKS, result="Wirkt.", at=NOW)
    assert Action.objects.get(pk=asked.pk).measured_value == 84


def test_what_is_gone_meanwhile_is_told_kindly(asked: Action) -> None:
    Action.objects.all().delete()
    with pytest.raises(NotAllowed, match="gibt es nicht mehr"):
        settling.settle(action=asked, outcome=Outcome.WORKS, result="Wirkt.", at=NOW)


def test_database_refuses_dropping_without_a_reason(db: None) -> None:
    with pytest.raises(IntegrityError, match="action_dropped_with_reason"):
        ActionFactory(status=Status.DROPPED, result="")


def test_with_a_metric_the_follow_up_also_says_what_was_measured(anna: Membership, asked: Action) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=asked.team))
    Action.objects.filter(pk=asked.pk).update(metric=metric, start_value=70, target_value=80)
    page = signed_in(anna).get(reverse("actions:settle", args=[asked.team.slug, asked.pk]))
    assert "measured_value" in page.context["form"].fields
    settle(anna, asked, outcome="works", result="Weniger Rückfragen.", measured_value="84,5")
    asked.refresh_from_db()
    assert (asked.measured_value, asked.reached_target) == (Decimal("84.5"), True)


def test_without_a_metric_nothing_is_measured(anna: Membership, asked: Action) -> None:
    settle(anna, asked, outcome="works", result="Weniger Rückfragen.", measured_value="84,5")
    asked.refresh_from_db()
    assert (asked.measured_value, asked.reached_target) == (None, None)


@pytest.mark.parametrize(("better", "reached"), [(Metric.Better.HIGHER, False), (Metric.Better.LOWER, True)])
def test_a_target_is_reached_from_the_side_that_is_better(db: None, better: str, reached: bool) -> None:
    action = ActionFactory.build(metric=MetricFactory.build(better=better), target_value=10, measured_value=8)
    assert action.reached_target is reached


def test_fine_tuning_leads_on_to_the_action_that_follows(anna: Membership, asked: Action) -> None:
    again_on = (TODAY + timedelta(days=14)).isoformat()
    answer = settle(anna, asked, outcome="fine_tune", result="Fast.", again_on=again_on)
    assert answer.headers["Location"] == Action.objects.get(predecessor=asked).get_absolute_url()


def test_what_was_dropped_meanwhile_is_told_kindly(anna: Membership, asked: Action) -> None:
    asked.move(Status.DROPPED, reason="Das ERP wird ersetzt.", at=NOW)
    answer = settle(anna, asked, outcome="works", result="Niemand fragt mehr nach.")
    assert answer.status_code == 422
    assert "Diese Maßnahme ist verworfen." in answer.content.decode()
    assert "Niemand fragt mehr nach." in answer.content.decode()


def test_the_touchpoint_shows_what_its_actions_brought(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    metric = MetricFactory(touchpoint=touchpoint, name="Zufriedenheit")
    values = {"metric": metric, "start_value": 70, "target_value": 80, "measured_value": 84}
    known = {"team": team, "touchpoint": touchpoint, "status": Status.DONE, "done_at": NOW}
    ActionFactory(outcome=Outcome.WORKS, **known, **values)
    ActionFactory(outcome=Outcome.DID_NOT_WORK, result="Niemand hat es bemerkt.", **known)
    page = signed_in(anna).get(touchpoint.get_absolute_url()).content.decode()
    assert "1 × wirkt · 1 × hat nicht gewirkt" in page
    assert "Zufriedenheit: 70 % → 84 % (Ziel 80 %)".replace(" %", "\xa0%") in page.replace(" %", "\xa0%")
    assert "Niemand hat es bemerkt." in page


def test_who_answers_again_finds_the_earlier_answer_to_correct(anna: Membership, asked: Action) -> None:
    settle(anna, asked, outcome="works", result="Weniger Rückfragen.")
    form = signed_in(anna).get(reverse("actions:settle", args=[asked.team.slug, asked.pk])).context["form"]
    assert (form["outcome"].value(), form["result"].value()) == ("works", "Weniger Rückfragen.")
