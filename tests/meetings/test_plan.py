"""Rules 2 and 8: what became of earlier actions, who does what now, and what comes next."""

from datetime import date, timedelta

import pytest

from actions.models import Action, Outcome, Status
from meetings import joining, plan
from meetings.errors import NoSuchCard, RoundMovedOn, RuleBroken, TextTooLong
from meetings.models import Card, Meeting, Phase, Settlement
from teams.models import Membership
from tests.factories import (
    NOW,
    ActionFactory,
    CardFactory,
    MeetingFactory,
    TeamFactory,
    TouchpointFactory,
)
from tests.meetings.rounds import Round, a_round
from touchpoints.models import Status as TouchpointStatus

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its lobby."""
    return a_round(anna, ben)


@pytest.fixture
def due(a: Round) -> Action:
    """An earlier action that the round asks about."""
    return ActionFactory(team=a.meeting.team, follow_up_on=TODAY)


def settle(a: Round, action: Action, outcome: Outcome = Outcome.WORKS, again_on: date | None = None) -> Settlement:
    return plan.settle(
        meeting=a.meeting, by=a.ben, action=action, outcome=outcome, result="Läuft.", again_on=again_on, at=a.now
    )


def an_action(a: Round, **words: object) -> Action:
    return ActionFactory.build(team=a.meeting.team, responsible=a.ben.user, **words)


def decide(a: Round, action: Action, card: Card | None = None) -> Action:
    return plan.decide_action(meeting=a.meeting, by=a.cem, action=action, card=card, at=a.now)


# --- Rule 2 ---------------------------------------------------------------------------------------


def test_rule_2_open_actions_are_found_anew_so_that_none_is_lost(a: Round, due: Action) -> None:
    done = ActionFactory(team=a.meeting.team, follow_up_on=TODAY - timedelta(days=30), status=Status.DONE)
    ActionFactory(team=a.meeting.team, follow_up_on=TODAY + timedelta(days=1))
    ActionFactory(team=a.meeting.team, follow_up_on=TODAY, status=Status.DROPPED, result="Entfällt.")
    ActionFactory(team=TeamFactory(), follow_up_on=TODAY)
    assert set(plan.due_follow_ups(a.meeting, NOW)) == {due, done}
    skipped_by = a.to(Phase.PLAN)
    assert set(plan.due_follow_ups(skipped_by.meeting, NOW + timedelta(days=7))) >= {due, done}


def test_rule_2_due_is_meant_in_the_teams_time_zone(a: Round) -> None:
    ActionFactory(team=a.meeting.team, follow_up_on=TODAY + timedelta(days=1))
    shortly_before = NOW.replace(hour=22, minute=59)
    assert not plan.due_follow_ups(a.meeting, shortly_before).exists()
    assert plan.due_follow_ups(a.meeting, shortly_before + timedelta(minutes=1)).exists()


@pytest.mark.parametrize("outcome", [Outcome.WORKS, Outcome.DID_NOT_WORK])
def test_rule_2_each_is_settled_in_a_click_with_a_result(a: Round, due: Action, outcome: Outcome) -> None:
    a.to(Phase.FOLLOW_UP)
    settlement = settle(a, due, outcome)
    due.refresh_from_db()
    assert (due.outcome, due.status, due.result, due.settled_at) == (outcome, Status.DONE, "Läuft.", a.now)
    assert (settlement.outcome, settlement.settled_by) == (outcome, a.ben)
    assert not plan.due_follow_ups(a.meeting, a.now).exists()


def test_rule_2_fine_tuning_asks_again_on_another_day(a: Round, due: Action) -> None:
    a.to(Phase.FOLLOW_UP)
    settle(a, due, Outcome.FINE_TUNE, TODAY + timedelta(days=14))
    follows = due.successor
    assert (follows.status, follows.settled_at) == (Status.PLANNED, None)
    assert plan.due_follow_ups(a.meeting, NOW + timedelta(days=14)).get() == follows


@pytest.mark.parametrize("again_on", [None, TODAY, TODAY - timedelta(days=1)])
def test_rule_2_fine_tuning_needs_a_day_to_come(a: Round, due: Action, again_on: date | None) -> None:
    a.to(Phase.FOLLOW_UP)
    with pytest.raises(RuleBroken, match="neuer Folgetermin"):
        settle(a, due, Outcome.FINE_TUNE, again_on)
    assert not Settlement.objects.exists()


def test_rule_2_settled_twice_is_the_same_answer_and_a_different_one_corrects_it(a: Round, due: Action) -> None:
    a.to(Phase.FOLLOW_UP)
    first = settle(a, due)
    settle(a, due)
    assert settle(a, due, Outcome.FINE_TUNE, TODAY + timedelta(days=7)).pk == first.pk
    due.refresh_from_db()
    assert (due.status, due.outcome) == (Status.DONE, Outcome.FINE_TUNE)
    settle(a, due, Outcome.DID_NOT_WORK)
    due.refresh_from_db()
    assert (due.status, due.outcome) == (Status.DONE, Outcome.DID_NOT_WORK)
    assert Settlement.objects.get().outcome == Outcome.DID_NOT_WORK


def test_rule_2_an_action_that_is_not_due_here_is_not_settled(a: Round, due: Action) -> None:
    a.to(Phase.FOLLOW_UP)
    for action in (
        ActionFactory(team=a.meeting.team),
        ActionFactory(team=a.meeting.team, follow_up_on=TODAY + timedelta(days=1)),
        ActionFactory(team=TeamFactory(), follow_up_on=TODAY),
    ):
        with pytest.raises(RuleBroken, match="fragt die Runde heute nicht"):
            settle(a, action)


def test_rule_2_what_was_dropped_after_its_answer_is_told_in_the_round(a: Round, due: Action) -> None:
    a.to(Phase.FOLLOW_UP)
    settle(a, due)
    due.refresh_from_db()
    due.move(Status.RUNNING, at=NOW)
    due.move(Status.DROPPED, reason="Entfällt.", at=NOW)
    with pytest.raises(RuleBroken, match="verworfen"):
        settle(a, due)


def test_rule_2_what_another_round_settled_stays_settled(a: Round, due: Action, anna: Membership) -> None:
    a.to(Phase.FOLLOW_UP)
    settle(a, due)
    other = MeetingFactory(team=anna.team, phase=Phase.FOLLOW_UP, started_at=NOW)
    person = joining.enter(meeting=other, user=anna.user, at=NOW)
    with pytest.raises(RuleBroken, match="fragt die Runde heute nicht"):
        plan.settle(
            meeting=other,
            by=person,
            action=due,
            outcome=Outcome.DID_NOT_WORK,
            result="",
            again_on=None,
            at=NOW,
        )


def test_rule_2_nothing_is_settled_before_the_start_and_a_late_answer_counts(a: Round, due: Action) -> None:
    with pytest.raises(RoundMovedOn):
        settle(a, due)
    a.to(Phase.PLAN)
    assert settle(a, due).outcome == Outcome.WORKS


def test_a_result_has_its_limit(a: Round, due: Action) -> None:
    a.to(Phase.FOLLOW_UP)
    with pytest.raises(TextTooLong):
        plan.settle(
            meeting=a.meeting,
            by=a.ben,
            action=due,
            outcome=Outcome.WORKS,
            result="x" * 2001,
            again_on=None,
            at=a.now,
        )


# --- Rule 8: actions ------------------------------------------------------------------------------


def test_rule_8_an_action_belongs_to_the_round_its_team_and_its_touchpoint(a: Round) -> None:
    card = a.to(Phase.IDEAS).pin(a.ben)
    a.to(Phase.VOTE).vote(card, card, card, card)
    a.to(Phase.PLAN)
    action = decide(a, an_action(a, touchpoint=None), card)
    assert (action.team, action.touchpoint) == (a.meeting.team, a.meeting.touchpoint)
    assert a.meeting.decided_actions.get().card == card


def test_rule_8_an_action_does_not_end_before_the_round_that_decides_it(a: Round) -> None:
    a.to(Phase.PLAN)
    with pytest.raises(RuleBroken, match="schon vor der Runde zu Ende"):
        decide(a, an_action(a, due_on=TODAY - timedelta(days=1)))
    assert decide(a, an_action(a, due_on=TODAY)).due_on == TODAY


def test_rule_8_an_action_never_lands_in_another_team(a: Round) -> None:
    a.to(Phase.PLAN)
    foreign = ActionFactory.build(team=TeamFactory(), responsible=a.ben.user)
    assert decide(a, foreign).team == a.meeting.team


def test_rule_11_two_clicks_are_one_action(a: Round) -> None:
    a.to(Phase.PLAN)
    first = decide(a, an_action(a))
    assert decide(a, an_action(a)) == first
    assert decide(a, an_action(a, due_on=TODAY + timedelta(days=99))) != first
    assert a.meeting.decided_actions.count() == 2


def test_rule_8_an_action_comes_from_a_card_of_this_wall_or_from_none(a: Round) -> None:
    a.to(Phase.PLAN)
    elsewhere = CardFactory(meeting=MeetingFactory(), pinned_at=a.now, revealed_at=a.now)
    with pytest.raises(NoSuchCard):
        decide(a, an_action(a), elsewhere)
    assert not Action.objects.exists()


def test_rule_8_only_what_this_round_decided_is_withdrawn(a: Round, due: Action) -> None:
    a.to(Phase.PLAN)
    action = decide(a, an_action(a))
    for victim in (action, action, due):
        plan.withdraw_action(meeting=a.meeting, by=a.ben, action=victim, at=a.now)
    assert list(Action.objects.all()) == [due]


def test_rule_8_what_was_decided_today_is_not_asked_about_today(a: Round) -> None:
    a.to(Phase.PLAN)
    decide(a, an_action(a, follow_up_on=TODAY))
    assert not plan.due_follow_ups(a.meeting, a.now).exists()


# --- Rule 8: what comes next ----------------------------------------------------------------------


def choose(a: Round, **words: object) -> Meeting:
    plan.choose_next(
        meeting=a.meeting,
        by=a.anna,
        at=a.now,
        **({"touchpoint": None, "starts_at": None} | words),  # type: ignore[arg-type]
    )
    return a.meeting


def test_rule_8_the_next_touchpoint_is_chosen_or_the_word_that_there_is_none(a: Round) -> None:
    a.to(Phase.PLAN)
    hotline = TouchpointFactory(team=a.meeting.team)
    chosen = choose(a, touchpoint=hotline, starts_at=NOW + timedelta(days=7))
    assert (chosen.next_touchpoint, chosen.has_no_next) == (hotline, False)
    none = choose(a)
    assert (none.next_touchpoint, none.has_no_next, none.next_starts_at) == (None, True, None)


def test_rule_8_the_next_touchpoint_is_an_active_one_of_the_team(a: Round) -> None:
    a.to(Phase.PLAN)
    retired = TouchpointFactory(team=a.meeting.team, status=TouchpointStatus.RETIRED)
    for touchpoint in (retired, TouchpointFactory()):
        with pytest.raises(RuleBroken, match="gibt es im Team nicht"):
            choose(a, touchpoint=touchpoint)


def test_rule_8_the_next_round_lies_in_the_future(a: Round) -> None:
    a.to(Phase.PLAN)
    with pytest.raises(RuleBroken, match="in der Zukunft"):
        choose(a, starts_at=a.now)


def test_rule_8_the_next_round_is_not_lost_in_the_far_future(a: Round) -> None:
    a.to(Phase.PLAN)
    with pytest.raises(RuleBroken, match="mehr als zwei Jahre"):
        choose(a, starts_at=NOW.replace(year=9999))
