"""Which action waits for which."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action


class Dependency(models.Model):
    """One action comes after another of the same team, in whichever plans they are.

    Dates forbid nothing here: an action that starts too early is told of, not refused.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="waits_for", verbose_name=_("Maßnahme"))
    after = models.ForeignKey(Action, models.CASCADE, related_name="holds_up", verbose_name=_("Nach"))

    class Meta:
        verbose_name = _("Reihenfolge")
        verbose_name_plural = _("Reihenfolgen")
        ordering = ["after__due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "after"],
                name="dependency_once_a_pair",
                violation_error_code="after",
                violation_error_message=_("Das steht schon fest."),
            ),
            models.CheckConstraint(
                condition=~Q(action=F("after")),
                name="dependency_not_itself",
                violation_error_code="after",
                violation_error_message=_("Eine Maßnahme wartet nicht auf sich selbst."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} ← {self.after}"
