"""A step of a journey: where the customer meets us, how that is for them, and what happens inside meanwhile."""

from __future__ import annotations

import uuid

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from journeys.models.journey import Journey, JourneyPhase
from teams.models import Department
from teams.wording import LineField
from touchpoints.models import Evidence, Status, Touchpoint

LOWEST, HIGHEST = -2, 2
"""Of an emotion."""

CUSTOMER_TEXTS = ("goal", "doing", "thinking", "expectation", "experience", "quote")
"""The lanes of the customer's view that hold words, in the map's order; the emotion stands among them."""

INSIDE_TEXTS = ("process", "people", "systems", "data", "rules", "costs", "training")
"""The lanes of the inside view, in the map's order."""

TEXTS = (*CUSTOMER_TEXTS, *INSIDE_TEXTS)

LONGEST = 1000
"""Characters of one cell."""


class Medium(models.TextChoices):
    """Where the contact takes place: between two steps that differ lies a break."""

    ONLINE = "online", _("online")
    OFFLINE = "offline", _("offline")


def cell(label: object) -> models.TextField[str, str]:
    """The words of one lane at one step."""
    return models.TextField(label, blank=True, max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])  # type: ignore[arg-type]


class JourneyStepQuerySet(models.QuerySet["JourneyStep"]):
    """Named sets of steps."""

    def on_the_way(self) -> JourneyStepQuerySet:
        """In the order in which the customer takes them, with what the map shows of each."""
        return self.select_related("touchpoint__department", "department").order_by(
            "phase__position", "phase", "position", "pk"
        )

    def gaps(self) -> JourneyStepQuerySet:
        """Contacts that should exist and do not."""
        return self.filter(touchpoint=None)


class JourneyStep(models.Model):
    """One contact on the way: a touchpoint of the inventory, or a gap, which has a name alone.

    `thread` stays the same in copies of a journey and in its snapshots, so that they can be held against each other.
    """

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="steps")
    phase = models.ForeignKey(JourneyPhase, models.CASCADE, related_name="steps", verbose_name=_("Phase"))
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="journey_steps",
        verbose_name=_("Kontaktpunkt"),
    )
    name = LineField(_("Bezeichnung"), max_length=120, blank=True)
    happened_on = models.DateField(_("Tag"), null=True, blank=True)

    goal = cell(pgettext_lazy("of a customer", "Ziel"))
    doing = cell(_("Tun"))
    thinking = cell(_("Denken"))
    expectation = cell(_("Erwartung"))
    experience = cell(_("Erlebnis"))
    quote = cell(_("Zitat"))
    emotion = models.SmallIntegerField(
        _("Gefühl"), null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    evidence = models.CharField(_("Beleg"), max_length=9, choices=Evidence.choices, default=Evidence.GUESS)

    process = cell(_("Prozess"))
    people = cell(_("Menschen"))
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="journey_steps", verbose_name=_("Bereich")
    )
    systems = cell(_("Systeme"))
    data = cell(_("Daten"))
    rules = cell(_("Regeln, die hindern"))
    costs = cell(_("Kosten"))
    training = cell(_("Schulung"))

    is_moment_of_truth = models.BooleanField(_("Moment der Wahrheit"), default=False)
    medium = models.CharField(_("Medium"), max_length=7, choices=Medium.choices, blank=True)
    waiting_minutes = models.PositiveIntegerField(
        _("Wartezeit in Minuten"), null=True, blank=True, validators=[MaxValueValidator(5_256_000)]
    )
    """How long the customer waits before this step, up to ten years."""

    history = HistoricalRecords(excluded_fields=["position"])
    objects = JourneyStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte von Journeys")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(touchpoint__isnull=False) | ~Q(name=""),
                name="journey_step_is_somewhere",
                violation_error_code="name",
                violation_error_message=_("Ein Schritt hat einen Kontaktpunkt oder sagt, was hier fehlt."),
            ),
            models.CheckConstraint(
                condition=Q(emotion=None) | Q(emotion__range=(LOWEST, HIGHEST)),
                name="journey_step_emotion_on_scale",
            ),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="journey_step_evidence_known"),
            models.CheckConstraint(condition=Q(medium__in=["", *Medium.values]), name="journey_step_medium_known"),
            models.UniqueConstraint(fields=["journey", "thread"], name="journey_step_thread_once"),
        ]
        indexes = [models.Index(fields=["journey", "position"], name="journey_steps_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The step's page."""
        return reverse("journeys:step", args=[self.journey.team.slug, self.journey_id, self.pk])

    @property
    def title(self) -> str:
        """Its own name, or that of its touchpoint as it is called today."""
        return self.name or (self.touchpoint.name if self.touchpoint else gettext("Ohne Namen"))

    @property
    def is_gap(self) -> bool:
        """A contact that should exist and does not."""
        return self.touchpoint_id is None

    @property
    def is_retired(self) -> bool:
        """Leads to a touchpoint that customers no longer meet."""
        return self.touchpoint is not None and self.touchpoint.status == Status.RETIRED

    @property
    def is_idea(self) -> bool:
        """Leads to a touchpoint that customers do not meet yet."""
        return self.touchpoint is not None and self.touchpoint.status == Status.IDEA
