"""A table of voices on its way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.voice import Feedback
from teams.models import Team
from teams.wording import LineField


class FeedbackRun(models.Model):
    """One uploaded table: its rows, which column is what, and how far the worker has read.

    `content` has the rows packed (`feedback.exchange.packing`) and goes when the run has ended. `columns` is the
    mapping by field name to column number, `options` what else was said (`feedback.exchange.options`), `problems` the
    first rows that could not be taken, each as {"row", "column", "sentence"}. The worker takes some rows a transaction
    from `done` on, so whoever takes over after it goes on there. Where it was taken back, `removed` voices are gone and
    `kept` says what stayed (`feedback.exchange.undoing`).
    """

    class State(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("hochgeladen")
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("abgebrochen")
        UNDOING = "undoing", _("wird rückgängig gemacht")
        UNDONE = "undone", _("rückgängig gemacht")

    team = models.ForeignKey(Team, models.CASCADE, related_name="feedback_runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = LineField(max_length=120)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    removed = models.PositiveIntegerField(default=0)
    kept = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Import von Kundenstimmen")
        verbose_name_plural = _("Importe von Kundenstimmen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "waiting", "running", "done", "failed", "undoing", "undone"]),
                name="feedback_run_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The run with its columns, its problems or its progress."""
        return reverse("feedback:import", args=[self.team.slug, self.pk])

    @property
    def is_moving(self) -> bool:
        """A worker has it or soon will."""
        return self.state in MOVING

    @property
    def left_out(self) -> int:
        """Rows that did not fit."""
        return self.done - self.taken - self.repeated


MOVING = (FeedbackRun.State.WAITING, FeedbackRun.State.RUNNING, FeedbackRun.State.UNDOING)
"""The states in which a worker has something to do."""


class ImportedVoice(models.Model):
    """A voice that a table brought; `sign` tells whether it still says what it said then.

    The row goes when the import can be taken back no more.
    """

    run = models.ForeignKey(FeedbackRun, models.CASCADE, related_name="voices")
    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="imported")
    sign = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("eingelesene Kundenstimme")
        verbose_name_plural = _("eingelesene Kundenstimmen")

    def __str__(self) -> str:
        return f"{self.run}: {self.feedback_id}"
