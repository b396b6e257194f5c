"""The tenant and who belongs to it. Everything in the product belongs to exactly one team."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models.people import Language, User, time_zones
from teams.wording import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


MOST_GRACE = 30
"""Working days that a team may let an action be overdue before its lead hears of it."""


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, _("Montag")
    TUESDAY = 1, _("Dienstag")
    WEDNESDAY = 2, _("Mittwoch")
    THURSDAY = 3, _("Donnerstag")
    FRIDAY = 4, _("Freitag")
    SATURDAY = 5, _("Samstag")
    SUNDAY = 6, _("Sonntag")


class Team(models.Model):
    """The tenant: a group in a company that works on its touchpoints."""

    name = LineField(_("Name"), max_length=80)
    slug = models.SlugField(_("Kurzname in Adressen"), max_length=50, unique=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    time_zone = models.CharField(_("Zeitzone"), max_length=64, choices=time_zones, default="Europe/Berlin")
    currency = models.CharField(_("Währung"), max_length=3, default="EUR")
    round_weekday = models.PositiveSmallIntegerField(
        _("Wochentag der Runde"), choices=Weekday.choices, default=Weekday.TUESDAY
    )
    round_time = models.TimeField(_("Uhrzeit der Runde"), default="09:00")
    round_minutes = models.PositiveSmallIntegerField(_("Minuten der Runde"), default=30)
    country = models.CharField(_("Land"), max_length=2, default="DE")
    subdivision = models.CharField(_("Bundesland, Kanton, Region"), max_length=40, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("Arbeitstage Geduld"), default=2)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(round_minutes__gte=10, round_minutes__lte=120),
                name="team_round_minutes_sane",
                violation_error_message=_("Eine Runde dauert zwischen 10 und 120 Minuten."),
            ),
            models.CheckConstraint(condition=models.Q(round_weekday__in=Weekday.values), name="team_weekday_known"),
            models.CheckConstraint(
                condition=models.Q(grace_days__lte=MOST_GRACE),
                name="team_grace_sane",
                violation_error_code="grace_days",
                violation_error_message=_("Mehr als 30 Arbeitstage Geduld hat kein Team."),
            ),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="team_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The team's overview."""
        return reverse("overview", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which the team's dates are meant."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, at: datetime) -> date:
        """The day it is for the team at that moment."""
        return at.astimezone(self.zone).date()


class Role(models.TextChoices):
    """What a membership may do."""

    LEAD = "lead", _("Leitung")
    MEMBER = "member", _("Mitglied")
    READER = "reader", _("Lesend")


def name_once_a_team(constraint: str, sentence: StrOrPromise) -> models.UniqueConstraint:
    """No two of a team's rows share a name, in small letters or capitals; the sentence stands beside the field."""
    return models.UniqueConstraint(
        "team", Lower("name"), name=constraint, violation_error_code="name", violation_error_message=sentence
    )


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Named sets of departments."""

    def with_people(self) -> models.QuerySet[Department]:
        """Each with `people`, how many of the team belong to it."""
        return self.annotate(people=models.Count("memberships"))


class Department(models.Model):
    """A staff group or area of the company; owns touchpoints and does actions."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="departments")
    name = LineField(_("Bereich"), max_length=60)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bereich")
        verbose_name_plural = _("Bereiche")
        ordering = ["name"]
        constraints = [
            name_once_a_team("department_name_once_a_team", _("Einen Bereich mit diesem Namen gibt es schon."))
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named sets of memberships."""

    def leads(self) -> MembershipQuerySet:
        """Those who lead the team."""
        return self.filter(role=Role.LEAD)

    def working(self) -> MembershipQuerySet:
        """Those who take part in rounds and do actions: everyone but readers."""
        return self.exclude(role=Role.READER)


class Membership(models.Model):
    """One person's place in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("Bereich")
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                name="membership_once_a_person",
                violation_error_message=_("Diese Person gehört schon zum Team."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_lead(self) -> bool:
        """May plan, moderate and settle everything in the team."""
        return self.role == Role.LEAD

    @property
    def can_write(self) -> bool:
        """May change what belongs to the team; readers only look."""
        return self.role != Role.READER


def with_teams(user: User) -> User:
    """The person with their memberships and teams at hand, by the teams' names; one query, however often asked."""
    by_name = Membership.objects.select_related("team").order_by("team__name")
    models.prefetch_related_objects([user], models.Prefetch("memberships", by_name))
    return user
