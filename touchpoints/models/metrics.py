"""What is measured at a touchpoint: metrics, their readings, the frozen first value, and values to compare with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.utils import get_change_reason_from_object

from teams.models import Department, Team, User
from teams.wording import LineField
from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models.touchpoint import Touchpoint

DIGITS, PLACES = 16, 4
"""How large and how fine a measured value may be."""


def value_field(label: object) -> models.DecimalField[Decimal, Decimal]:
    """A measured value in the metric's unit."""
    return models.DecimalField(label, max_digits=DIGITS, decimal_places=PLACES)  # type: ignore[arg-type]


def optional_value(label: object) -> models.DecimalField[Decimal | None, Decimal | None]:
    """A measured value that nobody may know."""
    return models.DecimalField(label, max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)  # type: ignore[arg-type]


class Source(models.TextChoices):
    """Who said it."""

    CUSTOMERS = "customers", _("Kundinnen und Kunden")
    STAFF = "staff", _("Mitarbeitende")
    OWN_COUNT = "own_count", _("selbst gezählt")
    MYSTERY = "mystery", _("Testkauf")


class Voice(NamedTuple):
    """Who speaks in a value: its source, and the primary key of the one department that it came from, if it did.

    Values are held against each other, put together and joined to a line within one voice alone.
    """

    source: str
    department: int | None = None


class MetricQuerySet(models.QuerySet["Metric"]):
    """Named sets of metrics."""

    def of_team(self, team: Team) -> MetricQuerySet:
        """Those at the team's touchpoints."""
        return self.filter(touchpoint__team=team)

    def touch(self) -> None:
        """Something that is known at them changes, so what was drawn of them is out of date."""
        self.update(version=models.F("version") + 1)


