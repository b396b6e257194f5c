"""Where a touchpoint stands: each step's rule by name, told one by one and for a whole page in the same words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Outcome
from actions.models import Status as ActionStatus
from meetings.cycle import Leg, Step, standing_of, stops, with_positions
from meetings.models import Phase
from teams.models import Team
from tests.factories import (
    NOW,
    ActionFactory,
    DepartmentFactory,
    MeetingFactory,
    MetricFactory,
    ReadingFactory,
    TeamFactory,
    TouchpointFactory,
)
from touchpoints.measuring.glance import glances
from touchpoints.models import Metric, Source, Touchpoint

LATE = datetime(2026, 11, 10, 22, 30, tzinfo=UTC)
"""An evening in Berlin: 10 November there and in UTC, 11 November in Auckland."""


@pytest.fixture
def touchpoint(team: Team) -> Touchpoint:
    """Only its name is known."""
    return TouchpointFactory(team=team)


def done_at(touchpoint: Touchpoint) -> set[Step]:
    return set(standing_of(touchpoint).done)


def position_of(touchpoint: Touchpoint) -> int:
    rows = with_positions(Touchpoint.objects.filter(pk=touchpoint.pk), touchpoint.team.zone)
    return rows.get().position  # type: ignore[attr-defined]


def action(touchpoint: Touchpoint, **how: object) -> Action:
    return ActionFactory(team=touchpoint.team, touchpoint=touchpoint, **how)


def finished(touchpoint: Touchpoint, at: datetime = LATE, **how: object) -> Action:
    return action(touchpoint, status=ActionStatus.DONE, done_at=at, **how)


def reading(touchpoint: Touchpoint, on: str, **how: object) -> None:
    metric = touchpoint.metrics.first() or MetricFactory(touchpoint=touchpoint)
    ReadingFactory(metric=metric, measured_on=date.fromisoformat(on), **how)


def held(touchpoint: Touchpoint, **how: object) -> None:
    over = {"phase": Phase.CLOSED, "started_at": NOW, "closed_at": NOW, "has_no_next": True}
    MeetingFactory(team=touchpoint.team, touchpoint=touchpoint, **over | how)


# --- The order ------------------------------------------------------------------------------------


def test_four_stages_have_two_steps_each_in_their_order() -> None:
    assert [step for leg in Leg for step in leg.steps] == list(Step)
    assert {len(leg.steps) for leg in Leg} == {2}
    assert [Step.at(step.position) for step in Step] == list(Step)


# --- Each step ------------------------------------------------------------------------------------


def test_what_is_in_the_inventory_is_captured(touchpoint: Touchpoint) -> None:
    assert done_at(touchpoint) == {Step.CAPTURED}


def test_documented_when_the_actual_state_is_described(team: Team) -> None:
    touchpoint = TouchpointFactory(team=team, actual_state="Kommt vor der Ware an.")
    assert done_at(touchpoint) == {Step.CAPTURED, Step.DOCUMENTED}


def test_targeted_when_the_target_state_is_described(team: Team) -> None:
    touchpoint = TouchpointFactory(team=team, target_state="Kommt mit der Ware an.")
    assert done_at(touchpoint) == {Step.CAPTURED, Step.TARGETED}


def test_ways_are_found_in_a_round_that_was_held(touchpoint: Touchpoint) -> None:
    held(touchpoint)
    assert done_at(touchpoint) == {Step.CAPTURED, Step.WAYS_FOUND}


@pytest.mark.parametrize(
    "how",
    [
        {"ended_early_reason": "Feueralarm"},
        {"phase": Phase.LOBBY, "started_at": None, "closed_at": None, "has_no_next": False},
        {"phase": Phase.IDEAS, "closed_at": None, "has_no_next": False},
        {"phase": Phase.CANCELLED, "closed_at": None, "has_no_next": False},
    ],
    ids=["broken off", "planned", "running", "cancelled"],
)
def test_no_ways_are_found_in_a_round_that_was_not_held_to_its_end(touchpoint: Touchpoint, how: dict) -> None:
    held(touchpoint, **how)
    assert done_at(touchpoint) == {Step.CAPTURED}


def test_open_action_is_a_way_and_a_plan(touchpoint: Touchpoint) -> None:
    action(touchpoint)
    assert done_at(touchpoint) == {Step.CAPTURED, Step.WAYS_FOUND, Step.PLANNED}


def test_dropped_action_is_neither(touchpoint: Touchpoint) -> None:
    action(touchpoint, status=ActionStatus.DROPPED, result="Zu teuer")
    assert done_at(touchpoint) == {Step.CAPTURED}


def test_carried_out_when_an_action_is_finished_and_none_is_open(touchpoint: Touchpoint) -> None:
    finished(touchpoint)
    action(touchpoint, status=ActionStatus.DROPPED, result="Zu teuer")
    assert Step.CARRIED_OUT in done_at(touchpoint)


def test_not_carried_out_while_one_action_is_open(touchpoint: Touchpoint) -> None:
    finished(touchpoint)
    action(touchpoint)
    assert Step.CARRIED_OUT not in done_at(touchpoint)


@pytest.mark.parametrize(("day", "is_measured"), [("2026-11-09", False), ("2026-11-10", False), ("2026-11-11", True)])
def test_measured_by_a_reading_after_the_day_of_the_last_finished_action(
    touchpoint: Touchpoint, day: str, is_measured: bool
) -> None:
    finished(touchpoint)
    finished(touchpoint, datetime(2026, 11, 1, 8, tzinfo=UTC))
    reading(touchpoint, day)
    assert (Step.MEASURED in done_at(touchpoint)) == is_measured


def test_the_day_of_an_action_is_the_one_in_the_teams_zone(team: Team) -> None:
    far = TouchpointFactory(team=TeamFactory(time_zone="Pacific/Auckland"))
    finished(far)
    reading(far, "2026-11-11")
    assert Step.MEASURED not in done_at(far)


def test_any_reading_measures_what_was_never_changed(touchpoint: Touchpoint) -> None:
    reading(touchpoint, "2020-01-01")
    assert done_at(touchpoint) == {Step.CAPTURED, Step.MEASURED}


def test_optimised_when_the_last_finished_action_was_found_to_work(touchpoint: Touchpoint) -> None:
    finished(touchpoint, outcome=Outcome.WORKS, settled_at=NOW)
    assert Step.OPTIMISED in done_at(touchpoint)


@pytest.mark.parametrize("how", [{}, {"outcome": Outcome.DID_NOT_WORK, "settled_at": NOW}], ids=["unasked", "failed"])
def test_not_optimised_while_the_last_finished_action_is_unanswered_or_did_not_work(
    touchpoint: Touchpoint, how: dict
) -> None:
    finished(touchpoint, datetime(2026, 11, 1, 8, tzinfo=UTC), outcome=Outcome.WORKS, settled_at=NOW)
    finished(touchpoint, **how)
    assert Step.OPTIMISED not in done_at(touchpoint)


@pytest.mark.parametrize(
    ("better", "values", "is_optimised"),
    [
        (Metric.Better.HIGHER, [84, 90], True),
        (Metric.Better.HIGHER, [95, 89], False),
        (Metric.Better.LOWER, [95, 90], True),
        (Metric.Better.LOWER, [80, 91], False),
    ],
)
def test_optimised_when_the_newest_reading_reaches_the_target(
    touchpoint: Touchpoint, better: str, values: list[int], is_optimised: bool
) -> None:
    MetricFactory(touchpoint=touchpoint, better=better, target=Decimal(90))
    for day, value in zip(("2026-10-01", "2026-11-01"), values, strict=True):
        reading(touchpoint, day, value=Decimal(value))
    assert (Step.OPTIMISED in done_at(touchpoint)) == is_optimised


@pytest.mark.parametrize(("day", "is_optimised"), [("2026-11-10", False), ("2026-11-11", True)])
def test_target_reached_before_the_last_change_optimises_nothing(
    touchpoint: Touchpoint, day: str, is_optimised: bool
) -> None:
    MetricFactory(touchpoint=touchpoint, target=Decimal(90))
    finished(touchpoint)
    reading(touchpoint, day, value=Decimal(95))
    assert (Step.OPTIMISED in done_at(touchpoint)) == is_optimised


def test_reading_without_a_target_optimises_nothing(touchpoint: Touchpoint) -> None:
    reading(touchpoint, "2026-11-01", value=Decimal(100))
    assert Step.OPTIMISED not in done_at(touchpoint)


def test_what_a_small_group_said_neither_measures_nor_optimises(touchpoint: Touchpoint) -> None:
    MetricFactory(touchpoint=touchpoint, target=Decimal(90))
    reading(touchpoint, "2026-11-20", value=Decimal(95), source=Source.STAFF, n=4)
    assert done_at(touchpoint) == {Step.CAPTURED}
    assert position_of(touchpoint) == 1


@pytest.mark.parametrize("first", ["customers", "staff"])
def test_target_is_reached_by_the_main_voice_alone(touchpoint: Touchpoint, first: str) -> None:
    MetricFactory(touchpoint=touchpoint, target=Decimal(90))
    reading(touchpoint, "2026-10-01", value=Decimal(60), n=200)
    said = [{"value": Decimal(60), "n": 200}, {"value": Decimal(95), "source": Source.STAFF}]
    for how in said if first == "customers" else reversed(said):
        reading(touchpoint, "2026-11-20", **how)
    assert Step.OPTIMISED not in done_at(touchpoint)
    reading(touchpoint, "2026-11-21", value=Decimal(90), n=200)
    reading(touchpoint, "2026-11-22", value=Decimal(10), source=Source.STAFF)
    assert Step.OPTIMISED in done_at(touchpoint)


def test_cycle_and_panel_go_by_the_same_voice(touchpoint: Touchpoint) -> None:
    metric = MetricFactory(touchpoint=touchpoint, target=Decimal(90))
    service = DepartmentFactory(team=touchpoint.team)
    said: list[dict] = [
        {"value": Decimal(95), "source": Source.STAFF},
        {"value": Decimal(60)},
        {"value": Decimal(95), "department": service},
        {"value": Decimal(60), "source": Source.MYSTERY, "n": None},
    ]
    for how in said:
        reading(touchpoint, "2026-11-20", **how)
        (glance,) = glances(touchpoint)
        assert glance.metric == metric
        assert (Step.OPTIMISED in done_at(touchpoint)) == glance.is_on_target


@pytest.mark.parametrize(("n", "is_optimised"), [(1, False), (4, False), (5, True), (None, True)])
def test_target_is_not_reached_by_what_a_few_said(touchpoint: Touchpoint, n: int | None, is_optimised: bool) -> None:
    MetricFactory(touchpoint=touchpoint, target=Decimal(90))
    reading(touchpoint, "2026-11-20", value=Decimal(100), n=n)
    assert (Step.OPTIMISED in done_at(touchpoint)) == is_optimised
    assert ("erreicht" in glances(touchpoint)[0].target_words) == is_optimised


# --- The position ---------------------------------------------------------------------------------


def test_position_counts_the_steps_that_are_done_in_order(team: Team) -> None:
    touchpoint = TouchpointFactory(team=team)
    seen = [position_of(touchpoint)]
    for do in (
        lambda: Touchpoint.objects.update(actual_state="Ist"),
        lambda: Touchpoint.objects.update(target_state="Soll"),
        lambda: held(touchpoint),
        lambda: action(touchpoint),
        lambda: Action.objects.update(status=ActionStatus.DONE, done_at=LATE),
        lambda: reading(touchpoint, "2026-11-20"),
        lambda: Action.objects.update(outcome=Outcome.WORKS, settled_at=NOW),
    ):
        do()
        seen.append(position_of(touchpoint))
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8]
    assert standing_of(touchpoint).next is None


def test_skipped_step_holds_the_position_and_shows_what_is_done_beyond_it(touchpoint: Touchpoint) -> None:
    finished(touchpoint)
    reading(touchpoint, "2026-11-20")
    standing = standing_of(touchpoint)
    assert Step.MEASURED in standing.done
    assert (standing.position, standing.next) == (1, Step.DOCUMENTED)
    assert position_of(touchpoint) == 1


def test_next_action_sends_a_touchpoint_round_once_more(team: Team) -> None:
    touchpoint = TouchpointFactory(team=team, actual_state="Ist", target_state="Soll")
    finished(touchpoint, outcome=Outcome.WORKS, settled_at=NOW)
    reading(touchpoint, "2026-11-20")
    assert position_of(touchpoint) == 8
    action(touchpoint)
    assert position_of(touchpoint) == 5


def test_page_and_single_touchpoint_tell_the_same(team: Team) -> None:
    everywhere(team)
    rows = list(with_positions(team.touchpoints.all(), team.zone))
    assert [row.position for row in rows] == [standing_of(row).position for row in rows]  # type: ignore[attr-defined]
    assert {row.position for row in rows} > {1, 2, 6, 8}  # type: ignore[attr-defined]


def test_what_another_touchpoint_has_does_not_count(team: Team, touchpoint: Touchpoint) -> None:
    everywhere(team)
    assert done_at(touchpoint) == {Step.CAPTURED}


@pytest.mark.parametrize("count", [1, 3, 50])
def test_positions_of_a_page_and_stops_of_an_inventory_cost_one_query(team: Team, count: int) -> None:
    for _number in range(count):
        TouchpointFactory(team=team, actual_state="Ist")
    with CaptureQueriesContext(connection) as queries:
        assert stops(team.touchpoints.active(), team.zone)[Step.DOCUMENTED].count == count
    assert len(queries) == 1


def test_stops_name_the_key_touchpoints_first_and_count_the_rest(team: Team) -> None:
    for name in "ABCDEF":
        TouchpointFactory(team=team, name=name, is_key=name == "E")
    stop = stops(team.touchpoints.all(), team.zone)[Step.CAPTURED]
    assert stop.count == 6
    assert [line["name"] for line in stop.few] == ["E", "A", "B", "C", "D"]


def everywhere(team: Team) -> None:
    """A touchpoint at each of several steps."""
    TouchpointFactory(team=team, target_state="Soll")
    TouchpointFactory(team=team, actual_state="Ist")
    described = {"team": team, "actual_state": "Ist", "target_state": "Soll"}
    TouchpointFactory(**described)
    held(TouchpointFactory(**described))
    action(TouchpointFactory(**described))
    finished(TouchpointFactory(**described))
    for outcome in (Outcome.WORKS, Outcome.DID_NOT_WORK):
        touchpoint = TouchpointFactory(**described)
        finished(touchpoint, outcome=outcome, settled_at=NOW)
        reading(touchpoint, "2026-11-20")
