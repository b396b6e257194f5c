"""Tables that are read into the inventory: a row for each upload, from the file to the last line, or taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineField


class ImportRun(models.Model):
    """One uploaded table on its way into the inventory.

    `columns` are the headings as uploaded, `mapping` says by heading which field it fills. `created` are the primary
    keys that undoing deletes again.
    """

    class State(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("hochgeladen")
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("gescheitert")
        UNDONE = "undone", _("rückgängig gemacht")

    team = models.ForeignKey(Team, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = LineField(max_length=120)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["uploaded", "waiting", "running", "done", "failed", "undone"]),
                name="import_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The run with its columns, its problems or its progress."""
        return reverse("touchpoints:import", args=[self.team.slug, self.pk])
