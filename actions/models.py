"""An action: who does what, with whom, from when until when, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Membership, Team, User
from touchpoints.models import Metric, Touchpoint


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

    def open_first(self) -> ActionQuerySet:
        """What is still to do by its last day, then the rest, latest first."""
        return self.order_by(
            Case(When(status=Status.OPEN, then=0), default=1),
            Case(When(status=Status.OPEN, then="due_on")),
            "-due_on",
            "pk",
        )

    def of(self, person: User) -> ActionQuerySet:
        """Those that one person answers for."""
        return self.filter(responsible=person)

    def overdue(self, today: date) -> ActionQuerySet:
        """Open past their last day."""
        return self.open().filter(due_on__lt=today)

    def follow_up_due(self, today: date) -> ActionQuerySet:
        """Those to be asked about: the follow-up day has come and nobody has said yet what became of it."""
        return self.filter(follow_up_on__lte=today, settled_at=None).exclude(status=Status.DROPPED)

    def not_asked_yet(self, today: date) -> ActionQuerySet:
        """Those without a follow-up, or whose follow-up day is still to come."""
        return self.filter(Q(follow_up_on=None) | Q(follow_up_on__gt=today))

    def census(self, today: date) -> dict[str, int]:
        """How many are `open`, `overdue` and due for their `follow_up`."""
        is_open = Q(status=Status.OPEN)
        asked = Q(follow_up_on__lte=today, settled_at=None) & ~Q(status=Status.DROPPED)
        return self.aggregate(
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
            follow_up=Count("pk", filter=asked),
        )


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
    metric = models.ForeignKey(
        Metric,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("Kennzahl"),
        help_text=_("An ihr zeigt sich, ob es gewirkt hat."),
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
                violation_error_code="starts_on",
                violation_error_message=_("Der Beginn liegt nach dem Ende."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(outcome=""),
                name="action_settled_with_outcome",
                violation_error_message=_("Zum Abschluss gehört, was daraus geworden ist."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="fine_tune") | Q(follow_up_on__isnull=False),
                name="action_fine_tuned_asks_again",
                violation_error_message=_("Zum Nachjustieren gehört ein neuer Folgetermin."),
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(result=""),
                name="action_dropped_with_reason",
                violation_error_message=_("Wer eine Maßnahme verwirft, schreibt den Grund dazu."),
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

    def may_end_on(self, day: date, today: date) -> bool:
        """A new last day is still to come; the one that the action has had may lie behind."""
        return day >= today or day == self.due_on

    def asks_for_result(self, today: date) -> bool:
        """The follow-up day has come and nobody has said yet what became of it."""
        waits = self.settled_at is None and self.status != Status.DROPPED
        return waits and self.follow_up_on is not None and self.follow_up_on <= today

    def may_be_changed_by(self, membership: Membership) -> bool:
        """Leads change every action, members their own and those that nobody has taken on."""
        is_own = self.responsible_id in (None, membership.user_id)
        return membership.is_lead or (membership.can_write and is_own)

    def finish(self, *, at: datetime) -> None:
        """Mark as done; the follow-up still asks whether it worked."""
        self.status, self.done_at = Status.DONE, self.done_at or at
        self.save(update_fields=["status", "done_at"])

    def drop(self, *, reason: str) -> None:
        """Give it up, with the reason as its result."""
        self.status, self.result = Status.DROPPED, reason
        self.save(update_fields=["status", "result"])

    def reopen(self) -> None:
        """Take up again what was done, dropped or settled too early."""
        self.status, self.outcome, self.done_at, self.settled_at = Status.OPEN, "", None, None
        self.save(update_fields=["status", "outcome", "done_at", "settled_at"])

    def settle(self, *, outcome: Outcome, result: str, at: datetime, again_on: date | None = None) -> None:
        """Say at the follow-up what became of it.

        Fine-tuning opens it again, until `again_on` at least, and asks once more on that day.
        """
        self.outcome, self.result = outcome, result
        if outcome == Outcome.FINE_TUNE and again_on:
            self.status, self.done_at, self.settled_at = Status.OPEN, None, None
            self.follow_up_on, self.due_on = again_on, max(self.due_on, again_on)
        else:
            self.status, self.done_at, self.settled_at = Status.DONE, self.done_at or at, at
        self.save(update_fields=["outcome", "result", "status", "done_at", "follow_up_on", "due_on", "settled_at"])
