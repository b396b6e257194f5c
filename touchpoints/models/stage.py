"""The stages of the customer's relationship, as each team calls and orders them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Team, name_once_a_team
from teams.wording import LineField


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
