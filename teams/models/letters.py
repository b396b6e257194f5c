"""The ledger of mails."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterQuerySet(models.QuerySet["Letter"]):
    """Named sets of letters."""

    def due(self, at: datetime) -> LetterQuerySet:
        """Waiting, and neither resting after a failure nor in the hands of a worker."""
        return self.filter(state=Letter.State.WAITING, next_try_at__lte=at)

    def readable(self) -> LetterQuerySet:
        """Those whose text is still kept, newest first."""
        return self.exclude(mime=b"").order_by("-created_at", "-pk")


class Letter(models.Model):
    """A mail that must go out. The row is the truth; the worker's message is only a nudge."""

    class State(models.TextChoices):
        """Where the letter is."""

        WAITING = "waiting", pgettext_lazy("letter", "wartet")
        SENT = "sent", pgettext_lazy("letter", "verschickt")
        FAILED = "failed", pgettext_lazy("letter", "nicht zustellbar")

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    mime = models.BinaryField()
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Brief")
        verbose_name_plural = _("Briefe")
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="letter_due"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.to}"
