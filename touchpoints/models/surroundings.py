"""What a touchpoint hangs together with: systems, processes and data behind it, and other touchpoints."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.wording import LineField
from touchpoints.models.touchpoint import Touchpoint


class Resource(models.Model):
    """A system, a process or data that the touchpoint needs, and who answers for it."""

    class Kind(models.TextChoices):
        """What it is."""

        SYSTEM = "system", _("System")
        PROCESS = "process", _("Ablauf")
        DATA = "data", _("Daten")

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="resources")
    kind = models.CharField(_("Art"), max_length=7, choices=Kind.choices, default=Kind.SYSTEM)
    name = LineField(_("Name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Verantwortlich"),
    )
    note = models.CharField(_("Anmerkung"), max_length=280, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Beteiligtes")
        verbose_name_plural = _("Beteiligtes")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["system", "process", "data"]), name="resource_kind_known"
            ),
            models.UniqueConstraint(
                fields=["touchpoint", "kind", "name"],
                name="resource_once_a_touchpoint",
                violation_error_code="name",
                violation_error_message=_("Das steht hier schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Influence(models.Model):
    """One touchpoint acts on another: `source` strengthens, weakens, needs or leads to `target`."""

    class Kind(models.TextChoices):
        """How the source acts on the target."""

        STRENGTHENS = "strengthens", _("stärkt")
        WEAKENS = "weakens", _("schwächt")
        NEEDS = "needs", _("braucht")
        LEADS_TO = "leads_to", _("führt zu")

    source = models.ForeignKey(Touchpoint, models.CASCADE, related_name="influences")
    target = models.ForeignKey(
        Touchpoint, models.CASCADE, related_name="influenced_by", verbose_name=_("anderer Kontaktpunkt")
    )
    kind = models.CharField(_("Wirkung"), max_length=11, choices=Kind.choices, default=Kind.LEADS_TO)
    note = models.CharField(_("Anmerkung"), max_length=280, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Wechselwirkung")
        verbose_name_plural = _("Wechselwirkungen")
        ordering = ["kind", "target__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["strengthens", "weakens", "needs", "leads_to"]),
                name="influence_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="influence_not_on_itself",
                violation_error_code="target",
                violation_error_message=_("Ein Kontaktpunkt wirkt nicht auf sich selbst."),
            ),
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="influence_once",
                violation_error_code="target",
                violation_error_message=_("Diese Wechselwirkung steht hier schon."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
