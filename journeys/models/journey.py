"""A journey: the way that a kind of customer takes on one occasion, in phases."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from journeys.models.persona import Persona
from teams.models import Team
from teams.wording import LineField


class JourneyKind(models.TextChoices):
    """Whether the way is taken today, is to be taken, or was taken by one customer."""

    ACTUAL = "actual", pgettext_lazy("journey", "Ist")
    TARGET = "target", pgettext_lazy("journey", "Soll")
    CASE = "case", _("Fall")


class JourneyQuerySet(models.QuerySet["Journey"]):
    """Named sets of journeys."""

    def in_order(self) -> JourneyQuerySet:
        """By customers and occasion, and of each occasion first how it is, then how it shall be, then the cases."""
        kinds = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(JourneyKind.values)))
        return self.order_by(Lower("persona__name"), "persona", Lower("occasion"), kinds, Lower("case_name"), "pk")

    def as_lines(self) -> JourneyQuerySet:
        """For a list: in order, with their customers and `step_count`, `gap_count`, however many in one query."""
        gap = Q(steps__touchpoint=None) & Q(steps__isnull=False)
        counted = self.annotate(step_count=Count("steps"), gap_count=Count("steps", filter=gap))
        return counted.select_related("persona", "team").in_order()

    def of_occasion(self, journey: Journey) -> JourneyQuerySet:
        """All ways of the same customers on the same occasion, this one among them."""
        return self.filter(team=journey.team_id, persona=journey.persona_id, occasion__iexact=journey.occasion)


class Journey(models.Model):
    """The way of a kind of customer on one occasion. `version` grows with every change of what the map shows."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="journeys")
    persona = models.ForeignKey(Persona, models.RESTRICT, related_name="journeys", verbose_name=_("Kundenprofil"))
    occasion = LineField(_("Anlass"), max_length=120)
    kind = models.CharField(_("Art"), max_length=6, choices=JourneyKind.choices, default=JourneyKind.ACTUAL)
    case_name = LineField(_("Bezeichnung des Falls"), max_length=80, blank=True)
    notes = models.TextField(_("Notizen"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["created_at", "version"])
    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Customer Journey")
        verbose_name_plural = _("Customer Journeys")
        ordering = ["persona__name", "occasion", "kind", "case_name"]
        constraints = [
            models.UniqueConstraint(
                "team",
                "persona",
                Lower("occasion"),
                "kind",
                Lower("case_name"),
                name="journey_once_a_kind",
                violation_error_code="occasion",
                violation_error_message=_("Diese Journey gibt es schon: dasselbe Kundenprofil, derselbe Anlass."),
            ),
            models.CheckConstraint(condition=Q(kind__in=JourneyKind.values), name="journey_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind="case") & ~Q(case_name="")) | (~Q(kind="case") & Q(case_name="")),
                name="journey_case_has_a_name",
                violation_error_code="case_name",
                violation_error_message=_("Ein Fall braucht eine Bezeichnung, Ist und Soll haben keine."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.occasion, str(self.persona), self.case_name or self.get_kind_display()]))

    def get_absolute_url(self) -> str:
        """The map."""
        return reverse("journeys:map", args=[self.team.slug, self.pk])

    @property
    def is_case(self) -> bool:
        """One customer's real way, with dates."""
        return self.kind == JourneyKind.CASE


class JourneyPhase(models.Model):
    """A stretch of the way, as this journey's makers call it."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="phases")
    name = LineField(_("Phase"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "journey",
                Lower("name"),
                name="journey_phase_once",
                violation_error_code="name",
                violation_error_message=_("Eine Phase mit diesem Namen gibt es hier schon."),
            )
        ]

    def __str__(self) -> str:
        return self.name
