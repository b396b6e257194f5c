"""A touchpoint is a place where customers meet staff, product or brand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models import Department, Team, name_once_a_team
from teams.wording import LineField
from touchpoints.models.stage import Stage
from touchpoints.models.tag import Tag


class Kind(models.TextChoices):
    """The company's own contact, or a third party's."""

    DIRECT = "direct", _("direkt")
    INDIRECT = "indirect", _("indirekt")


class Status(models.TextChoices):
    """Whether customers meet the touchpoint: not yet, now, while it is being changed, or no longer."""

    IDEA = "idea", _("neue Idee")
    ACTIVE = "active", _("aktiv")
    CHANGING = "changing", _("im Umbau")
    RETIRED = "retired", _("stillgelegt")


MET = (Status.ACTIVE, Status.CHANGING)
"""What customers meet today."""

SEARCHED_CHARACTERS, SEARCHED_WORDS = 200, 20
"""How much of what people search for is looked at: each word is a condition of its own for the database."""


class Evidence(models.TextChoices):
    """How well it is known what customers experience here, from worst to best."""

    GUESS = "guess", _("vermutet")
    STAFF = "staff", _("von Mitarbeitenden gehört")
    CUSTOMERS = "customers", _("Kunden gefragt")
    MEASURED = "measured", _("gemessen")


class BrandFit(models.TextChoices):
    """Whether the contact is what the brand promises."""

    FITS = "fits", _("passt")
    PARTLY = "partly", _("passt zum Teil")
    NO = "no", _("passt nicht")


def scale(label: Any, top: int = 5) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """A rating from 1 to `top`; None while nobody has given one."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(top)]
    )


RATINGS = {
    "importance_customer": 5,
    "importance_company": 5,
    "performance": 5,
    "impact": 10,
    "confidence": 10,
    "effort": 10,
}
"""The ratings of a touchpoint and the highest that each can have."""


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    """Named sets of touchpoints."""

    def active(self) -> TouchpointQuerySet:
        """Those that customers meet today."""
        return self.filter(status__in=MET)

    def search(self, words: str) -> TouchpointQuerySet:
        """Those whose name or states contain every one of the words; of a long text only the first ones count."""
        found = self
        for word in words[:SEARCHED_CHARACTERS].split()[:SEARCHED_WORDS]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(actual_state__icontains=word)
                | models.Q(target_state__icontains=word)
            )
        return found

    def channels(self) -> models.QuerySet[Touchpoint, str]:
        """The channels that they name, each once."""
        named = self.exclude(channel="").order_by("channel")
        return named.values_list("channel", flat=True).distinct()

    def as_lines(self) -> models.QuerySet[Touchpoint, Any]:
        """What one line of the inventory shows, as plain values: a page of fifty is on the hot path."""
        return self.values(
            "pk",
            "name",
            "kind",
            "is_key",
            stage_name=models.F("stage__name"),
            department_name=models.F("department__name"),
            owner_name=models.F("owner__name"),
        )

    def census(self) -> dict[str, int]:
        """How many there are: `total`, `direct`, `indirect` and `key`."""
        groups = list(self.order_by().values_list("kind", "is_key").annotate(count=models.Count("pk")))
        return {
            "total": sum(count for _kind, _is_key, count in groups),
            "direct": sum(count for kind, _is_key, count in groups if kind == Kind.DIRECT),
            "indirect": sum(count for kind, _is_key, count in groups if kind == Kind.INDIRECT),
            "key": sum(count for _kind, is_key, count in groups if is_key),
        }


class TeamHistory(HistoricalRecords):
    """The history of rows of a team, with an index that finds the team's newest entries."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Of the history's own model."""
        options: dict[str, Any] = super().get_meta_options(model)
        newest = models.Index(fields=["team", "history_id"], name=f"{model._meta.model_name}_newest_entries")
        return options | {"indexes": [newest]}


