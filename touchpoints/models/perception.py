"""What staff groups think of touchpoints, to be held against what customers say."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineField
from touchpoints.models.touchpoint import Touchpoint


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Named sets of surveys."""

    def open(self, at: datetime) -> SurveyQuerySet:
        """Those that take answers."""
        return self.filter(closes_at__gt=at)

    def closed(self, at: datetime) -> SurveyQuerySet:
        """Those that take none any more, and show what came out."""
        return self.filter(closes_at__lte=at)


class Survey(models.Model):
    """A question to the departments about some touchpoints, open by link until a day or until somebody closes it.

    `link` is the part of the address that a new link replaces; answers are not tied to who gave them. What is closed
    stays closed and only then shows results: two looks around one more sheet would tell what stands on it. So
    `closes_at` is a moment and no day: a day begins and ends elsewhere when the team changes its time zone.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="surveys")
    title = LineField(_("Titel"), max_length=80)
    touchpoints = models.ManyToManyField(Touchpoint, related_name="surveys", verbose_name=_("Kontaktpunkte"))
    open_until = models.DateField(_("Offen bis"))
    link = models.CharField(max_length=32, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closes_at = models.DateTimeField(editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Umfrage")
        verbose_name_plural = _("Umfragen")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The survey with its results."""
        return reverse("touchpoints:survey", args=[self.team.slug, self.pk])

    def is_open(self, at: datetime) -> bool:
        """Whether answers are still taken."""
        return at < self.closes_at

    def close(self, *, at: datetime) -> None:
        """Take no more answers, from now on and for good."""
        self.closes_at = at
        self.save(update_fields=["closes_at"])


class Rating(models.Model):
    """How important one person of a group finds a touchpoint, and how good it is today; nobody is named.

    `sheet` is a random number that holds one person's answers together and leads to nobody. `group` is the name that
    the department had then, empty where none was chosen: results must not move when departments do.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="ratings")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="ratings")
    group = LineField(_("Bereich"), max_length=60, blank=True)
    sheet = models.UUIDField()
    importance = models.PositiveSmallIntegerField(_("Wichtigkeit"))
    performance = models.PositiveSmallIntegerField(_("Leistung"))

    class Meta:
        verbose_name = _("Einschätzung")
        verbose_name_plural = _("Einschätzungen")
        constraints = [
            models.CheckConstraint(condition=models.Q(importance__range=(1, 5)), name="rating_importance_in_range"),
            models.CheckConstraint(condition=models.Q(performance__range=(1, 5)), name="rating_performance_in_range"),
            models.UniqueConstraint(fields=["survey", "sheet", "touchpoint"], name="rating_once_a_sheet"),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint}: {self.importance}/{self.performance}"
