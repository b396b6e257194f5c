"""What leads do with webhooks: set them up, change them, switch them on and off, renew the secret, send again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from teams.models import Delivery, User, Webhook
from teams.webhooks.delivering import GIVE_UP_AFTER
from teams.webhooks.errors import NotNow
from teams.webhooks.signing import new_secret
from teams.webhooks.tasks import deliver_event

OLD_SECRET_COUNTS_FOR = timedelta(hours=24)
MOST = 10
"""Webhooks of one team: each is one more row with every event."""


def set_up(*, webhook: Webhook, by: User, at: datetime) -> Webhook:
    """Store a webhook that its form has cleaned, with a secret of its own. Raises NotNow if its name is just taken."""
    webhook.secret = new_secret()
    webhook.created_by, webhook.created_at = by, at
    with _name_free():
        webhook.save()
    return webhook


def change(*, webhook: Webhook) -> None:
    """Store what its form has cleaned, and nothing else: meanwhile a worker may have switched it off.

    Another address may be within reach, so it rests no longer. Raises NotNow if its name is just taken.
    """
    cleaned = {name: getattr(webhook, name) for name in ("name", "url", "events")}
    with _name_free():
        Webhook.objects.filter(pk=webhook.pk).update(**cleaned, rests_until=None)


def renew_secret(*, webhook: Webhook, at: datetime) -> str:
    """Give the webhook another secret; for a day the one before it signs too, so that no delivery is refused."""
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
        webhook.old_secret, webhook.old_secret_until = webhook.secret, at + OLD_SECRET_COUNTS_FOR
        webhook.secret = new_secret()
        webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return webhook.secret


def switch_on(*, webhook: Webhook) -> None:
    """Send what happens from now on; that it failed before is forgotten."""
    Webhook.objects.filter(pk=webhook.pk).update(is_on=True, given_up_at=None, failing_since=None, rests_until=None)


@transaction.atomic
def send_again(*, delivery: Delivery, at: datetime) -> None:
    """Send a failed delivery once more, under the same id. Raises NotNow unless it has failed and its webhook is on."""
    if not delivery.webhook.is_on:
        raise NotNow(_("Der Webhook ist ausgeschaltet."))
    failed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED)
    if not failed.update(state=Delivery.State.WAITING, next_try_at=at, give_up_at=at + GIVE_UP_AFTER):
        raise NotNow(_("Nur was gescheitert ist, geht noch einmal auf den Weg."))
    Webhook.objects.filter(pk=delivery.webhook_id).update(rests_until=None)
    deliver_event.delay_on_commit(delivery.pk)


@contextmanager
def _name_free() -> Iterator[None]:
    """A second click, or a colleague, may have taken the name since the form has found it free."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        raise NotNow(_("Einen Webhook mit diesem Namen gibt es schon.")) from taken
