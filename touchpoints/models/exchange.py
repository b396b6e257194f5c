"""Tables that are read into the inventory: a row for each upload, from the file to the last line, or taken back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineField


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Named sets of runs."""

    def unfinished(self) -> ImportRunQuerySet:
        """Those that a worker has something to do for."""
        return self.filter(state__in=MOVING)

    def unclaimed(self, at: datetime) -> ImportRunQuerySet:
        """Those of the unfinished that no worker has in its hands."""
        return self.unfinished().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lte=at))


class ImportRun(models.Model):
    """One uploaded table on its way into the inventory.

    `columns` are the headings as uploaded, `mapping` says by heading which field it fills. `rows` have their number in
    the file first, then a cell for each heading; they are kept until the run is over. `done` counts the rows that are
    through, `added` names by kind the primary keys that undoing deletes again, `changed` those it puts back.
    """

    class State(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("hochgeladen")
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("gescheitert")
        UNDOING = "undoing", _("wird rückgängig gemacht")
        UNDONE = "undone", _("rückgängig gemacht")

    class Existing(models.TextChoices):
        """What becomes of touchpoints that are there already."""

        SKIP = "skip", _("überspringen")
        UPDATE = "update", _("aktualisieren")

    team = models.ForeignKey(Team, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = LineField(max_length=120)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    existing = models.CharField(_("Was es schon gibt"), max_length=6, choices=Existing.choices, default=Existing.SKIP)
    adds_stages = models.BooleanField(_("Neue Kaufphasen anlegen"), default=False)
    adds_departments = models.BooleanField(_("Neue Bereiche anlegen"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    added = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["uploaded", "waiting", "running", "done", "failed", "undoing", "undone"]),
                name="import_state_known",
            ),
            models.CheckConstraint(condition=models.Q(existing__in=["skip", "update"]), name="import_existing_known"),
        ]
        indexes = [
            models.Index(
                fields=["claimed_until"],
                condition=models.Q(state__in=["waiting", "running", "undoing"]),
                name="import_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The run with its columns, its problems or its progress."""
        return reverse("touchpoints:import", args=[self.team.slug, self.pk])

    @property
    def updates(self) -> bool:
        """Touchpoints that are there already take over what the table says."""
        return self.existing == self.Existing.UPDATE

    @property
    def is_moving(self) -> bool:
        """A worker has it or soon will."""
        return self.state in MOVING

    @property
    def created(self) -> list[int]:
        """The primary keys of the touchpoints that it made."""
        return list(self.added.get("touchpoints", []))

    @property
    def unchanged(self) -> int:
        """How many rows named a touchpoint that stayed as it was."""
        return self.done - self.left_out - len(self.created) - len(self.changed)

    @property
    def mark(self) -> str:
        """What the history notes beside everything that the run did."""
        return f"import {self.pk}"


MOVING = (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.UNDOING)
"""The states in which a worker has something to do."""
