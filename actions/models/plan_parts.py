"""What belongs to one plan alone: milestones, voices of a trial, training items, the lines of a crisis plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from actions.models.plan import Plan
from teams.models import Department
from teams.wording import LineField

MOST_HOURS = 24 * 366
"""How late after its start a line of a crisis plan may begin, and how long it may last."""


class Milestone(models.Model):
    """A point that the plan passes on a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    name = LineField(_("Meilenstein"), max_length=120)
    due_on = models.DateField(_("Am"))
    reached_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="milestone_once_a_plan",
                violation_error_code="name",
                violation_error_message=_("Diesen Meilenstein gibt es hier schon."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_overdue(self, today: date) -> bool:
        """Past its day and not reached."""
        return self.reached_at is None and self.due_on < today


class Side(models.TextChoices):
    """Who says something about a trial."""

    CUSTOMERS = "customers", _("Kundschaft")
    STAFF = "staff", _("Belegschaft")


class Tone(models.TextChoices):
    """Whether a voice speaks for or against what is tried."""

    POSITIVE = "positive", _("spricht dafür")
    NEGATIVE = "negative", _("spricht dagegen")


class PilotVoice(models.Model):
    """What somebody said about a trial.

    `sheet` is made with the form, so that the same form sent twice is one voice.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="voices")
    said_on = models.DateField(_("Am"))
    who = LineField(
        _("Wer"), max_length=80, blank=True, help_text=_("Rolle statt Name, zum Beispiel „Stammkundin, Praxis“.")
    )
    side = models.CharField(_("Von"), max_length=9, choices=Side.choices)
    tone = models.CharField(_("Tenor"), max_length=8, choices=Tone.choices)
    text = models.TextField(_("Was gesagt wurde"), max_length=2000)
    sheet = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Stimme zur Erprobung")
        verbose_name_plural = _("Stimmen zur Erprobung")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "sheet"], name="pilot_voice_once_a_sheet"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="pilot_voice_side_known"),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="pilot_voice_tone_known"),
        ]

    def __str__(self) -> str:
        return self.text


class TrainingQuerySet(models.QuerySet["Training"]):
    """Named sets of training items."""

    def by_department(self) -> list[Any]:
        """For each department how many are `planned` in all and how many of them `held`; one query."""
        return list(
            self.order_by("department__name")
            .values("department", "department__name")
            .annotate(planned=Count("pk"), held=Count("pk", filter=Q(held_at__isnull=False)))
        )


class Training(models.Model):
    """What people at the touchpoint learn for a roll-out."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="trainings")
    what = LineField(_("Was"), max_length=200)
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("Für Bereich"),
    )
    trainer = LineField(_("Wer schult"), max_length=80, blank=True)
    planned_on = models.DateField(_("Am"), null=True, blank=True)
    held_at = models.DateTimeField(null=True, editable=False)
    notes = models.TextField(_("Notiz"), blank=True, max_length=2000)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schulung")
        verbose_name_plural = _("Schulungen")
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.what

    def is_overdue(self, today: date) -> bool:
        """Past its day and not held."""
        return self.held_at is None and self.planned_on is not None and self.planned_on < today


class DrawerLine(models.Model):
    """One thing that is done once a crisis plan is started; until then it is no action and stands in no list of them.

    Begin and length are hours, counted from the start.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    what = models.CharField(_("Was"), max_length=280)
    notes = models.TextField(
        _("Wie"), blank=True, max_length=1800, help_text=_("Vorbereitete Sätze, Zugänge, Telefonnummern der Rolle.")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="drawer_lines", verbose_name=_("Bereich")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drawer_lines",
        verbose_name=_("Wer"),
    )
    role = LineField(
        _("Rolle"), max_length=120, blank=True, help_text=_("In Worten, zum Beispiel „wer Bereitschaft hat“.")
    )
    begins_after = models.PositiveIntegerField(_("Beginnt nach"), default=0, validators=[MaxValueValidator(MOST_HOURS)])
    lasts = models.PositiveIntegerField(
        _("Dauert"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )

    class Meta:
        verbose_name = _("Schritt eines Krisenplans")
        verbose_name_plural = _("Schritte eines Krisenplans")
        ordering = ["begins_after", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(begins_after__range=(0, MOST_HOURS)), name="drawer_line_begins"),
            models.CheckConstraint(condition=Q(lasts__range=(1, MOST_HOURS)), name="drawer_line_lasts"),
        ]

    def __str__(self) -> str:
        return self.what

    def begins(self, start: datetime) -> datetime:
        """When it begins if the plan starts then."""
        return start + timedelta(hours=self.begins_after)

    def ends(self, start: datetime) -> datetime:
        """When it is to be done if the plan starts then."""
        return start + timedelta(hours=self.begins_after + self.lasts)
