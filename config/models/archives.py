"""The archive of a whole team: a row while it is packed, then its file in parts, deleted after some days."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Team


class ArchiveQuerySet(models.QuerySet["Archive"]):
    """Named sets of archives."""

    def unclaimed(self, at: datetime) -> ArchiveQuerySet:
        """Those that wait to be packed and that no worker has in its hands."""
        unclaimed = models.Q(claimed_until=None) | models.Q(claimed_until__lte=at)
        return self.filter(unclaimed, state=Archive.State.WAITING)


class Archive(models.Model):
    """All that a team has in one ZIP, as it was at one moment."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("wird gepackt")
        DONE = "done", _("fertig")
        FAILED = "failed", _("gescheitert")

    team = models.ForeignKey(Team, models.CASCADE, related_name="archives")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Archiv")
        verbose_name_plural = _("Archive")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "done", "failed"]), name="archive_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(packed_at__isnull=False), name="archive_done_at_a_moment"
            ),
            models.UniqueConstraint(fields=["team"], condition=models.Q(state="waiting"), name="archive_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"kontaktpunkt-{self.team.slug}-{self.team.today(self.packed_at or self.asked_at)}.zip"

    @property
    def is_waiting(self) -> bool:
        """A worker has it or soon will."""
        return self.state == Archive.State.WAITING


class Part(models.Model):
    """A piece of an archive's file: web and worker share no disk, and the whole need not fit into memory."""

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("Teil eines Archivs")
        verbose_name_plural = _("Teile eines Archivs")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["archive", "number"], name="part_once_an_archive")]

    def __str__(self) -> str:
        return f"{self.archive_id}, {self.number}"
