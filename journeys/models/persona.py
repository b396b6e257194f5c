"""A customer profile: a kind of customer, with what they need, fear and use."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Team, name_once_a_team
from teams.wording import LineField
from touchpoints.models import Evidence

MOST_INITIALS = 2

PROSE = ("situation", "needs", "fears", "media_use", "delights", "drives_away")
"""What is said about a kind of customer in words of any length."""


class PersonaQuerySet(models.QuerySet["Persona"]):
    """Named sets of customer profiles."""

    def with_journeys(self) -> PersonaQuerySet:
        """By name, each with `journey_count`, how many ways of theirs are drawn."""
        return self.annotate(journey_count=Count("journeys")).order_by("name", "pk")

    def with_faces(self) -> PersonaQuerySet:
        """Each with its portrait if there is one, as pages name it: without the picture itself."""
        return self.select_related("team", "portrait").defer("portrait__content")


class Persona(models.Model):
    """A kind of customer, as far as it is known; `evidence` and `source` say how well."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="personas")
    name = LineField(_("Name"), max_length=80)
    summary = LineField(_("In einem Satz"), max_length=200, blank=True)
    situation = models.TextField(_("Situation"), blank=True, max_length=2000)
    needs = models.TextField(_("Bedürfnisse"), blank=True, max_length=2000)
    fears = models.TextField(_("Ängste"), blank=True, max_length=2000)
    media_use = models.TextField(_("Mediennutzung"), blank=True, max_length=1000)
    delights = models.TextField(_("Was begeistert"), blank=True, max_length=1000)
    drives_away = models.TextField(_("Was vertreibt"), blank=True, max_length=1000)
    share = models.PositiveSmallIntegerField(
        _("Anteil an den Kunden"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    """Percent of the customers."""
    evidence = models.CharField(_("Beleg"), max_length=9, choices=Evidence.choices, default=Evidence.GUESS)
    source = LineField(_("Quelle"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["created_at"])
    objects = PersonaQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kundenprofil")
        verbose_name_plural = _("Kundenprofile")
        ordering = ["name"]
        constraints = [
            name_once_a_team("persona_name_once_a_team", _("Ein Kundenprofil mit diesem Namen gibt es schon.")),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="persona_evidence_known"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__range=(0, 100)), name="persona_share_in_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The profile's page."""
        return reverse("journeys:persona", args=[self.team.slug, self.pk])

    @property
    def initials(self) -> str:
        """What stands in the place of a picture: the first letters of the first words; empty where none has one."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        return "".join(word[0].upper()[0] for word in words[:MOST_INITIALS])


class Portrait(models.Model):
    """The picture of a customer profile, made small when it came; in the database, so that one backup has all."""

    persona = models.OneToOneField(Persona, models.CASCADE, related_name="portrait")
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    """The picture's SHA-256: browsers keep it until it is another."""

    class Meta:
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")

    def __str__(self) -> str:
        return str(self.persona)
