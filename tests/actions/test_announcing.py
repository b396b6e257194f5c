"""Webhooks hear what happens to actions."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from actions.models import Action, Outcome, Status
from actions.moving import move
from actions.recording import change, record
from actions.settling import settle
from teams.models import Delivery, Membership, Team
from tests.factories import NOW, ActionFactory, TouchpointFactory, WebhookFactory

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def listener(team: Team) -> None:
    """Somebody who wants to know everything."""
    WebhookFactory(team=team)


def told() -> list[dict[str, Any]]:
    """What was announced, in order."""
    return [json.loads(body) for body in Delivery.objects.order_by("pk").values_list("body", flat=True)]


def types() -> list[str]:
    return [event["type"] for event in told()]


def recorded(team: Team, **fields: Any) -> Action:
    action = Action(team=team, what="Rechnung später schicken", due_on=TODAY, **fields)
    return record(action=action, by=None, at=NOW)


def test_a_new_action_is_told_with_who_what_and_until_when(team: Team, ben: Membership) -> None:
    action = recorded(team, responsible=ben.user, touchpoint=TouchpointFactory(team=team, name="Rechnung"))
    created, assigned = told()
    assert (created["type"], assigned["type"]) == ("action.created", "action.assigned")
    assert created["data"] == {
        "id": action.pk,
        "what": "Rechnung später schicken",
        "status": "planned",
        "outcome": None,
        "due_on": "2026-11-24",
        "follow_up_on": None,
        "responsible": {"id": ben.user.pk, "name": "Ben Yılmaz"},
        "touchpoint": {"id": action.touchpoint_id, "name": "Rechnung"},
        "url": f"http://localhost:8000/t/vertrieb-sued/actions/{action.pk}/",
    }


def test_what_changed_is_told_by_the_fields_names(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team, responsible=None)
    change(action=action, values={"what": action.what, "responsible": ben.user}, by=None, at=NOW)
    changed, assigned = told()
    assert (changed["type"], changed["data"]["changed"]) == ("action.changed", ["responsible"])
    assert (assigned["type"], assigned["data"]["responsible"]["name"]) == ("action.assigned", "Ben Yılmaz")


def test_a_change_that_changes_nothing_is_not_told(team: Team) -> None:
    action = ActionFactory(team=team)
    values = {"what": action.what, "due_on": action.due_on, "helpers": []}
    change(action=action, values=values, by=None, at=NOW)
    assert told() == []
    assert action.history.count() == 1


def test_people_who_help_from_now_on_are_a_change(team: Team, ben: Membership) -> None:
    change(action=ActionFactory(team=team), values={"helpers": [ben.user]}, by=None, at=NOW)
    (event,) = told()
    assert event["data"]["changed"] == ["helpers"]


def test_a_move_is_told_once_and_says_from_where(team: Team) -> None:
    action = ActionFactory(team=team)
    for _click in range(2):
        move(action=action, to=Status.DONE, at=NOW)
    (event,) = told()
    assert (event["type"], event["data"]["before"], event["data"]["status"]) == (
        "action.status_changed",
        "planned",
        "done",
    )


def test_what_became_of_an_action_is_told_with_the_one_that_follows(team: Team) -> None:
    action = ActionFactory(team=team, status=Status.DONE, done_at=NOW)
    settle(action=action, outcome=Outcome.FINE_TUNE, result="Fast.", again_on=TODAY + timedelta(days=14), at=NOW)
    settled = told()[0]
    assert types()[:2] == ["action.settled", "action.created"]
    assert settled["data"]["outcome"] == "fine_tune"


def test_an_action_that_is_taken_back_is_told(team: Team) -> None:
    action = ActionFactory(team=team, status=Status.DONE, done_at=NOW)
    settle(action=action, outcome=Outcome.FINE_TUNE, result="Fast.", again_on=TODAY + timedelta(days=14), at=NOW)
    follows = action.successor.pk
    settle(action=action, outcome=Outcome.WORKS, result="Doch.", at=NOW)
    removed = told()[-1]
    assert (removed["type"], removed["data"]["id"]) == ("action.removed", follows)


def test_a_move_that_is_rolled_back_is_not_told(team: Team) -> None:
    action = ActionFactory(team=team)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        move(action=action, to=Status.DONE, at=NOW)
        1 / 0  # noqa: B018
    assert told() == []
