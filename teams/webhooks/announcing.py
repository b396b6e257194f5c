"""Announcing what happened: a row for each webhook that wants to know, written with the deed itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from teams.models import Delivery, Event, Team, Webhook
from teams.webhooks.delivering import GIVE_UP_AFTER
from teams.webhooks.errors import NotNow
from teams.webhooks.tasks import deliver_event


def announce(*, team: Team, event: Event, data: Callable[[], Mapping[str, Any]], at: datetime) -> None:
    """Tell the team's webhooks of an event, inside the caller's transaction; one query if nobody wants to know.

    `data` is asked only if somebody does, and at once. What it says leaves the house: neither secrets nor what the
    team has not revealed to itself.
    """
    wanted = [webhook for webhook in team.webhooks.filter(is_on=True) if event in webhook.events]
    if wanted:
        _write(wanted, event, _body(team, event, data(), at), at)


@transaction.atomic
def probe(*, webhook: Webhook, at: datetime) -> None:
    """Send a webhook an event that says nothing, to see whether it arrives. Raises NotNow while it is off."""
    if not webhook.is_on:
        raise NotNow(_("Der Webhook ist ausgeschaltet."))
    body = _body(webhook.team, Event.PING, {"webhook": webhook.name}, at)
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)  # who tries has mended something
    _write([webhook], Event.PING, body, at)


def _write(webhooks: Iterable[Webhook], event: Event, body: str, at: datetime) -> None:
    event_id = uuid.uuid4()
    written = Delivery.objects.bulk_create(
        Delivery(
            webhook=webhook,
            event=event,
            event_id=event_id,
            body=body,
            next_try_at=at,
            give_up_at=at + GIVE_UP_AFTER,
            created_at=at,
        )
        for webhook in webhooks
    )
    for delivery in written:
        deliver_event.delay_on_commit(delivery.pk)


def _body(team: Team, event: Event, data: Mapping[str, Any], at: datetime) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"type": event.value, "timestamp": moment, "team": team.slug, "data": data}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False)