class Metric(models.Model):
    """One thing that is measured at a touchpoint. Its type decides how readings are typed in and what they mean.

    `version` grows with every change of the metric and of what is known at it: pictures are kept for one version.
    """

    class Type(models.TextChoices):
        """The scale; stored, never guessed."""

        NPS = "nps", _("NPS: Weiterempfehlung, −100 bis 100")
        CSAT = "csat", _("CSAT: Zufriedenheit, Anteil der beiden besten von fünf")
        CES = "ces", _("CES 2.0: wie leicht es war, 1 bis 7")
        MYSTERY = "mystery", _("Testkauf, Prozent der Punkte")
        COUNT = "count", _("Anzahl")
        RATE = "rate", _("Anteil in Prozent")
        DURATION = "duration", _("Dauer")
        MONEY = "money", _("Geldbetrag")

    class Better(models.TextChoices):
        """Which way is better."""

        HIGHER = "higher", _("mehr ist besser")
        LOWER = "lower", _("weniger ist besser")

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="metrics")
    name = LineField(_("Name"), max_length=80)
    type = models.CharField(_("Art"), max_length=8, choices=Type.choices, default=Type.CSAT)
    better = models.CharField(_("Richtung"), max_length=6, choices=Better.choices, default=Better.HIGHER)
    unit = LineField(_("Einheit"), max_length=20, blank=True)
    target = optional_value(_("Ziel"))
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(
        excluded_fields=["created_at", "version"], history_change_reason_field=models.JSONField(null=True)
    )
    """Of its removal the reason is what went with it, as `measuring.removing` has it."""
    objects = MetricQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(type__in=["nps", "csat", "ces", "mystery", "count", "rate", "duration", "money"]),
                name="metric_type_known",
            ),
            models.CheckConstraint(condition=models.Q(better__in=["higher", "lower"]), name="metric_better_known"),
            models.UniqueConstraint(
                fields=["touchpoint", "name"],
                name="metric_name_once_a_touchpoint",
                violation_error_code="name",
                violation_error_message=_("Eine Kennzahl mit diesem Namen gibt es hier schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As every row; a later version than any before, whatever this copy of the row remembers."""
        if not self._state.adding:
            self.version = models.F("version") + 1
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The metric's page with its chart."""
        return reverse("touchpoints:metric", args=[self.touchpoint.team.slug, self.touchpoint_id, self.pk])

    @property
    def baseline(self) -> Baseline | None:
        """The frozen first value; a recorded re-baseline takes its place and leaves it in the record."""
        return self.baselines.first()


class KnownAtMetric(models.Model):
    """A row of what is known at a metric: saving and deleting it moves the metric's version on."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """As every row."""
        self._touch()
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """As every row."""
        self._touch()
        return super().delete(*args, **kwargs)

    def _touch(self) -> None:
        Metric.objects.filter(pk=self.metric_id).touch()  # type: ignore[attr-defined]  # every child has one


OF_GROUP = models.Q(source=Source.STAFF) | models.Q(source=Source.CUSTOMERS, department__isnull=False)
"""What people said of whom the others in the company know who they are."""


def telling_of_few() -> models.Q:
    """Readings that tell what fewer than five people of one group said, themselves or as the difference to all."""
    tells_the_rest = models.Q(department__isnull=False) & models.Q(models.Exists(_totals_leaving_few()))
    return OF_GROUP & (models.Q(n__lt=SMALL_GROUP) | tells_the_rest)


def _totals_leaving_few() -> ReadingQuerySet:
    """Of everybody, with the same source, metric and day: one to four people are left beside one department or all.

    Departments that are small themselves are not shown, so nobody can take them off.
    """
    same = {name: models.OuterRef(name) for name in ("metric", "source", "measured_on")}
    parts = Reading.objects.filter(**same, department__isnull=False, n__gte=SMALL_GROUP)
    together = parts.order_by().values("metric").annotate(together=models.Sum("n")).values("together")
    totals = Reading.objects.filter(**same, department=None).alias(together=models.Subquery(together))
    return totals.filter(_just_above(models.OuterRef("n")) | _just_above(models.F("together")))


def _just_above(n: models.F) -> models.Q:
    """Where one to four more have answered."""
    return models.Q(n__gt=n, n__lt=n + SMALL_GROUP)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Named sets of readings."""

    def until(self, day: date) -> ReadingQuerySet:
        """Those measured on that day or before."""
        return self.filter(measured_on__lte=day)

    def since(self, day: date) -> ReadingQuerySet:
        """Those measured on that day or after."""
        return self.filter(measured_on__gte=day)

    def newest_of_customers(self, metrics: MetricQuerySet) -> ReadingQuerySet:
        """The newest of customers at each of the metrics, oldest first; one of fewer than five customers is none.

        Customers of one department do not speak for all.
        """
        enough = models.Q(n=None) | models.Q(n__gte=SMALL_GROUP)
        at_metric = self.of_voice(Voice(Source.CUSTOMERS)).filter(enough, metric=models.OuterRef("pk"))
        newest = at_metric.order_by("-measured_on", "-pk").values("pk")[:1]
        found = metrics.annotate(newest=models.Subquery(newest)).values("newest")
        return self.filter(pk__in=found).order_by("measured_on", "pk")

    def of_voice(self, voice: Voice) -> ReadingQuerySet:
        """Those in which that voice speaks."""
        return self.filter(**voice._asdict())

    def shown(self) -> ReadingQuerySet:
        """Those whose value may be shown apart: it does not tell what fewer than five people of one group said."""
        return self.exclude(telling_of_few())

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """As `Reading.delete`, for all of them."""
        Metric.objects.filter(pk__in=self.order_by().values("metric")).touch()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    @transaction.atomic(savepoint=False)
    def recount(self, **counted: Any) -> None:
        """Other figures in place of those that were counted so far; no picture of the old ones is shown any more."""
        Metric.objects.filter(pk__in=self.order_by().values("metric")).touch()
        self.update(**counted)


WITH_ITS_METRIC, CAME_BACK = "went with its metric", "came back"
"""Reasons of records in the history of readings; of what was removed by itself there is none."""


class Removals(HistoricalRecords):
    """Which readings went, and which of them came back: as they never change, the others are not kept twice.

    What goes with a whole touchpoint or team leaves no record here.
    """

    def post_save(self, instance: Reading, created: bool, using: str | None = None, **kwargs: Any) -> None:
        """Keep only what says that it came back."""
        if get_change_reason_from_object(instance) == CAME_BACK:
            super().post_save(instance, created, using=using, **kwargs)

    def post_delete(self, instance: Reading, using: str | None = None, **kwargs: Any) -> None:
        """Keep what was removed by itself or with its metric."""
        origin = kwargs["origin"]
        cause = origin.model if isinstance(origin, models.QuerySet) else type(origin)
        if cause in (Reading, Metric):
            instance._change_reason = WITH_ITS_METRIC if cause is Metric else None  # type: ignore[attr-defined]
            super().post_delete(instance, using=using, **kwargs)


class Reading(KnownAtMetric):
    """One measured value; `low` and `high` bound its 95 % interval where one follows from what was typed in.

    The department it came from stays as long as it does: without one the value would pass for everybody's.
    `distribution` holds answers counted by the scale's steps ("0" to "10" for NPS), where they are known. `sheet` is
    made with the form, so that the same form sent twice is one reading.
    """

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="readings", db_index=False)  # by day, see below
    measured_on = models.DateField(_("Gemessen am"))
    value = value_field(_("Wert"))
    n = models.PositiveIntegerField(_("Anzahl der Antworten"), null=True, blank=True, validators=[MinValueValidator(1)])
    spread = optional_value(_("Standardabweichung"))
    low = optional_value(_("untere Grenze"))
    high = optional_value(_("obere Grenze"))
    distribution = models.JSONField(_("Verteilung"), null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=9, choices=Source.choices, default=Source.CUSTOMERS)
    department = models.ForeignKey(
        Department, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("Bereich")
    )
    note = models.CharField(_("Anmerkung"), max_length=280, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("eingetragen von"),
    )
    sheet = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = Removals()
    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Messung")
        verbose_name_plural = _("Messungen")
        ordering = ["measured_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=["customers", "staff", "own_count", "mystery"]),
                name="reading_source_known",
            ),
            models.CheckConstraint(condition=models.Q(n=None) | models.Q(n__gte=1), name="reading_n_positive"),
            models.UniqueConstraint(fields=["metric", "sheet"], name="reading_once_a_sheet"),
        ]
        indexes = [models.Index(fields=["metric", "measured_on", "id"], name="reading_by_day")]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value.normalize():f}"

    @property
    def voice(self) -> Voice:
        """Who said it."""
        return Voice(self.source, self.department_id)

    @property
    def is_shown(self) -> bool:
        """Whether the value may be shown apart, as `ReadingQuerySet.shown` has it."""
        return Reading.objects.shown().filter(pk=self.pk).exists()


