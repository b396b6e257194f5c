"""A plan: actions that belong together, as a project, a trial, a roll-out, or a crisis plan in the drawer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Department, Membership, Team, name_once_a_team
from teams.wording import LineField
from touchpoints.models import Touchpoint

REVIEW_EVERY_DAYS = 365
"""A crisis plan that nobody has looked at or rehearsed for so long is no longer to be relied on."""


class PlanKind(models.TextChoices):
    """What a plan is for."""

    PROJECT = "project", _("Projekt")
    PILOT = "pilot", _("Erprobung im Testmarkt")
    ROLL_OUT = "roll_out", _("Roll-out")
    CRISIS = "crisis", _("Krisenplan")


class Decision(models.TextChoices):
    """How a trial ends."""

    GO = "go", _("Go: wird ausgerollt")
    NO_GO = "no_go", _("No-Go: bleibt beim Versuch")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Named sets of plans."""

    def drawer(self) -> PlanQuerySet:
        """The crisis plans, which wait for their day."""
        return self.filter(kind=PlanKind.CRISIS)

    def live(self) -> PlanQuerySet:
        """Those that hold actions: all but the ones in the drawer."""
        return self.exclude(kind=PlanKind.CRISIS)

    def going_on(self) -> PlanQuerySet:
        """Live ones that nobody has closed."""
        return self.live().filter(closed_at=None)

    def family(self, keys: Iterable[int]) -> PlanQuerySet:
        """The plans with these primary keys and their parts, to look actions up by: both ways through an index."""
        return self.filter(Q(pk__in=keys) | Q(parent__in=keys))

    def changeable_by(self, membership: Membership) -> PlanQuerySet:
        """Those that this person may change, as `Plan.may_be_changed_by` says of one."""
        if membership.is_lead:
            return self
        if not membership.can_write:
            return self.none()
        return self.filter(Q(responsible=None) | Q(responsible=membership.user))


class Plan(models.Model):
    """What holds actions together. Whether it is planned, runs or is done follows from them (`actions.plans.progress`).

    A crisis plan holds none: its lines are rows of their own until it is started, which makes a project of them.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="plans")
    name = LineField(_("Name"), max_length=120)
    aim = models.TextField(_("Ziel"), blank=True, max_length=2000)
    kind = models.CharField(_("Art"), max_length=8, choices=PlanKind.choices, default=PlanKind.PROJECT)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("Teil von")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("Wer")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("Bereich")
    )
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("Kontaktpunkt")
    )
    starts_on = models.DateField(_("Ab"), null=True, blank=True)
    ends_on = models.DateField(_("Bis"), null=True, blank=True)
    market = LineField(_("Testmarkt"), max_length=200, blank=True)
    decision = models.CharField(_("Entscheidung"), max_length=5, choices=Decision.choices, blank=True, editable=False)
    decision_reason = models.TextField(_("Begründung"), blank=True, max_length=2000, editable=False)
    decided_on = models.DateField(_("Entschieden am"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    tried_in = models.OneToOneField(
        "self", models.SET_NULL, null=True, editable=False, related_name="roll_out", verbose_name=_("Erprobt in")
    )
    drawn_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="starts", verbose_name=_("Aus der Schublade")
    )
    drawn_at = models.DateTimeField(null=True, editable=False)
    is_drill = models.BooleanField(_("Übung"), default=False, editable=False)
    reviewed_on = models.DateField(_("Zuletzt geprüft oder geübt"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["created_at"])
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("Plan")
        verbose_name_plural = _("Pläne")
        ordering = ["name"]
        constraints = [
            name_once_a_team("plan_name_once_a_team", _("Einen Plan mit diesem Namen gibt es schon.")),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="plan_kind_known"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision.values]), name="plan_decision_known"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="plan_no_part_of_itself",
                violation_error_code="parent",
                violation_error_message=_("Ein Plan ist kein Teil von sich selbst."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(kind="crisis"),
                name="plan_in_drawer_stands_alone",
                violation_error_code="parent",
                violation_error_message=_("Ein Krisenplan liegt für sich in der Schublade."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="plan_starts_before_its_end",
                violation_error_code="starts_on",
                violation_error_message=_("Der Beginn liegt nach dem Ende."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decision_reason="", decided_on=None)
                | Q(kind="pilot", decided_on__isnull=False) & ~Q(decision="") & ~Q(decision_reason=""),
                name="plan_decided_with_reason",
                violation_error_message=_("Über eine Erprobung wird mit Begründung entschieden."),
            ),
            models.CheckConstraint(
                condition=Q(is_drill=False) | Q(drawn_at__isnull=False), name="plan_drill_was_drawn"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("actions:plan", args=[self.team.slug, self.pk])

    @property
    def is_in_drawer(self) -> bool:
        """Waits for a crisis and holds no actions."""
        return self.kind == PlanKind.CRISIS

    @property
    def is_pilot(self) -> bool:
        """Tries something out in a test market."""
        return self.kind == PlanKind.PILOT

    def needs_review(self, today: date) -> bool:
        """A crisis plan that nobody has looked at or rehearsed within a year."""
        if not self.is_in_drawer:
            return False
        return self.reviewed_on is None or (today - self.reviewed_on).days > REVIEW_EVERY_DAYS

    def may_be_changed_by(self, membership: Membership) -> bool:
        """Leads change every plan, members those that they answer for or that nobody has taken on."""
        if membership.is_lead or not membership.can_write:
            return membership.is_lead
        return self.responsible_id in (None, membership.user_id)
