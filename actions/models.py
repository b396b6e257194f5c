"""An action: who does what, with whom, from when until when, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Team
from touchpoints.models import Touchpoint


class Status(models.TextChoices):
    """Where the action is."""

    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
    DROPPED = "dropped", _("verworfen")


class Outcome(models.TextChoices):
    """What the team found at the follow-up."""

    WORKS = "works", _("wirkt")
    FINE_TUNE = "fine_tune", _("nachjustieren")
    DID_NOT_WORK = "did_not_work", _("hat nicht gewirkt")


class ActionQuerySet(models.QuerySet["Action"]):
    """Named sets of actions; dates are days in the team's time zone."""

    def open(self) -> ActionQuerySet:
        """Decided and neither done nor dropped."""
        return self.filter(status=Status.OPEN)

    def overdue(self, today: date) -> ActionQuerySet:
        """Open past their last day."""
        return self.open().filter(due_on__lt=today)

    def follow_up_due(self, today: date) -> ActionQuerySet:
        """Those to be asked about: the follow-up day has come and nobody has said yet what became of it."""
        return self.filter(follow_up_on__lte=today, settled_at=None).exclude(status=Status.DROPPED)


class Action(models.Model):
    """One thing to do, decided by the team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="actions")
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("Kontaktpunkt"),
    )
    what = models.CharField(_("Was"), max_length=280)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="actions",
        verbose_name=_("Wer"),
    )
    with_whom = models.CharField(_("Mit wem"), max_length=200, blank=True)
    starts_on = models.DateField(_("Ab"), null=True, blank=True)
    due_on = models.DateField(_("Bis"))
    follow_up_on = models.DateField(_("Folgetermin"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=7, choices=Status.choices, default=Status.OPEN)
    outcome = models.CharField(_("Wirkung"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("Ergebnis"), blank=True, max_length=2000)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["created_at"])
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="action_status_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="action_outcome_known"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=models.F("due_on")),
                name="action_starts_before_due",
                violation_error_message=_("Der Beginn liegt nach dem Ende."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(outcome=""),
                name="action_settled_with_outcome",
                violation_error_message=_("Zum Abschluss gehört, was daraus geworden ist."),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "status", "due_on"], name="action_list"),
            models.Index(fields=["team", "follow_up_on"], condition=Q(settled_at=None), name="action_follow_up"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("actions:detail", args=[self.team.slug, self.pk])

    def is_overdue(self, today: date) -> bool:
        """Open past its last day."""
        return self.status == Status.OPEN and self.due_on < today

    def finish(self, *, at: datetime) -> None:
        """Mark as done; the follow-up still asks whether it worked."""
        self.status, self.done_at = Status.DONE, at
        self.save(update_fields=["status", "done_at"])

    def drop(self, *, reason: str) -> None:
        """Give it up, with the reason as its result."""
        self.status, self.result = Status.DROPPED, reason
        self.save(update_fields=["status", "result"])

    def reopen(self) -> None:
        """Take up again what was done or dropped by mistake."""
        self.status, self.done_at = Status.OPEN, None
        self.save(update_fields=["status", "done_at"])

    def settle(self, *, outcome: Outcome, result: str, at: datetime, again_on: date | None = None) -> None:
        """Say at the follow-up what became of it. Fine-tuning keeps it open and asks again on `again_on`."""
        self.outcome, self.result = outcome, result
        if outcome == Outcome.FINE_TUNE:
            self.status, self.done_at, self.follow_up_on, self.settled_at = Status.OPEN, None, again_on, None
        else:
            self.status, self.done_at, self.settled_at = Status.DONE, self.done_at or at, at
        self.save(update_fields=["outcome", "result", "status", "done_at", "follow_up_on", "settled_at"])