class Touchpoint(models.Model):
    """One contact point of the inventory. States are described as the customer sees them."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="touchpoints")
    name = LineField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.DIRECT)
    is_personal = models.BooleanField(_("persönlich: Menschen begegnen sich"), default=False)
    stage = models.ForeignKey(
        Stage, models.SET_NULL, null=True, blank=True, related_name="touchpoints", verbose_name=_("Kaufphase")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="touchpoints", verbose_name=_("Bereich")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_touchpoints",
        verbose_name=_("Verantwortlich"),
    )
    actual_state = models.TextField(_("Ist aus Kundensicht"), blank=True, max_length=4000)
    target_state = models.TextField(_("Soll aus Kundensicht"), blank=True, max_length=4000)
    is_key = models.BooleanField(_("Super-Touchpoint"), default=False)
    status = models.CharField(_("Status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.CharField(_("Grund"), max_length=280, blank=True)

    channel = LineField(_("Kanal"), max_length=60, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="touchpoints", verbose_name=_("Zielgruppen"))
    goal = models.TextField(_("Ziel des Kontaktpunkts"), blank=True, max_length=1000)
    disappointing = models.TextField(_("Enttäuschend wäre"), blank=True, max_length=500)
    okay = models.TextField(_("Okay wäre"), blank=True, max_length=500)
    delightful = models.TextField(_("Begeisternd wäre"), blank=True, max_length=500)
    ending = models.TextField(_("So endet der Kontakt"), blank=True, max_length=1000)
    is_moment_of_truth = models.BooleanField(_("Moment der Wahrheit"), default=False)
    brand_fit = models.CharField(_("Passt zur Marke?"), max_length=6, choices=BrandFit.choices, blank=True)
    brand_fit_reason = models.CharField(_("Warum?"), max_length=280, blank=True)
    evidence = models.CharField(_("Beleg"), max_length=9, choices=Evidence.choices, default=Evidence.GUESS)

    importance_customer = scale(_("Wichtigkeit für Kunden"))
    importance_company = scale(_("Wichtigkeit für uns"))
    performance = scale(_("Leistung heute"))
    contacts_per_month = models.PositiveIntegerField(
        _("Kontakte im Monat"), null=True, blank=True, validators=[MaxValueValidator(100_000_000)]
    )
    impact = scale(_("Wirkung einer Verbesserung"), top=10)
    confidence = scale(_("Sicherheit der Schätzung"), top=10)
    effort = scale(_("Aufwand"), top=10)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = TeamHistory(excluded_fields=["created_at", "updated_at"], m2m_fields=["tags"])
    objects = TouchpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontaktpunkt")
        verbose_name_plural = _("Kontaktpunkte")
        ordering = ["name"]
        constraints = [
            name_once_a_team("touchpoint_name_once_a_team", _("Einen Kontaktpunkt mit diesem Namen gibt es schon.")),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="touchpoint_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="touchpoint_status_known"),
            models.CheckConstraint(
                condition=models.Q(brand_fit__in=["", *BrandFit.values]), name="touchpoint_brand_fit_known"
            ),
            models.CheckConstraint(condition=models.Q(evidence__in=Evidence.values), name="touchpoint_evidence_known"),
            models.CheckConstraint(
                condition=~models.Q(status="retired") | ~models.Q(status_reason=""),
                name="touchpoint_retired_with_reason",
                violation_error_code="status_reason",
                violation_error_message=_("Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu."),
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{field: None}) | models.Q(**{f"{field}__range": (1, top)}),
                    name=f"touchpoint_{field}_in_range",
                )
                for field, top in RATINGS.items()
            ),
        ]
        indexes = [models.Index(fields=["team", "status", "name"], name="touchpoint_list")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The touchpoint's page."""
        return reverse("touchpoints:detail", args=[self.team.slug, self.pk])

    @property
    def is_active(self) -> bool:
        """Customers meet it today."""
        return self.status in MET

    def retire(self, *, reason: str) -> None:
        """Take it out of the working inventory; what was decided about it stays."""
        self._set_status(Status.RETIRED, reason)

    def reactivate(self) -> None:
        """Customers meet it again."""
        self._set_status(Status.ACTIVE, "")

    def mark_key(self, is_key: bool) -> None:
        """Count it among the few that decide over loyalty and recommendation, or no longer."""
        self._change(is_key=is_key)

    def _set_status(self, status: Status, reason: str) -> None:
        self._change(status=status, status_reason=reason)

    @transaction.atomic
    def _change(self, **values: Any) -> None:
        """Save these values of the row as it stands now, or its history would tell of others that are out of date."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=[*values, "updated_at"])
