"""Who may read a team's days from a calendar program."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Membership


class Feed(models.Model):
    """A calendar that one person subscribes to. Only the link's hash is kept; it ends with the membership."""

    class Scope(models.TextChoices):
        """Whose days it has."""

        MINE = "mine", _("Meine Termine")
        TEAM = "team", _("Alle Termine des Teams")

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="feeds")
    scope = models.CharField(max_length=4, choices=Scope.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Kalender-Abo")
        verbose_name_plural = _("Kalender-Abos")
        constraints = [
            models.UniqueConstraint(fields=["membership", "scope"], name="feed_once_a_scope"),
            models.CheckConstraint(condition=models.Q(scope__in=["mine", "team"]), name="feed_scope_known"),
        ]

    def __str__(self) -> str:
        return self.get_scope_display()
