"""Mystery shopping: what testers look at, what they saw on a visit, and the score of it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineField
from touchpoints.models.metrics import Reading
from touchpoints.models.touchpoint import Touchpoint


class Checklist(models.Model):
    """What a tester looks at in a touchpoint."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="checklists")
    touchpoint = models.ForeignKey(
        Touchpoint, models.CASCADE, related_name="checklists", verbose_name=_("Kontaktpunkt")
    )
    name = LineField(_("Name"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Checkliste")
        verbose_name_plural = _("Checklisten")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "name"],
                name="checklist_once_a_touchpoint",
                violation_error_code="name",
                violation_error_message=_("Eine Checkliste mit diesem Namen gibt es hier schon."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The checklist with its visits."""
        return reverse("touchpoints:checklist", args=[self.team.slug, self.pk])


class Item(models.Model):
    """One line of a checklist: worth up to `top` points, counted `weight` times."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    text = LineField(_("Was wird geprüft?"), max_length=200)
    weight = models.PositiveSmallIntegerField(
        _("Gewicht"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    top = models.PositiveSmallIntegerField(
        _("Höchste Punktzahl"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Prüfpunkt")
        verbose_name_plural = _("Prüfpunkte")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__range=(1, 10)), name="item_weight_in_range"),
            models.CheckConstraint(condition=models.Q(top__range=(1, 10)), name="item_top_in_range"),
        ]

    def __str__(self) -> str:
        return self.text


class Visit(models.Model):
    """One visit of a tester; its score is a reading of the touchpoint's mystery metric.

    `sheet` is made with the form, so that the same form sent twice is one visit.
    """

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="visits")
    visited_on = models.DateField(_("Besucht am"))
    tester = LineField(_("Wer hat getestet?"), max_length=80, blank=True)
    note = models.TextField(_("Eindruck"), blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reading = models.OneToOneField(Reading, models.SET_NULL, null=True, related_name="visit", editable=False)
    sheet = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Besuch")
        verbose_name_plural = _("Besuche")
        ordering = ["-visited_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["checklist", "sheet"], name="visit_once_a_sheet")]

    def __str__(self) -> str:
        return f"{self.checklist}, {self.visited_on}"


class Points(models.Model):
    """What one line was worth on a visit; the line's words, weight and top are kept as they were then."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="points")
    text = LineField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField(null=True)
    """None where the line did not apply."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Punkte")
        verbose_name_plural = _("Punkte")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points=None) | models.Q(points__lte=models.F("top")), name="points_up_to_top"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.points}"


class Finding(models.Model):
    """Something worth telling that a tester noticed; from here it becomes the occasion of a round."""

    class Kind(models.TextChoices):
        """Praise or complaint; neither is summed into the other."""

        POSITIVE = "positive", _("erfreulich")
        NEGATIVE = "negative", _("ärgerlich")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings")
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.NEGATIVE)
    text = models.CharField(_("Was ist aufgefallen?"), max_length=500)

    class Meta:
        verbose_name = _("Beobachtung")
        verbose_name_plural = _("Beobachtungen")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["positive", "negative"]), name="finding_kind_known")
        ]

    def __str__(self) -> str:
        return self.text
