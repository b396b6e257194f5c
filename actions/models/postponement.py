"""Last days that moved later: how an action came from the day that was promised to the one it has."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action


class Postponement(models.Model):
    """One time that an action got a later last day, and why."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="postponements")
    from_day = models.DateField(_("Bisher bis"))
    to_day = models.DateField(_("Jetzt bis"))
    reason = models.CharField(_("Grund"), max_length=280)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Verschiebung")
        verbose_name_plural = _("Verschiebungen")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day__gt=models.F("from_day")),
                name="postponement_to_later",
                violation_error_message=_("Verschoben wird auf einen späteren Tag."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="postponement_with_reason",
                violation_error_message=_("Wer verschiebt, schreibt den Grund dazu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_day} → {self.to_day}"
