"""What is done about a voice: a case that wins the customer back, or praise that reaches those who earned it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.voice import Feedback
from teams.models import Department, Team

LONGEST = 2000


class CaseOutcome(models.TextChoices):
    """How a case ended."""

    SOLVED = "solved", _("gelöst, Kunde zufrieden")
    GOODWILL = "goodwill", _("Kulanz")
    EXPLAINED = "explained", _("erklärt, nichts zu ändern")
    LOST = "lost", _("Kunde verloren")
    UNREACHABLE = "unreachable", _("nicht erreicht")


class RecoveryCaseQuerySet(models.QuerySet["RecoveryCase"]):
    """Named sets of cases."""

    def open(self) -> RecoveryCaseQuerySet:
        """Those without an outcome."""
        return self.filter(closed_at=None)

    def late(self, at: datetime) -> RecoveryCaseQuerySet:
        """Open ones whose deadline has passed."""
        return self.open().filter(due_at__lt=at)

    def late_untold(self, at: datetime) -> RecoveryCaseQuerySet:
        """Late ones of which whoever looks after them was not written to yet."""
        return self.late(at).filter(told_late_at=None)


class RecoveryCase(models.Model):
    """Somebody looks after a dissatisfied customer until a deadline; it ends with an outcome only.

    `told_late_at` is when the owner was written to about the deadline that has passed; a new owner or a new deadline
    empties it.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="cases")
    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="case")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="cases", verbose_name=_("zuständig")
    )
    due_at = models.DateTimeField(_("Frist"))
    told_late_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("Antwort an den Kunden"), blank=True, validators=[MaxLengthValidator(5000)])
    outcome = models.CharField(_("Ergebnis"), max_length=11, choices=CaseOutcome.choices, blank=True)
    result = models.TextField(_("Was herauskam"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RecoveryCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fall")
        verbose_name_plural = _("Fälle")
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closes_with_an_outcome",
                violation_error_code="outcome",
                violation_error_message=_("Ein Fall endet nur mit einem Ergebnis."),
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", *CaseOutcome.values]), name="case_outcome_known"),
        ]
        indexes = [
            models.Index(fields=["team", "closed_at", "due_at"], name="case_by_deadline"),
            models.Index(fields=["due_at"], condition=Q(closed_at=None, told_late_at=None), name="case_late_untold"),
        ]

    def __str__(self) -> str:
        return str(self.feedback)

    def get_absolute_url(self) -> str:
        """The voice, on whose page the case is worked off."""
        return reverse("feedback:voice", args=[self.team.slug, self.feedback_id])

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline has passed without an outcome."""
        return self.closed_at is None and self.due_at < at


class CaseNote(models.Model):
    """What somebody did or heard about a case; never changed."""

    case = models.ForeignKey(RecoveryCase, models.CASCADE, related_name="notes")
    text = models.TextField(_("Notiz"), validators=[MaxLengthValidator(LONGEST)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Notiz zu einem Fall")
        verbose_name_plural = _("Notizen zu Fällen")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class Praise(models.Model):
    """Praise on its way to those who earned it, and what is to be repeated because of it."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="praise")
    repeat = models.TextField(_("Was wir wiederholen"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    departments = models.ManyToManyField(Department, related_name="+", blank=True, verbose_name=_("Bereiche"))
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="praise", blank=True, verbose_name=_("Personen")
    )
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Lob")
        verbose_name_plural = _("Lob")

    def __str__(self) -> str:
        return str(self.feedback)
