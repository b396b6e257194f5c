"""How a team listens: deadlines, how long it keeps what it hears, and the links that it has given out."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.models import Team

MONTHS_KEPT, DAYS_CONTACT_KEPT, DAYS_BETWEEN, HOURS_TO_ANSWER = 24, 90, 90, 48


class Listening(models.Model):
    """A team's wishes; the row is made when they are first asked for.

    The codes open a door without an account and are empty while it is shut: employees' suggestions, and the page of
    what was learned. `shows_outcomes` is whether the first of them also shows what became of suggestions.
    """

    team = models.OneToOneField(Team, models.CASCADE, related_name="listening")
    privacy_de = models.TextField(_("Datenschutz auf Deutsch"), blank=True, validators=[MaxLengthValidator(4000)])
    privacy_en = models.TextField(_("Datenschutz auf Englisch"), blank=True, validators=[MaxLengthValidator(4000)])
    months_kept = models.PositiveSmallIntegerField(
        _("Kundenstimmen aufbewahren, Monate"),
        default=MONTHS_KEPT,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    days_contact_kept = models.PositiveSmallIntegerField(
        _("Kontaktdaten aufbewahren, Tage"),
        default=DAYS_CONTACT_KEPT,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )
    days_between = models.PositiveSmallIntegerField(
        _("Dieselbe Person frühestens wieder fragen nach, Tage"),
        default=DAYS_BETWEEN,
        validators=[MaxValueValidator(730)],
    )
    hours_to_answer = models.PositiveSmallIntegerField(
        _("Frist für einen Fall, Stunden"),
        default=HOURS_TO_ANSWER,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
    )
    alerts_negative = models.BooleanField(_("Bei Kritik an einem Super-Touchpoint schreiben"), default=True)
    alerts_rise = models.BooleanField(_("Bei plötzlich mehr Kritik schreiben"), default=True)
    suggestions_code = models.CharField(max_length=24, blank=True, editable=False)
    shows_outcomes = models.BooleanField(default=False, editable=False)
    learned_code = models.CharField(max_length=24, blank=True, editable=False)

    class Meta:
        verbose_name = _("Zuhören")
        verbose_name_plural = _("Zuhören")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestions_code"], condition=~Q(suggestions_code=""), name="suggestions_code_once"
            ),
            models.UniqueConstraint(fields=["learned_code"], condition=~Q(learned_code=""), name="learned_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.team)

    @classmethod
    def of(cls, team: Team) -> Listening:
        """The team's wishes; the usual ones, not yet stored, where it has none."""
        return cls.objects.filter(team=team).first() or cls(team=team)
