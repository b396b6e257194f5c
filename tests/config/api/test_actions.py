"""Actions over the API: recorded, changed, moved and settled by the rules of the plans."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Outcome, Priority, Status
from config.api import action_shapes as shapes
from teams.models import Membership
from tests.config.api.programs import Program, program_of
from tests.factories import ActionFactory, DepartmentFactory, MetricFactory, TouchpointFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
SOON = (TODAY + timedelta(days=20)).isoformat()


@pytest.fixture
def program(ben: Membership) -> Program:
    cache.clear()
    return program_of(ben)


@pytest.fixture
def path(ben: Membership) -> str:
    """Where ben's own action is."""
    return f"/actions/{ActionFactory(team=ben.team, responsible=ben.user, what='Brief neu').pk}"


def faults(response: Any) -> dict[str, str]:
    assert response.status_code == 422
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_an_action_is_recorded_with_all_that_is_sent(program: Program, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=anna.team, name="Rechnung")
    metric = MetricFactory(touchpoint=touchpoint)
    said = {
        "what": "Zeilen erklären 😀",
        "why": "Rückfragen\nsind teuer",
        "due_on": SOON,
        "follow_up_on": SOON,
        "priority": 1,
        "budget": 1234.5,
        "with_whom": "Agentur Öz",
        "region": "Süd",
        "start_value": 2.5,
        "target_value": 4,
    }
    keys = {
        "touchpoint": touchpoint.pk,
        "metric": metric.pk,
        "responsible": ben.user_id,
        "helpers": [anna.user_id],
        "department": DepartmentFactory(team=anna.team).pk,
    }
    made = program.post("/actions", said | keys)
    assert made.status_code == 201, made.json()
    told = made.json()
    assert {name: told[name] for name in said} == said
    assert told["touchpoint"] == {"id": touchpoint.pk, "name": "Rechnung"}
    assert told["helpers"] == [{"id": anna.user_id, "name": "Anna Keller"}]
    assert told["status"] == "planned"
    assert told["promised_on"] == SOON
    assert program.client.get(made.headers["Location"], headers=program.headers).json() == told
    assert ben.team.actions.get().assigned_by == ben.user


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"due_on": "31.12.2099"}, "due_on"),
        ({"due_on": "2099-02-30"}, "due_on"),
        ({"due_on": 4070908800}, "due_on"),
        ({"starts_on": "2099-12-31"}, "starts_on"),
        ({"budget": -1}, "budget"),
        ({"budget": 1.234}, "budget"),
        ({"budget": 1e300}, "budget"),
        ({"budget": "400"}, "budget"),
        ({"budget": True}, "budget"),
        ({"priority": 4}, "priority"),
        ({"helpers": [10**17]}, "helpers"),
        ({"metric": 1}, "metric"),
        ({"what": ""}, "what"),
        ({"status": "done"}, "status"),
    ],
)
def test_what_is_wrong_is_said_beside_its_name(program: Program, said: dict[str, Any], field: str) -> None:
    assert list(faults(program.post("/actions", {"what": "x", "due_on": SOON} | said))) == [field]


def test_numbers_beyond_all_measure_are_refused(program: Program) -> None:
    for number in ("1e999999", "-1e-999999", "9" * 5000, "NaN", "Infinity"):
        refused = program.send("POST", "/actions", f'{{"what": "x", "due_on": "{SOON}", "budget": {number}}}')
        assert refused.status_code in (400, 422), number


