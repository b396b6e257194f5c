"""A link by which people without an account read one journey, for as long as it is open to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from journeys.models.journey import Journey
from teams.wording import LineField


class ShareQuerySet(models.QuerySet["Share"]):
    """Named sets of links."""

    def open(self, at: datetime) -> ShareQuerySet:
        """Those that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Share(models.Model):
    """A read-only link; only its hash is kept. What stands inside the company is shown where that was chosen."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="shares")
    for_whom = LineField(_("Für wen"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    shows_inside = models.BooleanField(_("mit der Innenansicht"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("offen bis"))
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("Link zum Lesen")
        verbose_name_plural = _("Links zum Lesen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_expires_after_its_making")
        ]

    def __str__(self) -> str:
        return self.for_whom

    def is_open(self, at: datetime) -> bool:
        """Still opens something."""
        return self.revoked_at is None and self.expires_at > at
