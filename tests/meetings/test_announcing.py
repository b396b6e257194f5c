"""Webhooks hear what happens to rounds, and nothing that the round keeps face down."""

import json
from typing import Any

import pytest

from meetings import closing, phases, planning
from meetings.models import Phase
from teams.models import Delivery, Membership, Team
from tests.factories import NOW, TouchpointFactory, WebhookFactory
from tests.meetings.rounds import IDEA, a_held_round, a_round


@pytest.fixture(autouse=True)
def listener(team: Team) -> None:
    """Somebody who wants to know about rounds."""
    events = ["round.planned", "round.started", "round.closed", "round.cancelled"]
    WebhookFactory(team=team, events=events)


def told() -> list[dict[str, Any]]:
    """What was announced, in order."""
    return [json.loads(body) for body in Delivery.objects.order_by("pk").values_list("body", flat=True)]


def test_a_round_is_told_when_it_is_planned_and_called_off(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    meeting = planning.plan(team=team, by=anna.user, starts_at=NOW, touchpoint=touchpoint, at=NOW)
    planning.cancel(meeting=meeting, at=NOW)
    planned, cancelled = told()
    assert (planned["type"], cancelled["type"]) == ("round.planned", "round.cancelled")
    assert planned["data"] == cancelled["data"]
    assert planned["data"] == {
        "id": meeting.pk,
        "title": "",
        "touchpoint": {"id": touchpoint.pk, "name": "Rechnung"},
        "starts_at": "2026-11-24T08:00:00Z",
        "url": f"http://localhost:8000/t/vertrieb-sued/rounds/{meeting.pk}/",
    }


def test_a_round_is_told_when_it_starts(anna: Membership, ben: Membership) -> None:
    held = a_round(anna, ben)
    phases.start(meeting=held.meeting, by=held.anna, at=NOW)
    assert [event["type"] for event in told()] == ["round.started"]


def test_a_closed_round_tells_its_actions_and_neither_cards_nor_votes(anna: Membership, ben: Membership) -> None:
    held = a_held_round(anna, ben)
    closed = next(event for event in told() if event["type"] == "round.closed")
    decided = held.meeting.decided_actions.select_related("action__responsible").get().action
    assert closed["data"]["actions"] == [
        {
            "id": decided.pk,
            "what": decided.what,
            "responsible": str(decided.responsible),
            "due_on": decided.due_on.isoformat(),
        }
    ]
    assert set(closed["data"]) - {"id", "title", "touchpoint", "starts_at", "url"} == {
        "actions",
        "no_action_reason",
        "ended_early_reason",
    }


def test_a_round_that_ends_early_tells_why_and_not_what_was_pinned(anna: Membership, ben: Membership) -> None:
    held = a_round(anna, ben).to(Phase.IDEAS)
    held.pin(held.ben, IDEA)
    closing.close_early(meeting=held.meeting, by=held.anna, reason="Feueralarm", at=NOW)
    closed = told()[-1]
    assert (closed["type"], closed["data"]["ended_early_reason"]) == ("round.closed", "Feueralarm")
    assert IDEA not in json.dumps(told(), ensure_ascii=False)
