"""An event reaches a webhook: through a failing receiver, a killed worker and two workers at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address, ip_network
from threading import Barrier
from typing import Any

import pytest
import standardwebhooks
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from teams.models import Delivery, Event, Letter, Membership, Team, Webhook
from teams.webhooks import delivering, destinations, keeping, sending
from teams.webhooks.announcing import announce, probe
from teams.webhooks.errors import NotNow
from tests.factories import NOW, DeliveryFactory, WebhookFactory
from tests.teams.receiver import Receiver, answers, receiving

State, Problem = Delivery.State, Delivery.Problem
DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=1)
KNOWN_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Receiver]:
    """All names lead to it."""
    monkeypatch.setattr(destinations, "resolve", lambda host, port: [ip_address("127.0.0.1")])
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def webhook(team: Team, receiver: Receiver) -> Webhook:
    return WebhookFactory(team=team, url=receiver.url)


def happens(team: Team, event: Event = Event.ROUND_PLANNED, at: datetime = NOW, **data: Any) -> None:
    announce(team=team, event=event, data=lambda: data, at=at)


def after_many_tries(delivery: Delivery) -> datetime:
    """Let it be tried until it waits no longer; returns when that was."""
    at = delivery.next_try_at
    while delivery.state == State.WAITING:
        delivering.deliver_due(at)
        delivery.refresh_from_db()
        at += timedelta(minutes=30)
    return at


@pytest.mark.django_db
def test_for_a_day_after_a_change_both_secrets_sign(webhook: Webhook, receiver: Receiver) -> None:
    now = datetime.now(UTC)
    fresh = keeping.renew_secret(webhook=webhook, at=now)
    happens(webhook.team, at=now)
    delivering.deliver_due(now)
    (request,) = receiver.received
    for secret in (KNOWN_SECRET, fresh):
        assert standardwebhooks.Webhook(secret).verify(request.body, dict(request.headers.items()))
    webhook.refresh_from_db()
    assert webhook.secrets(now + DAY) == [fresh]


# --- Announcing -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_event_arrives_with_its_type_time_team_and_data(webhook: Webhook, receiver: Receiver) -> None:
    happens(webhook.team, what="Grüße", due_on=date(2026, 12, 1))
    delivering.deliver_due(NOW)
    (request,) = receiver.received
    assert json.loads(request.body) == {
        "type": "round.planned",
        "timestamp": "2026-11-24T08:00:00.000Z",
        "team": "vertrieb-sued",
        "data": {"what": "Grüße", "due_on": "2026-12-01"},
    }
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status_code, delivery.sent_at) == (State.SENT, 204, NOW)
    assert request.headers["webhook-id"] == str(delivery.event_id)


@pytest.mark.django_db
def test_an_event_goes_out_after_the_commit(
    webhook: Webhook, receiver: Receiver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        happens(webhook.team, at=NOW - 30 * DAY)
        assert receiver.received == []
    assert len(receiver.received) == 1


@pytest.mark.django_db
def test_what_is_rolled_back_is_not_told(webhook: Webhook, receiver: Receiver) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happens(webhook.team)
        1 / 0  # noqa: B018
    delivering.deliver_due(NOW)
    assert receiver.received == []


@pytest.mark.django_db
def test_only_webhooks_of_the_team_that_are_on_and_want_to_know_are_told(team: Team, clara: Membership) -> None:
    wants = WebhookFactory(team=team, events=["ping", "round.planned"])
    also = WebhookFactory(team=team, events=["round.planned"])
    WebhookFactory(team=team, events=["action.created"])
    WebhookFactory(team=team, is_on=False)
    WebhookFactory(team=clara.team)
    happens(team)
    told = Delivery.objects.all()
    assert {delivery.webhook for delivery in told} == {wants, also}
    assert len({delivery.event_id for delivery in told}) == 1


@pytest.mark.django_db
def test_a_team_without_webhooks_costs_one_query(team: Team) -> None:
    with CaptureQueriesContext(connection) as queries:
        happens(team)
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_broker_that_is_down_does_not_break_the_deed(
    webhook: Webhook,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def no_broker(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("teams.webhooks.tasks.deliver_event.delay", no_broker)
    with django_capture_on_commit_callbacks(execute=True):
        happens(webhook.team)
    delivering.deliver_due(NOW)
    assert len(receiver.received) == 1


@pytest.mark.django_db
def test_an_event_is_kept_once_for_a_webhook(webhook: Webhook) -> None:
    first = DeliveryFactory(webhook=webhook)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(webhook=webhook, event_id=first.event_id)


# --- Delivering -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_failing_receiver_gets_the_event_later_under_the_same_id(webhook: Webhook, receiver: Receiver) -> None:
    receiver.behaves = answers(503, b"Wartung")
    happens(webhook.team)
    delivering.deliver_due(NOW)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.next_try_at) == (State.WAITING, 1, LATER)
    assert (delivery.status_code, delivery.problem, delivery.reply) == (503, Problem.STATUS, "Wartung")
    webhook.refresh_from_db()
    assert webhook.failing_since == NOW

    receiver.behaves = answers(200)
    delivering.deliver_due(LATER - timedelta(seconds=1))
    assert len(receiver.received) == 1
    delivering.deliver_due(LATER)
    delivering.deliver_due(LATER + DAY)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.state, delivery.problem, delivery.reply) == (State.SENT, "", "")
    assert webhook.failing_since is None


def test_the_rests_between_tries_grow_up_to_an_hour() -> None:
    assert [int(delivering.rest(n).total_seconds() / 60) for n in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]


def test_a_receiver_out_of_reach_is_left_alone_for_as_long_as_it_was_up_to_a_quarter_of_an_hour() -> None:
    minutes = [int(delivering.silence(timedelta(minutes=n)).total_seconds() / 60) for n in (0, 1, 5, 20, 5000)]
    assert minutes == [1, 1, 5, 15, 15]


@pytest.mark.django_db
def test_after_two_days_a_delivery_has_failed(webhook: Webhook, receiver: Receiver) -> None:
    receiver.behaves = answers(500)
    happens(webhook.team)
    delivery = Delivery.objects.get()
    ended = after_many_tries(delivery)
    assert delivery.state == State.FAILED
    assert 2 * DAY < ended - NOW < 2 * DAY + timedelta(hours=3)
    webhook.refresh_from_db()
    assert webhook.is_on


@pytest.mark.django_db
def test_a_receiver_out_of_reach_costs_one_try_at_a_time(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    reachable = WebhookFactory(team=webhook.team, url=receiver.url)
    Webhook.objects.filter(pk=webhook.pk).update(url="http://receiver.example.com:1111/")
    for _ in range(5):
        happens(webhook.team)
    delivering.deliver_due(NOW)
    assert sorted(webhook.deliveries.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert reachable.deliveries.filter(state=State.SENT).count() == 5
    Webhook.objects.filter(pk=webhook.pk).update(url=receiver.url)
    delivering.deliver_due(LATER)
    assert webhook.deliveries.filter(state=State.SENT).count() == 5


@pytest.mark.django_db
def test_a_sweep_leaves_the_worker_to_others_after_a_while(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        happens(webhook.team)
    monkeypatch.setattr(delivering, "SWEEP_FOR", 0.0)
    delivering.deliver_due(NOW)
    assert receiver.received == []


@pytest.mark.django_db
def test_the_delivery_of_a_killed_worker_is_sent_after_its_lease(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: object) -> None:
        raise Killed

    happens(webhook.team)
    with monkeypatch.context() as patched:
        patched.setattr(delivering, "send", killed)
        with pytest.raises(Killed):
            delivering.deliver_due(NOW)
    delivering.deliver_due(NOW + delivering.LEASE - timedelta(seconds=1))
    assert receiver.received == []
    delivering.deliver_due(NOW + delivering.LEASE)
    assert len(receiver.received) == 1


@pytest.mark.django_db
def test_who_is_killed_after_the_answer_sends_again_under_the_same_id(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: object) -> None:
        raise Killed

    happens(webhook.team)
    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_sent", killed)
        with pytest.raises(Killed):
            delivering.deliver_due(NOW)
    delivering.deliver_due(NOW + delivering.LEASE)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_an_event_once(webhook: Webhook, receiver: Receiver) -> None:
    deliveries = [DeliveryFactory(webhook=webhook) for _ in range(5)]
    at_once = Barrier(4)

    def work(_worker: int) -> None:
        at_once.wait()
        for one in deliveries:
            delivering.deliver(one.pk, NOW)
        connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert len(receiver.received) == 5


@pytest.mark.django_db
def test_a_webhook_that_is_removed_while_its_event_is_under_way_breaks_nothing(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for outcome in (204, sending.Unsent(Problem.TIMEOUT)):
        row = WebhookFactory(team=webhook.team)
        delivery = DeliveryFactory(webhook=row)

        def gone(*args: object, row: Webhook = row, outcome: Any = outcome) -> int:
            Webhook.objects.get(pk=row.pk).delete()
            if isinstance(outcome, Exception):
                raise outcome
            return int(outcome)

        monkeypatch.setattr(delivering, "send", gone)
        delivering.deliver(delivery.pk, NOW)
        assert not Delivery.objects.filter(pk=delivery.pk).exists()


# --- Giving up ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_webhook_that_fails_for_days_is_switched_off_and_the_leads_hear_once(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch, anna: Membership, ben: Membership
) -> None:
    tried: list[str] = []

    def fails(url: str, *args: object) -> int:
        tried.append(url)
        raise sending.Unsent(Problem.STATUS, status=500)

    monkeypatch.setattr(delivering, "send", fails)
    happens(webhook.team)
    happens(webhook.team, at=NOW + DAY)
    happens(webhook.team, at=NOW + 2 * DAY)
    for hour in range(0, 24 * 4, 4):
        delivering.deliver_due(NOW + timedelta(hours=hour))
    webhook.refresh_from_db()
    assert not webhook.is_on
    assert webhook.given_up_at is not None
    assert 3 * DAY <= webhook.given_up_at - NOW < 3 * DAY + timedelta(hours=5)
    assert set(webhook.deliveries.values_list("state", flat=True)) == {State.FAILED}
    letter = Letter.objects.get()
    assert letter.to == anna.user.email
    tried.clear()
    happens(webhook.team, at=NOW + 4 * DAY)
    delivering.deliver_due(NOW + 5 * DAY)
    assert tried == []


@pytest.mark.django_db
def test_a_receiver_that_says_it_is_gone_is_switched_off_at_once(
    webhook: Webhook,
    receiver: Receiver,
    anna: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    receiver.behaves = answers(410)
    with django_capture_on_commit_callbacks(execute=True):
        happens(webhook.team, at=NOW - 30 * DAY)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status_code) == (State.FAILED, 410)
    webhook.refresh_from_db()
    assert not webhook.is_on
    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    text = message.get_body(("plain",))
    assert message["Subject"] == f"Webhook „{webhook}“ ist ausgeschaltet"
    assert text is not None
    assert f"/t/vertrieb-sued/team/webhooks/{webhook.pk}/" in text.get_content()


@pytest.mark.django_db
def test_what_waits_is_not_sent_by_a_webhook_that_was_switched_off_and_can_be_sent_later(
    webhook: Webhook, receiver: Receiver
) -> None:
    happens(webhook.team)
    delivering.switch_off(webhook=webhook, at=NOW)
    delivering.deliver_due(NOW)
    delivery = webhook.deliveries.get()
    assert (delivery.state, delivery.problem) == (State.FAILED, Problem.OFF)
    with pytest.raises(NotNow):
        keeping.send_again(delivery=Delivery.objects.get(), at=NOW)
    keeping.switch_on(webhook=webhook)
    delivering.deliver_due(LATER)
    assert receiver.received == []
    keeping.send_again(delivery=Delivery.objects.get(), at=LATER)
    delivering.deliver_due(LATER)
    assert len(receiver.received) == 1


@pytest.mark.django_db
def test_only_what_failed_is_sent_again(webhook: Webhook) -> None:
    for state in (State.WAITING, State.SENT):
        with pytest.raises(NotNow):
            keeping.send_again(delivery=DeliveryFactory(webhook=webhook, state=state), at=NOW)


@pytest.mark.django_db
def test_a_probe_goes_to_one_webhook_even_if_it_was_just_out_of_reach(webhook: Webhook, receiver: Receiver) -> None:
    WebhookFactory(team=webhook.team, url=receiver.url)
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=NOW + DAY)
    probe(webhook=webhook, at=NOW)
    delivering.deliver_due(NOW)
    (request,) = receiver.received
    assert json.loads(request.body)["type"] == "ping"


@pytest.mark.django_db
def test_deliveries_are_forgotten_after_thirty_days(webhook: Webhook) -> None:
    for state in State:
        DeliveryFactory(webhook=webhook, state=state)
    delivering.forget_old(NOW + 30 * DAY)
    assert Delivery.objects.count() == 3
    delivering.forget_old(NOW + 30 * DAY + timedelta(seconds=1))
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_done_even_if_its_webhook_is_removed_in_the_same_moment(webhook: Webhook) -> None:
    def remove() -> None:
        Webhook.objects.get(pk=webhook.pk).delete()
        connection.close()

    with ThreadPoolExecutor(1) as lead, transaction.atomic():
        happens(webhook.team)
        removed = lead.submit(remove)
        if connection.vendor == "postgresql":  # on SQLite the lead waits for the deed
            removed.result()
    removed.result()
    delivering.deliver_due(NOW)
    assert not Delivery.objects.due(NOW).exists()
    delivering.forget_old(NOW + 31 * DAY)
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_webhooks_go_with_their_team(webhook: Webhook) -> None:
    DeliveryFactory(webhook=webhook)
    webhook.team.delete()
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()
