"""Whom a touchpoint is for: segments and kinds of customers, in the team's own words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Team, name_once_a_team
from teams.wording import LineField


class Tag(models.Model):
    """A segment or a kind of customer."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="tags")
    name = LineField(_("Zielgruppe"), max_length=40)

    class Meta:
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")
        ordering = ["name"]
        constraints = [name_once_a_team("tag_name_once_a_team", _("Eine Zielgruppe mit diesem Namen gibt es schon."))]

    def __str__(self) -> str:
        return self.name
