"""A series: the weekly place in the calendar from which rounds are made."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.chair import Chair
from meetings.models.phases import PhasePlan
from teams.models import Team, Weekday
from teams.wording import LineField


class Series(Chair, PhasePlan):
    """Same weekday, same time, same people: the ordinary meeting a touchpoint is taken into."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="series")
    name = LineField(_("Name"), max_length=80)
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    time = models.TimeField(_("Uhrzeit"))
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("Wer ist dabei?"))
    is_active = models.BooleanField(_("läuft"), default=True)

    class Meta:
        verbose_name = _("Serie")
        verbose_name_plural = _("Serien")
        ordering = ["weekday", "time"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                name="series_name_once_a_team",
                violation_error_code="name",
                violation_error_message=_("Eine Serie mit diesem Namen gibt es schon."),
            ),
            models.CheckConstraint(condition=models.Q(weekday__in=Weekday.values), name="series_weekday_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The series' page."""
        return reverse("meetings:series", args=[self.team.slug, self.pk])

    def next_start(self, after: datetime) -> datetime:
        """The first moment of this weekday and time after the given one, in the team's time zone."""
        local = after.astimezone(self.team.zone)
        day = local.date() + timedelta(days=(self.weekday - local.weekday()) % 7)
        start = self._start_on(day)
        return start if start > after else self._start_on(day + timedelta(days=7))

    def _start_on(self, day: date) -> datetime:
        return datetime.combine(day, self.time, tzinfo=self.team.zone)
