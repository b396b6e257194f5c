"""A journey as it stood on one day, under a name: what later versions are held against."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from journeys.models.journey import Journey
from teams.models import Membership, Role
from teams.wording import LineField


class Snapshot(models.Model):
    """What the map showed when it was taken, as the document that exports have; never changed afterwards."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="snapshots")
    name = LineField(_("Name"), max_length=80)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = _("Stand")
        verbose_name_plural = _("Stände")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "journey",
                Lower("name"),
                name="snapshot_name_once_a_journey",
                violation_error_code="name",
                violation_error_message=_("Einen Stand mit diesem Namen gibt es hier schon."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The map as it was."""
        return reverse("journeys:snapshot", args=[self.journey.team.slug, self.journey_id, self.pk])

    def may_be_removed_by(self, membership: Membership) -> bool:
        """Leads, and who took it as long as they work here."""
        is_own = membership.can_write and self.taken_by_id == membership.user_id
        return membership.role == Role.LEAD or is_own
