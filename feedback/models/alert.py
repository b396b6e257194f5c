"""What the owner of a touchpoint was written about at once; the row decides that it happens once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.voice import Feedback
from teams.models import Team
from touchpoints.models import Touchpoint


class AlertKind(models.TextChoices):
    """Why somebody is written to."""

    NEGATIVE = "negative", _("Kritik an einem Super-Touchpoint")
    RISE = "rise", _("plötzlich mehr Kritik")


class Alert(models.Model):
    """One occasion: a voice, or a week in which complaints rose; `figures` are those of the test."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="alerts")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=8, choices=AlertKind.choices)
    feedback = models.ForeignKey(Feedback, models.CASCADE, null=True, related_name="alerts")
    week = models.DateField(null=True)
    figures = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Alarm")
        verbose_name_plural = _("Alarme")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AlertKind.values), name="alert_kind_known"),
            models.UniqueConstraint(fields=["feedback"], condition=Q(kind="negative"), name="alert_once_a_voice"),
            models.UniqueConstraint(fields=["touchpoint", "week"], condition=Q(kind="rise"), name="alert_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.touchpoint}"
