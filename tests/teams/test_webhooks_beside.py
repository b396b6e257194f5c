"""Deliveries beside each other: one that gets through counts for all, and a slow receiver holds nobody up."""

from datetime import timedelta
from typing import Any

import pytest

from teams.models import Delivery, Event, Team, Webhook
from teams.webhooks import delivering, sending
from teams.webhooks.announcing import announce
from tests.factories import NOW, WebhookFactory

pytestmark = pytest.mark.django_db

State, Problem = Delivery.State, Delivery.Problem
DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def webhook(team: Team) -> Webhook:
    return WebhookFactory(team=team)


def happens(team: Team) -> None:
    announce(team=team, event=Event.ROUND_PLANNED, data=dict, at=NOW)


def test_a_success_meanwhile_counts_for_a_failure_that_began_before(
    team: Team, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    Webhook.objects.update(failing_since=NOW - DAY)

    def while_another_gets_through(*_said: Any) -> int:
        Webhook.objects.update(failing_since=None)
        raise sending.Unsent(Problem.STATUS, status=500)

    monkeypatch.setattr(delivering, "send", while_another_gets_through)
    happens(team)
    delivering.deliver_due(NOW)
    webhook.refresh_from_db()
    assert webhook.failing_since == NOW


def test_a_slow_receiver_keeps_no_worker_busy(team: Team, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "send", lambda *_said: 200)
    monkeypatch.setattr(delivering, "SLOW", 0)
    happens(team)
    happens(team)
    delivering.deliver_due(NOW)
    assert [row.state for row in Delivery.objects.order_by("pk")] == [State.SENT, State.WAITING]
    delivering.deliver_due(LATER)
    assert {row.state for row in Delivery.objects.all()} == {State.SENT}