def test_what_is_not_sent_stays(program: Program, path: str) -> None:
    before = program.get(path).json()
    after = program.patch(path, {"with_whom": "Agentur"}).json()
    assert after["with_whom"] == "Agentur"
    same = {"what", "due_on", "responsible", "priority", "start_value", "helpers", "created_at"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_a_last_day_that_is_over_can_stay(program: Program, ben: Membership) -> None:
    action = ActionFactory(team=ben.team, responsible=ben.user, due_on=date(2026, 1, 5))
    assert program.patch(f"/actions/{action.pk}", {"why": "Spät, aber doch"}).status_code == 200
    assert "due_on" in faults(program.patch(f"/actions/{action.pk}", {"due_on": "2026-01-06"}))


def test_a_metric_belongs_to_its_touchpoint(program: Program, ben: Membership) -> None:
    metric, other = MetricFactory(touchpoint__team=ben.team), TouchpointFactory(team=ben.team)
    action = ActionFactory(team=ben.team, responsible=ben.user, touchpoint=metric.touchpoint, metric=metric)
    assert "metric" in faults(program.patch(f"/actions/{action.pk}", {"touchpoint": other.pk}))
    moved = program.patch(f"/actions/{action.pk}", {"touchpoint": other.pk, "metric": None})
    assert (moved.json()["touchpoint"]["id"], moved.json()["metric"]) == (other.pk, None)


def test_it_goes_where_its_moves_lead(program: Program, path: str) -> None:
    assert program.get(path).json()["moves"] == ["running", "blocked", "done", "dropped"]
    assert program.post(f"{path}/move", {"to": "running"}).json()["status"] == "running"
    assert "reason" in faults(program.post(f"{path}/move", {"to": "blocked"}))
    assert "reason" in faults(program.post(f"{path}/move", {"to": "blocked", "reason": "x" * 281}))
    blocked = program.post(f"{path}/move", {"to": "blocked", "reason": "Kein Geld"}).json()
    assert (blocked["status"], blocked["blocked_reason"]) == ("blocked", "Kein Geld")
    assert program.post(f"{path}/move", {"to": "done"}).json()["done_at"]


def test_a_move_that_is_not_allowed_is_answered_with_a_sentence(program: Program, path: str) -> None:
    program.post(f"{path}/move", {"to": "done"})
    refused = program.post(f"{path}/move", {"to": "blocked", "reason": "zu spät"})
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Von „erledigt“ geht es nicht zu „stockt“."
    assert program.post(f"{path}/move", {"to": "done"}).status_code == 200


def test_the_follow_up_is_answered(program: Program, path: str) -> None:
    told = program.post(f"{path}/settle", {"outcome": "works", "result": "Weniger Rückfragen"}).json()
    assert (told["status"], told["outcome"], told["result"]) == ("done", "works", "Weniger Rückfragen")
    assert told["settled_at"]


def test_fine_tuning_makes_the_action_that_follows(program: Program, path: str, ben: Membership) -> None:
    answer = {"outcome": "fine_tune", "result": "Halb so viele"}
    assert "again_on" in faults(program.post(f"{path}/settle", answer))
    assert program.post(f"{path}/settle", answer | {"again_on": SOON}).status_code == 200
    [successor] = [item for item in program.get("/actions").json()["items"] if item["predecessor"]]
    assert (successor["due_on"], successor["what"]) == (SOON, "Brief neu")


def test_a_measured_value_needs_its_metric(program: Program, path: str) -> None:
    refused = program.post(f"{path}/settle", {"outcome": "works", "result": "Gut", "measured_value": 4.5})
    assert "measured_value" in faults(refused)


@pytest.mark.parametrize("deed", ["", "/move", "/settle"])
def test_two_who_change_the_same_do_not_overwrite_each_other(program: Program, path: str, deed: str) -> None:
    said: dict[str, dict[str, Any]] = {
        "": {"what": "Anders"},
        "/move": {"to": "running"},
        "/settle": {"outcome": "works", "result": "Gut"},
    }
    send = program.post if deed else program.patch
    seen = program.get(path).headers["ETag"]
    program.patch(path, {"with_whom": "Agentur"})
    assert send(path + deed, said[deed], If_Match=seen).status_code == 412
    assert send(path + deed, said[deed], If_Match=program.get(path).headers["ETag"]).status_code == 200


def test_a_creation_that_is_sent_twice_makes_one(program: Program, ben: Membership) -> None:
    said = {"what": "Brief neu", "due_on": SOON}
    first, second = (program.post("/actions", said, Idempotency_Key="plan-1") for _ in range(2))
    assert first.json() == second.json()
    assert program.post("/touchpoints", {"name": "x"}, Idempotency_Key="plan-1").status_code == 422
    assert ben.team.actions.count() == 1


def test_the_list_is_narrowed(program: Program, anna: Membership, ben: Membership) -> None:
    def make(what: str, **fields: Any) -> None:
        ActionFactory(team=ben.team, what=what, **{"responsible": anna.user, "due_on": date(2099, 1, 1), **fields})

    make("offen", responsible=ben.user)
    make("spät", due_on=date(2026, 1, 5))
    make("stockt", status=Status.BLOCKED, blocked_reason="Geld")
    make("zu fragen", follow_up_on=date(2026, 1, 5), touchpoint=TouchpointFactory(team=ben.team))
    make("fertig", status=Status.DONE, done_at=timezone.now())

    def found(**asked: Any) -> list[str]:
        return [item["what"] for item in program.get("/actions", **asked).json()["items"]]

    assert found() == ["offen", "spät", "stockt", "zu fragen"]
    assert found(state="all") == ["offen", "spät", "stockt", "zu fragen", "fertig"]
    assert found(state="overdue") == ["spät"]
    assert found(state="blocked") == ["stockt"]
    assert found(state="follow_up") == found(touchpoint=ben.team.touchpoints.get().pk) == ["zu fragen"]
    assert found(state="done") == ["fertig"]
    assert found(mine="true") == found(responsible=ben.user_id) == ["offen"]
    assert program.get("/actions", sate="done").status_code == 422


def test_the_list_costs_the_same_for_one_and_three(program: Program, anna: Membership, ben: Membership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert program.get("/actions").status_code == 200
        return len(captured)

    def one() -> None:
        metric = MetricFactory(touchpoint__team=ben.team)
        ActionFactory(
            team=ben.team,
            touchpoint=metric.touchpoint,
            metric=metric,
            department=DepartmentFactory(team=ben.team),
            responsible=anna.user,
            due_on=date(2099, 1, 1),
        ).helpers.add(ben.user)

    one()
    program.get("/team")  # from now on its use is noted
    for_one = queries()
    one()
    one()
    assert queries() == for_one <= 3


def test_the_words_are_those_of_the_plans() -> None:
    assert list(get_args(shapes.Status)) == Status.values
    assert list(get_args(shapes.Outcome)) == Outcome.values
    assert list(get_args(shapes.PriorityNumber)) == Priority.values
