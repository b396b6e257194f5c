"""A touchpoint is a place where customers meet staff, product or brand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Department, Team, name_once_a_team
from teams.wording import LineField


class Kind(models.TextChoices):
    """The company's own contact, or a third party's."""

    DIRECT = "direct", _("direkt")
    INDIRECT = "indirect", _("indirekt")


class Status(models.TextChoices):
    """Whether the touchpoint is still met by customers."""

    ACTIVE = "active", _("aktiv")
    RETIRED = "retired", _("stillgelegt")


class Stage(models.Model):
    """Where in the customer's relationship a touchpoint lies; the team's own ordered list."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="stages")
    name = LineField(_("Kaufphase"), max_length=60)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Kaufphase")
        verbose_name_plural = _("Kaufphasen")
        ordering = ["position", "name"]
        constraints = [name_once_a_team("stage_name_once_a_team", _("Eine Kaufphase mit diesem Namen gibt es schon."))]

    def __str__(self) -> str:
        return self.name


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    """Named sets of touchpoints."""

    def active(self) -> TouchpointQuerySet:
        """Those that customers still meet."""
        return self.filter(status=Status.ACTIVE)

    def search(self, words: str) -> TouchpointQuerySet:
        """Those whose name or states contain every one of the words."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(actual_state__icontains=word)
                | models.Q(target_state__icontains=word)
            )
        return found

    def as_lines(self) -> models.QuerySet[Touchpoint, Any]:
        """What one line of the inventory shows, as plain values: a page of fifty is on the hot path."""
        return self.values(
            "pk",
            "name",
            "kind",
            "is_key",
            has_actual_state=~models.Q(actual_state=""),
            has_target_state=~models.Q(target_state=""),
            stage_name=models.F("stage__name"),
            department_name=models.F("department__name"),
            owner_name=models.F("owner__name"),
        )

    def census(self) -> dict[str, int]:
        """How many there are: `total`, `direct`, `indirect` and `key`."""
        groups = list(self.order_by().values_list("kind", "is_key").annotate(count=models.Count("pk")))
        return {
            "total": sum(count for _kind, _is_key, count in groups),
            "direct": sum(count for kind, _is_key, count in groups if kind == Kind.DIRECT),
            "indirect": sum(count for kind, _is_key, count in groups if kind == Kind.INDIRECT),
            "key": sum(count for _kind, is_key, count in groups if is_key),
        }


class Touchpoint(models.Model):
    """One contact point of the inventory. States are described as the customer sees them."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="touchpoints")
    name = LineField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.DIRECT)
    is_personal = models.BooleanField(_("persönlich: Menschen begegnen sich"), default=False)
    stage = models.ForeignKey(
        Stage, models.SET_NULL, null=True, blank=True, related_name="touchpoints", verbose_name=_("Kaufphase")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="touchpoints", verbose_name=_("Bereich")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_touchpoints",
        verbose_name=_("Verantwortlich"),
    )
    actual_state = models.TextField(_("Ist aus Kundensicht"), blank=True, max_length=4000)
    target_state = models.TextField(_("Soll aus Kundensicht"), blank=True, max_length=4000)
    is_key = models.BooleanField(_("Super-Touchpoint"), default=False)
    status = models.CharField(_("Status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])
    objects = TouchpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontaktpunkt")
        verbose_name_plural = _("Kontaktpunkte")
        ordering = ["name"]
        constraints = [
            name_once_a_team("touchpoint_name_once_a_team", _("Einen Kontaktpunkt mit diesem Namen gibt es schon.")),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="touchpoint_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="touchpoint_status_known"),
        ]
        indexes = [models.Index(fields=["team", "status", "name"], name="touchpoint_list")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The touchpoint's page."""
        return reverse("touchpoints:detail", args=[self.team.slug, self.pk])

    @property
    def is_active(self) -> bool:
        """Customers still meet it."""
        return self.status == Status.ACTIVE

    def retire(self) -> None:
        """Take it out of the working inventory; what was decided about it stays."""
        self._set_status(Status.RETIRED)

    def reactivate(self) -> None:
        """Customers meet it again."""
        self._set_status(Status.ACTIVE)

    def mark_key(self, is_key: bool) -> None:
        """Count it among the few that decide over loyalty and recommendation, or no longer."""
        self.is_key = is_key
        self.save(update_fields=["is_key", "updated_at"])

    def _set_status(self, status: Status) -> None:
        self.status = status
        self.save(update_fields=["status", "updated_at"])
