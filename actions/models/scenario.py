"""What may come of an action: at best, realistically, at worst."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action, money_field
from touchpoints.models.metrics import optional_value


class Case(models.TextChoices):
    """How well it goes."""

    BEST = "best", _("bester Fall")
    REALISTIC = "realistic", _("realistischer Fall")
    WORST = "worst", _("schlimmster Fall")


class Scenario(models.Model):
    """One of the three ways in which an action may go: money in the team's currency, effect in the metric's unit."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="scenarios")
    case = models.CharField(_("Fall"), max_length=9, choices=Case.choices)
    ends_on = models.DateField(_("Fertig am"), null=True, blank=True)
    cost = money_field(_("Kosten"), null=True, blank=True)
    effect = optional_value(_("Wirkung"))
    trigger = models.CharField(_("Woran es zu merken ist"), max_length=280, blank=True)
    plan_b = models.TextField(_("Plan B"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("Szenario")
        verbose_name_plural = _("Szenarien")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "case"],
                name="scenario_once_a_case",
                violation_error_message=_("Diesen Fall gibt es schon."),
            ),
            models.CheckConstraint(condition=models.Q(case__in=Case.values), name="scenario_case_known"),
            models.CheckConstraint(
                condition=models.Q(cost=None) | models.Q(cost__gte=0),
                name="scenario_cost_not_negative",
                violation_error_code="cost",
                violation_error_message=_("Kosten sind nicht negativ."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_case_display()
