"""Outgoing webhooks: addresses of other programs that a team tells what happens, and the ledger of what was told."""

from __future__ import annotations

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models.people import User
from teams.models.team import Team, name_once_a_team
from teams.wording import LineField


class Event(models.TextChoices):
    """What other programs can be told of; the value is the `type` in what they get."""

    ACTION_CREATED = "action.created", _("Maßnahme angelegt")
    ACTION_CHANGED = "action.changed", _("Maßnahme geändert")
    ACTION_ASSIGNED = "action.assigned", _("Maßnahme übergeben")
    ACTION_STATUS_CHANGED = "action.status_changed", _("Maßnahme hat neuen Status")
    ACTION_SETTLED = "action.settled", _("Folgetermin beantwortet")
    ACTION_REMOVED = "action.removed", _("Maßnahme entfernt")
    ROUND_PLANNED = "round.planned", _("Runde geplant")
    ROUND_STARTED = "round.started", _("Runde begonnen")
    ROUND_CLOSED = "round.closed", _("Runde abgeschlossen")
    ROUND_CANCELLED = "round.cancelled", _("Runde abgesagt")
    PING = "ping", _("Probe")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Named sets of webhooks."""

    def with_counts(self) -> WebhookQuerySet:
        """Each with `waiting` and `failed`, how many deliveries are in that state."""
        return self.annotate(
            waiting=models.Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING)),
            failed=models.Count("deliveries", filter=Q(deliveries__state=Delivery.State.FAILED)),
        )


class Webhook(models.Model):
    """An address of another program that is told what happens in the team.

    The secret signs what is sent. It is shown once and then only ever read by `teams.webhooks.signing`.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="webhooks")
    name = LineField(_("Name"), max_length=60)
    url = models.CharField(_("Adresse"), max_length=500)
    events = models.JSONField(_("Ereignisse"), default=list)
    secret = models.CharField(max_length=80)
    old_secret = models.CharField(max_length=80, blank=True)
    old_secret_until = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("Webhook")
        verbose_name_plural = _("Webhooks")
        ordering = ["name"]
        constraints = [
            name_once_a_team("webhook_name_once_a_team", _("Einen Webhook mit diesem Namen gibt es schon.")),
            models.CheckConstraint(condition=Q(is_on=False) | Q(given_up_at=None), name="webhook_on_is_not_given_up"),
            models.CheckConstraint(
                condition=Q(old_secret="", old_secret_until=None)
                | (~Q(old_secret="") & Q(old_secret_until__isnull=False)),
                name="webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """Who is told, without the path, which often is a secret."""
        return urlsplit(self.url).hostname or ""

    @property
    def wants_everything(self) -> bool:
        """No event is left out."""
        return set(self.events) >= set(Event.values) - {Event.PING.value}

    @property
    def event_labels(self) -> list[str]:
        """The chosen events in words, in the order of `Event`."""
        return [str(event.label) for event in Event if event in self.events]

    def secrets(self, at: datetime) -> list[str]:
        """What signs at that moment: the secret, and for a day after a change the one before it."""
        old_counts = self.old_secret_until is not None and at < self.old_secret_until
        return [self.secret, self.old_secret] if old_counts else [self.secret]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Named sets of deliveries."""

    def due(self, at: datetime) -> DeliveryQuerySet:
        """Waiting, neither resting nor in the hands of a worker, for a receiver that was not just out of reach."""
        in_reach = Q(webhook__rests_until=None) | Q(webhook__rests_until__lte=at)
        return self.filter(in_reach, webhook__is_on=True, state=Delivery.State.WAITING, next_try_at__lte=at)


class Delivery(models.Model):
    """One event for one webhook. The row is the truth; the worker's message is only a nudge."""

    class State(models.TextChoices):
        """Where the delivery is."""

        WAITING = "waiting", pgettext_lazy("delivery", "wartet")
        SENT = "sent", pgettext_lazy("delivery", "zugestellt")
        FAILED = "failed", pgettext_lazy("delivery", "gescheitert")

    class Problem(models.TextChoices):
        """Why the last attempt did not get through."""

        ADDRESS = "address", _("Diese Adresse ist nicht erlaubt.")
        NAME = "name", _("Der Name in der Adresse ist nicht zu finden.")
        CONNECTION = "connection", _("Keine Verbindung.")
        CERTIFICATE = "certificate", _("Das Zertifikat passt nicht.")
        TIMEOUT = "timeout", _("Keine Antwort in zehn Sekunden.")
        NOT_HTTP = "not_http", _("Die Antwort ist kein HTTP.")
        REDIRECT = "redirect", _("Die Adresse leitet weiter; gefolgt wird dem nicht.")
        STATUS = "status", _("Die Gegenstelle hat nicht angenommen.")
        OFF = "off", _("Der Webhook wurde vorher ausgeschaltet.")

    # Without a constraint: whoever removes a webhook in the moment of a deed must not break the deed. The row that
    # then is left over is never due, and forgotten in time.
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_constraint=False)
    event = models.CharField(_("Ereignis"), max_length=40)
    event_id = models.UUIDField(default=uuid.uuid4)
    body = models.TextField()
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_try_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(_("Antwort"), null=True)
    problem = models.CharField(max_length=12, choices=Problem.choices, blank=True)
    reply = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="delivery_once_an_event"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "failed"]), name="delivery_state_known"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["webhook", "-created_at"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"

    @property
    def event_label(self) -> str:
        """The event in words; its name if this version of the program does not know it."""
        return str(dict(Event.choices).get(self.event, self.event))
