"""Carrying deliveries: one worker at a time, again after a failure, and no longer to a receiver that is dead.

The receiver may get an event twice when a worker dies between its answer and our note; the id then is the same.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from teams.letters import compose, post
from teams.models import Delivery, User, Webhook
from teams.webhooks.sending import Unsent, send
from teams.webhooks.signing import signed_headers

LEASE = timedelta(minutes=5)
"""For how long a delivery stays with the worker that took it; much longer than a receiver may take to answer."""
LONGEST_REST = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
SHORTEST_SILENCE, LONGEST_SILENCE = timedelta(minutes=1), timedelta(minutes=15)
"""For how long a receiver that cannot be reached is left alone: it would cost the worker ten seconds each time."""
SLOW = 3.0
"""Seconds; a receiver that takes longer to answer is asked once in its silence, or other teams' mails would wait."""
SWITCHED_OFF_AFTER = timedelta(days=3)
"""Without any success, and with at least one delivery given up."""
AT_ONCE = 200
SWEEP_FOR = 10.0
"""Seconds after which a sweep leaves the worker to other tasks; the next one goes on."""
KEPT = timedelta(days=30)
"""For how long the log says what was sent."""

logger = logging.getLogger(__name__)


def deliver(pk: int, at: datetime) -> None:
    """Send one delivery if it is due and no other worker has it; a failure leaves it for a later try."""
    delivery = _claim(pk, at)
    if delivery is None:
        return
    webhook, body = delivery.webhook, delivery.body.encode()
    headers = signed_headers(event_id=delivery.event_id, body=body, keys=webhook.secrets(at), at=at)
    began = monotonic()
    try:
        status = send(webhook.url, body, headers)
    except Unsent as failure:
        logger.info("Delivery %s to webhook %s has to wait: %s", pk, webhook.pk, failure)
        _put_back(delivery, failure, at)
    else:
        _sent(delivery, status, at)
    if monotonic() - began > SLOW:
        _spare(webhook, at)


def deliver_due(at: datetime) -> None:
    """Send what waits: deliveries whose nudge was lost, whose worker died, or whose rest after a failure is over."""
    began = monotonic()
    for pk in Delivery.objects.due(at).order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        if monotonic() - began > SWEEP_FOR:
            break
        deliver(pk, at)


def forget_old(at: datetime) -> None:
    """Delete deliveries of more than a month ago; none waits for so long unless its webhook is switched off."""
    Delivery.objects.filter(created_at__lt=at - KEPT).delete()


def rest(attempts: int) -> timedelta:
    """The pause after a failed attempt: 1, 2, 4, … minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_REST)


def silence(failing_for: timedelta) -> timedelta:
    """How long to leave a receiver alone that has not been reached for so long: as long again, within limits."""
    return max(SHORTEST_SILENCE, min(failing_for, LONGEST_SILENCE))


def switch_off(*, webhook: Webhook, at: datetime, given_up_at: datetime | None = None) -> bool:
    """Send nothing more to the webhook, what waits included; False if it was off already."""
    with transaction.atomic():
        still_on = Webhook.objects.filter(pk=webhook.pk, is_on=True)
        if not still_on.update(is_on=False, given_up_at=given_up_at):
            return False
        waiting = webhook.deliveries.filter(state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.FAILED, problem=Delivery.Problem.OFF, next_try_at=at)
        return True


def _claim(pk: int, at: datetime) -> Delivery | None:
    """Take a delivery for the length of a lease: of two workers that saw it due, one moves the time and gets it."""
    delivery = Delivery.objects.due(at).select_related("webhook__team").filter(pk=pk).first()
    if delivery is None:
        return None
    seen = Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING, next_try_at=delivery.next_try_at)
    taken = seen.update(next_try_at=at + LEASE, attempts=F("attempts") + 1, tried_at=at)
    delivery.attempts += 1
    return delivery if taken else None


def _sent(delivery: Delivery, status: int, at: datetime) -> None:
    noted = {"state": Delivery.State.SENT, "sent_at": at, "status_code": status, "problem": "", "reply": ""}
    Delivery.objects.filter(pk=delivery.pk).update(**noted)  # it may be gone: with its webhook, while it was under way
    failing = Webhook.objects.filter(pk=delivery.webhook_id).exclude(failing_since=None)
    failing.update(failing_since=None, rests_until=None)


def _spare(webhook: Webhook, at: datetime) -> None:
    """Leave a slow receiver alone for a moment, unless it is left alone for longer already."""
    until = at + SHORTEST_SILENCE
    sooner = Webhook.objects.filter(Q(rests_until=None) | Q(rests_until__lt=until), pk=webhook.pk)
    sooner.update(rests_until=until)


def _put_back(delivery: Delivery, failure: Unsent, at: datetime) -> None:
    is_given_up = at >= delivery.give_up_at or failure.is_gone
    still_mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING, attempts=delivery.attempts)
    still_mine.update(
        state=Delivery.State.FAILED if is_given_up else Delivery.State.WAITING,
        next_try_at=at + rest(delivery.attempts),
        status_code=failure.status,
        problem=failure.problem,
        reply=failure.reply,
    )
    failing_since = _let_rest(delivery.webhook, failure, at)
    if failure.is_gone or (is_given_up and at - failing_since >= SWITCHED_OFF_AFTER):
        _give_up(delivery.webhook, at, is_gone=failure.is_gone)


def _let_rest(webhook: Webhook, failure: Unsent, at: datetime) -> datetime:
    """Note that the receiver fails, and leave it alone for a while if it is out of reach; since when it fails."""
    now = Webhook.objects.filter(pk=webhook.pk)  # it may be gone, or another delivery has got through meanwhile
    now.filter(failing_since=None).update(failing_since=at)
    since = now.values_list("failing_since", flat=True).first() or at
    if failure.is_out_of_reach:
        now.update(rests_until=at + silence(at - since))
    return since


@transaction.atomic
def _give_up(webhook: Webhook, at: datetime, *, is_gone: bool) -> None:
    """Switch the webhook off and tell the leads once."""
    if not switch_off(webhook=webhook, at=at, given_up_at=at):
        return
    for lead in User.objects.filter(memberships__in=webhook.team.memberships.leads()):
        url = settings.BASE_URL + reverse("teams:webhook", args=[webhook.team.slug, webhook.pk])
        context = {"webhook": webhook, "team": webhook.team, "is_gone": is_gone, "person": lead, "url": url}
        message = compose(template="webhook_given_up", to=lead.email, language=lead.language, context=context)
        post(key=f"webhook-given-up:{webhook.pk}:{at.timestamp():.0f}:{lead.pk}", message=message, at=at)
