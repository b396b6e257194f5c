"""Rules 1, 2 and 11: the clock, the opening, and one step at a time."""

from datetime import timedelta

import pytest

from meetings import joining, phases
from meetings.errors import NothingDecided, RoundMovedOn, RuleBroken
from meetings.models import FIVE_PHASES, Meeting, Phase
from teams.models import Membership
from tests.factories import NOW, ActionFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    return a_round(anna, ben)


def spent(a: Round, phase: Phase) -> timedelta:
    return a.meeting.clocks.get(phase=phase).elapsed(a.now)


# --- Rule 1 ---------------------------------------------------------------------------------------


def test_rule_1_phases_have_the_planned_minutes_and_their_sum_is_the_box(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE)
    planned = {clock.phase: clock.planned for clock in a.meeting.clocks.all()}
    assert [planned[phase] // MINUTE for phase in FIVE_PHASES] == [5, 5, 10, 5, 5]
    assert a.meeting.box == 30 * MINUTE


def test_rule_1_the_clock_starts_with_the_phase_and_the_deadline_is_the_servers(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE)
    assert a.meeting.clock.deadline() == NOW + 5 * MINUTE
    a.later(minutes=3)
    a.to(Phase.IDEAS)
    assert a.meeting.clock.deadline() == a.now + 5 * MINUTE
    assert a.meeting.clocks.exclude(running_since=None).count() == 1


def test_rule_1_nothing_advances_by_itself(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE).later(hours=2)
    assert a.meeting.phase == Phase.ACTUAL_STATE
    assert a.meeting.clock.remaining(a.now) == 5 * MINUTE - timedelta(hours=2)


def test_rule_1_the_moderator_pauses_and_resumes_and_a_second_click_changes_nothing(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE).later(minutes=2)
    for _click in range(2):
        phases.pause(meeting=a.meeting, by=a.anna, at=a.now)
    a.later(minutes=10)
    assert a.meeting.clock.remaining(a.now) == 3 * MINUTE
    assert a.meeting.clock.deadline() is None
    phases.resume(meeting=a.meeting, by=a.anna, at=a.now)
    phases.resume(meeting=a.meeting, by=a.anna, at=a.later())
    assert a.meeting.clock.remaining(a.now) == 2 * MINUTE


def test_rule_1_the_moderator_adds_a_minute_even_while_paused(a: Round) -> None:
    a.to(Phase.IDEAS)
    phases.add_minute(meeting=a.meeting, by=a.anna, at=a.now)
    phases.pause(meeting=a.meeting, by=a.anna, at=a.now)
    phases.add_minute(meeting=a.meeting, by=a.anna, at=a.now)
    assert a.meeting.clock.remaining(a.now) == 7 * MINUTE
    assert a.meeting.clock.planned == 5 * MINUTE


def test_rule_1_going_back_and_forth_keeps_the_time_of_each_phase(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE).later(minutes=4)
    a.to(Phase.IDEAS).later(minutes=2)
    a.back().later(minutes=3)
    a.to(Phase.IDEAS).later(minutes=1)
    assert spent(a, Phase.ACTUAL_STATE) == 7 * MINUTE
    assert spent(a, Phase.IDEAS) == 3 * MINUTE


def test_rule_1_a_phase_entered_from_a_paused_one_runs(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE)
    phases.pause(meeting=a.meeting, by=a.anna, at=a.now)
    a.to(Phase.IDEAS)
    assert a.meeting.clock.running_since == a.now


def test_rule_1_a_clock_of_a_server_that_was_set_back_never_counts_backwards(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE)
    phases.pause(meeting=a.meeting, by=a.anna, at=NOW - MINUTE)
    assert a.meeting.clock.spent == timedelta()


# --- Rule 2 ---------------------------------------------------------------------------------------


def test_rule_2_the_round_opens_with_what_became_of_earlier_actions(a: Round) -> None:
    ActionFactory(team=a.meeting.team, follow_up_on=NOW.date())
    assert phases.start(meeting=a.meeting, by=a.anna, at=a.now) == Phase.FOLLOW_UP


def test_rule_2_without_a_follow_up_due_it_opens_with_the_actual_state(a: Round) -> None:
    ActionFactory(team=a.meeting.team, follow_up_on=NOW.date() + timedelta(days=1))
    ActionFactory(follow_up_on=NOW.date())
    assert phases.start(meeting=a.meeting, by=a.anna, at=a.now) == Phase.ACTUAL_STATE


def test_rule_2_the_look_back_does_not_count_against_the_minutes(a: Round) -> None:
    ActionFactory(team=a.meeting.team, follow_up_on=NOW.date())
    a.to(Phase.FOLLOW_UP).later(minutes=6)
    a.to(Phase.ACTUAL_STATE)
    assert spent(a, Phase.FOLLOW_UP) == 6 * MINUTE
    assert a.meeting.planned_minutes(Phase.FOLLOW_UP) == 0
    assert a.meeting.clock.remaining(a.now) == 5 * MINUTE


# --- Rule 11 --------------------------------------------------------------------------------------


def test_rule_11_a_phase_changes_from_the_expected_one_only(a: Round) -> None:
    a.to(Phase.IDEAS)
    with pytest.raises(RoundMovedOn):
        phases.go_on(meeting=a.meeting, by=a.anna, expected=Phase.ACTUAL_STATE, at=a.now)
    with pytest.raises(RoundMovedOn):
        phases.go_back(meeting=a.meeting, by=a.anna, expected=Phase.DISCUSSION, at=a.now)
    assert a.meeting.phase == Phase.IDEAS


def test_rule_11_a_second_click_on_start_starts_nothing(a: Round) -> None:
    a.to(Phase.ACTUAL_STATE)
    with pytest.raises(RoundMovedOn):
        phases.start(meeting=a.meeting, by=a.anna, at=a.later())
    assert a.meeting.started_at == NOW


@pytest.mark.parametrize("expected", ["lobby", "closed", "cancelled", "nonsense", ""])
def test_rule_11_there_is_no_way_on_from_where_the_round_is_not(a: Round, expected: str) -> None:
    with pytest.raises(RoundMovedOn):
        phases.go_on(meeting=a.meeting, by=a.anna, expected=expected, at=a.now)
    assert a.meeting.phase == Phase.LOBBY


def test_a_round_needs_a_touchpoint_to_start(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben, touchpoint=None)
    with pytest.raises(RuleBroken, match="Kontaktpunkt wählen"):
        phases.start(meeting=a.meeting, by=a.anna, at=a.now)
    assert a.meeting.phase == Phase.LOBBY


def test_there_is_no_way_back_into_the_lobby(a: Round) -> None:
    ActionFactory(team=a.meeting.team, follow_up_on=NOW.date())
    a.to(Phase.FOLLOW_UP)
    with pytest.raises(RoundMovedOn, match="Weiter zurück"):
        a.back()


def test_the_plan_is_left_by_closing_alone(a: Round) -> None:
    a.to(Phase.PLAN)
    with pytest.raises(RoundMovedOn, match="Abschluss"):
        phases.go_on(meeting=a.meeting, by=a.anna, expected=Phase.PLAN, at=a.now)


def test_an_open_vote_is_not_left_forward(a: Round) -> None:
    a.to(Phase.IDEAS).pin(a.ben)
    a.to(Phase.VOTE)
    with pytest.raises(NothingDecided):
        a.to(Phase.PLAN)
    assert a.meeting.phase == Phase.VOTE


def test_who_was_ready_is_asked_again_when_the_ideas_phase_comes_back(a: Round) -> None:
    a.to(Phase.IDEAS)
    joining.set_ready(meeting=a.meeting, by=a.ben, ready=True, at=a.now)
    a.to(Phase.DISCUSSION).back()
    assert not a.meeting.participants.exclude(ready_at=None).exists()


def test_a_round_is_abandoned_when_no_clock_moved_for_three_hours(a: Round) -> None:
    a.to(Phase.IDEAS)
    at = NOW + timedelta(hours=3)
    assert not Meeting.objects.abandoned(at - MINUTE).exists()
    assert Meeting.objects.abandoned(at).get().pk == a.pk
    phases.pause(meeting=a.meeting, by=a.anna, at=at)
    assert not Meeting.objects.abandoned(at + MINUTE).exists()
    assert Meeting.objects.abandoned(at + timedelta(hours=3)).exists()


def test_planned_and_closed_rounds_are_never_abandoned(a: Round) -> None:
    assert not Meeting.objects.abandoned(NOW + timedelta(days=1)).exists()


def test_an_abandoned_round_goes_on_as_if_nothing_was(a: Round) -> None:
    a.to(Phase.IDEAS).pin(a.ben)
    a.later(hours=30)
    a.to(Phase.DISCUSSION)
    assert a.meeting.cards.standing().count() == 1
    assert not Meeting.objects.abandoned(a.now).exists()
