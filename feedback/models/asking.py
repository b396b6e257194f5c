"""Asking customers at a touchpoint: the question, who was asked, and what was answered."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineField
from touchpoints.models import Metric, Touchpoint


class QuestionQuerySet(models.QuerySet["Question"]):
    """Named sets of questions."""

    def open(self) -> QuestionQuerySet:
        """Those that take answers."""
        return self.filter(closed_at=None)


class Question(models.Model):
    """One question on a scale that customers are asked at a touchpoint, with room for what was good and what was not.

    The scale is that of `metric` (NPS, CSAT or CES), at whose touchpoint the question is asked. `code` is the short
    part of the public address; a new one closes the old address. A closed question takes no answers and keeps what was
    said.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="questions")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="questions", verbose_name=_("Kontaktpunkt"))
    metric = models.ForeignKey(Metric, models.CASCADE, related_name="questions", verbose_name=_("Kennzahl"))
    wording_de = LineField(_("Frage auf Deutsch"), max_length=160, blank=True)
    wording_en = LineField(_("Frage auf Englisch"), max_length=160, blank=True)
    asks_contact = models.BooleanField(_("Kontakt für eine Antwort anbieten"), default=True)
    code = models.CharField(max_length=24, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Frage an Kundinnen und Kunden")
        verbose_name_plural = _("Fragen an Kundinnen und Kunden")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["metric"], condition=Q(closed_at=None), name="question_open_once_a_metric")
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint} · {self.metric}"

    def get_absolute_url(self) -> str:
        """The question with its ways to customers and how many answer."""
        return reverse("feedback:question", args=[self.team.slug, self.pk])

    def get_public_url(self) -> str:
        """Where customers answer, without the host."""
        return reverse("ask", args=[self.code])

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.closed_at is None


class Batch(models.Model):
    """One-use links that were made together, for one mailing. `left_out` were asked too recently.

    Links that somebody has taken back (`revoked_at`) open nothing, as do those that are too old.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="batches")
    name = LineField(_("Wofür"), max_length=80)
    size = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Versand")
        verbose_name_plural = _("Versände")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """Whether its links open something then, as long as the question is open."""
        return self.revoked_at is None and self.expires_at > at


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Named sets of one-use links."""

    def valid(self, at: datetime) -> TicketQuerySet:
        """Those with which somebody can still answer."""
        open_batches = {"batch__expires_at__gt": at, "batch__revoked_at": None, "batch__question__closed_at": None}
        return self.filter(is_used=False, **open_batches)


class Ticket(models.Model):
    """A link that takes one answer. It knows neither the answer nor when it was given, and no answer knows it.

    `customer` is a keyed hash of the team's own reference for the person, kept for the cooldown alone.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="tickets")
    token_hash = models.CharField(max_length=64, unique=True)
    customer = models.CharField(max_length=64, blank=True, db_index=True)
    is_used = models.BooleanField(default=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einmal-Link")
        verbose_name_plural = _("Einmal-Links")

    def __str__(self) -> str:
        return f"{self.batch}: {self.pk}"


class Answer(models.Model):
    """What somebody chose on the scale; words stand in voices of their own, good and bad apart.

    `sheet` is made by the page, so that the same answer sent again is one answer. `day` is the team's.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    sheet = models.UUIDField()
    step = models.PositiveSmallIntegerField(_("Antwort"), null=True)
    reference = LineField(_("Vorgang"), max_length=80, blank=True)
    language = models.CharField(max_length=2)
    day = models.DateField()
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ["-answered_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["question", "sheet"], name="answer_once_a_sheet")]
        indexes = [models.Index(fields=["question", "day"], name="answer_by_day")]

    def __str__(self) -> str:
        return f"{self.question}: {self.step}"


class AskedDay(models.Model):
    """How often a question was seen by customers on a day, and how often answered."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="days")
    day = models.DateField()
    seen = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Tag einer Frage")
        verbose_name_plural = _("Tage von Fragen")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["question", "day"], name="asked_day_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.day}"

    @classmethod
    def count(cls, question: Question, *, on: date, seen: int = 0, answered: int = 0) -> None:
        """So many more have seen and answered the question on that day."""
        more = {"seen": F("seen") + seen, "answered": F("answered") + answered}
        if not cls.objects.filter(question=question, day=on).update(**more):
            cls.objects.get_or_create(question=question, day=on)
            cls.objects.filter(question=question, day=on).update(**more)
