"""Personal keys to the JSON API, and what they have made under a key that makes a request repeatable."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Membership
from teams.wording import LineField

NOTED_EVERY = timedelta(hours=1)
"""How often it is written down that a token is in use: looking should not cost a write each time."""


class Scope(models.TextChoices):
    """What a token opens, as far as its person's role allows it."""

    READ = "read", pgettext_lazy("token", "nur lesen")
    WRITE = "write", pgettext_lazy("token", "lesen und schreiben")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Named sets of tokens."""

    def valid(self, at: datetime) -> ApiTokenQuerySet:
        """Those that open something at that moment."""
        return self.filter(expires_at__gt=at, membership__user__is_active=True)


class ApiToken(models.Model):
    """A person's key to the JSON API of one team. It ends with the membership; only its hash is kept."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_tokens")
    name = LineField(_("Wofür"), max_length=60)
    scope = models.CharField(_("Darf"), max_length=5, choices=Scope.choices, default=Scope.READ)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API-Token")
        verbose_name_plural = _("API-Tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=["read", "write"]), name="api_token_scope_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        """Whether both the token and its person's role let it change things."""
        return self.scope == Scope.WRITE and self.membership.can_write

    def is_valid(self, at: datetime) -> bool:
        """Not expired at that moment."""
        return at < self.expires_at

    def note_use(self, at: datetime) -> None:
        """Write down that it is in use, if that has not been done lately."""
        if self.last_used_at is None or at - self.last_used_at >= NOTED_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=at)


class ApiCreation(models.Model):
    """What a request with an `Idempotency-Key` made, so that the same request sent again makes no second one."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="creations")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    made = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Über die API Erfasstes")
        verbose_name_plural = _("Über die API Erfasstes")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_creation_once_a_key")]

    def __str__(self) -> str:
        return self.key