class Attachment(models.Model):
    """The file that a reading was taken from; kept in the database like the minutes, so that one backup has all."""

    reading = models.OneToOneField(Reading, models.CASCADE, related_name="attachment")
    name = LineField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("Anhang")
        verbose_name_plural = _("Anhänge")

    def __str__(self) -> str:
        return self.name


class Baseline(KnownAtMetric):
    """The value that a metric started from. Never changed: a new one, with its reason, takes its place.

    Without a source nobody knows who said it, and nothing is held against it.
    """

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="baselines")
    source = models.CharField(_("Quelle"), max_length=9, choices=Source.choices, blank=True)
    department = models.ForeignKey(
        Department, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("Bereich")
    )
    value = value_field(_("Wert"))
    low = optional_value(_("untere Grenze"))
    high = optional_value(_("obere Grenze"))
    n = models.PositiveIntegerField(_("Anzahl der Antworten"), null=True, blank=True)
    measured_on = models.DateField(_("Gemessen am"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("Grund"), max_length=280, blank=True)

    class Meta:
        verbose_name = _("Nullmessung")
        verbose_name_plural = _("Nullmessungen")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=["", "customers", "staff", "own_count", "mystery"]),
                name="baseline_source_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value.normalize():f}"

    @property
    def voice(self) -> Voice:
        """Who said it."""
        return Voice(self.source, self.department_id)

    @classmethod
    def frozen(cls, reading: Reading, *, by: User, at: datetime, reason: str = "") -> Baseline:
        """The reading's value, kept from now on as where the metric started."""
        return cls.objects.create(
            metric=reading.metric,
            source=reading.source,
            department=reading.department,
            value=reading.value,
            low=reading.low,
            high=reading.high,
            n=reading.n,
            measured_on=reading.measured_on,
            set_by=by,
            set_at=at,
            reason=reason,
        )


class Benchmark(KnownAtMetric):
    """A value to compare with, from outside, with its source and date."""

    class Kind(models.TextChoices):
        """Whose it is."""

        COMPETITOR = "competitor", _("Wettbewerb")
        BEST_PRACTICE = "best_practice", _("Vorbild aus einem anderen Markt")

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="benchmarks")
    kind = models.CharField(_("Art"), max_length=13, choices=Kind.choices, default=Kind.COMPETITOR)
    name = LineField(_("Wer"), max_length=80)
    value = value_field(_("Wert"))
    measured_on = models.DateField(_("Stand"))
    origin = models.CharField(_("Quelle"), max_length=280)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Vergleichswert")
        verbose_name_plural = _("Vergleichswerte")
        ordering = ["-measured_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["competitor", "best_practice"]), name="benchmark_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value.normalize():f}"
