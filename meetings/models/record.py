"""What stays of a round: settled follow-ups, decided actions, the minutes and their addenda."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from actions.models import Outcome as ActionOutcome
from meetings.models.cards import Card
from meetings.models.meeting import Meeting
from meetings.models.participants import Participant
from teams.models import Language


class Settlement(models.Model):
    """What the round said about an earlier action whose follow-up was due."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="settlements")
    action = models.ForeignKey(Action, models.CASCADE, related_name="settlements")
    outcome = models.CharField(max_length=12, choices=ActionOutcome.choices)
    result = models.TextField(blank=True, max_length=2000)
    settled_by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Antwort auf „Was wurde daraus?“")
        verbose_name_plural = _("Antworten auf „Was wurde daraus?“")
        ordering = ["settled_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "action"], name="settlement_once_a_meeting"),
            models.CheckConstraint(condition=Q(outcome__in=ActionOutcome.values), name="settlement_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_outcome_display()}"


class DecidedAction(models.Model):
    """The link from a round to an action it decided on, and to the card that it came from."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decided_actions")
    action = models.OneToOneField(Action, models.CASCADE, related_name="decision")
    card = models.ForeignKey(Card, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Beschlossene Maßnahme")
        verbose_name_plural = _("Beschlossene Maßnahmen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.action)


class Minutes(models.Model):
    """The record of a closed round: its content frozen at closing, then printed once and never changed."""

    class State(models.TextChoices):
        """How far the record is."""

        WAITING = "waiting", _("wird gedruckt")
        PRINTED = "printed", _("gedruckt")

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    content = models.JSONField()
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    claimed_until = models.DateTimeField(null=True)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", pdf=None, sha256="")
                | (Q(state="printed", pdf__isnull=False) & ~Q(sha256="")),
                name="minutes_printed_with_hash",
            )
        ]

    def __str__(self) -> str:
        return f"Minutes {self.pk}"

    def keep(self, *, pdf: bytes, sha256: str, at: datetime) -> None:
        """Store the printed document for good; the only way from waiting to printed."""
        self.pdf, self.sha256, self.printed_at, self.state = pdf, sha256, at, self.State.PRINTED
        self.save(update_fields=["pdf", "sha256", "printed_at", "state"])


class Addendum(models.Model):
    """A dated correction to the minutes, which themselves never change."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="addenda")
    text = models.TextField(_("Nachtrag"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Nachtrag")
        verbose_name_plural = _("Nachträge")
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"Addendum {self.pk}"
