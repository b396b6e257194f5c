"""An action: who does what, with whom, from when until when, to which result, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.errors import NotAllowed
from actions.models.days import DayField
from actions.models.status import MOVES, OPEN, WITH_REASON, Outcome, Priority, Status
from teams.models import Department, Membership, Team, User
from teams.wording import LineField
from touchpoints.models import BrandFit, Metric, Touchpoint
from touchpoints.models.metrics import optional_value

MONEY_DIGITS, CENTS = 12, 2
SEARCHED_CHARACTERS, SEARCHED_WORDS = 200, 20


def money_field(label: Any, **options: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    """An amount in the team's currency, never below zero."""
    validators = [MinValueValidator(0)]
    return models.DecimalField(label, max_digits=MONEY_DIGITS, decimal_places=CENTS, validators=validators, **options)


class ActionQuerySet(models.QuerySet["Action"]):
    """Named sets of actions; dates are days in the team's time zone."""

    def open(self) -> ActionQuerySet:
        """Decided and neither done nor dropped."""
        return self.filter(status__in=OPEN)

    def open_first(self) -> ActionQuerySet:
        """What is still to do by its last day, then the rest, latest first."""
        return self.order_by(
            Case(When(status__in=OPEN, then=0), default=1),
            Case(When(status__in=OPEN, then="due_on")),
            "-due_on",
            "pk",
        )

    def urgent_first(self, today: date) -> ActionQuerySet:
        """What is overdue, what does not go on, and the other open ones, each by last day; then the rest."""
        is_open = Q(status__in=OPEN)
        return self.order_by(
            Case(
                When(is_open, due_on__lt=today, then=0),
                When(status=Status.BLOCKED, then=1),
                When(is_open, then=2),
                default=3,
            ),
            Case(When(is_open, then="due_on")),
            "-due_on",
            "pk",
        )

    def search(self, words: str) -> ActionQuerySet:
        """Those whose texts contain every one of the words; of a long text only the first ones count."""
        found = self
        for word in words[:SEARCHED_CHARACTERS].split()[:SEARCHED_WORDS]:
            texts = ("what", "why", "with_whom", "blocked_reason", "result")
            found = found.filter(Q.create([(f"{text}__icontains", word) for text in texts], connector=Q.OR))
        return found

    def of(self, person: User) -> ActionQuerySet:
        """Those that one person answers for."""
        return self.filter(responsible=person)

    def concerning(self, person: User) -> ActionQuerySet:
        """Those that one person answers for or helps with."""
        return self.filter(Q(responsible=person) | self._helped_by(person))

    def not_concerning(self, person: User) -> ActionQuerySet:
        """Those that one person neither answers for nor helps with."""
        return self.exclude(responsible=person).exclude(self._helped_by(person))

    def changeable_by(self, membership: Membership) -> ActionQuerySet:
        """Those that this person may change, as `Action.may_be_changed_by` says of one."""
        if membership.is_lead:
            return self
        if not membership.can_write:
            return self.none()
        return self.filter(Q(responsible=None) | Q(responsible=membership.user) | self._helped_by(membership.user))

    def overdue(self, today: date) -> ActionQuerySet:
        """Open past their last day."""
        return self.open().filter(due_on__lt=today)

    def blocked(self) -> ActionQuerySet:
        """Those that do not go on."""
        return self.filter(status=Status.BLOCKED)

    def wanting_help(self) -> ActionQuerySet:
        """Open ones for which somebody asked for help: few, and found by their own index if no other one fits."""
        return self.filter(help_wanted_at__isnull=False).exclude(status__in=(Status.DONE, Status.DROPPED))

    def follow_up_due(self, today: date) -> ActionQuerySet:
        """Those to be asked about: the follow-up day has come and nobody has said yet what became of it."""
        return self.filter(follow_up_on__lte=today, settled_at=None).exclude(status=Status.DROPPED)

    def awaited(self) -> ActionQuerySet:
        """Those with a day to come or gone by: still open, or with a follow-up that nobody has answered."""
        return self.filter(Q(status__in=OPEN) | Q(status=Status.DONE, settled_at=None, follow_up_on__isnull=False))

    def with_day(self, day: date) -> ActionQuerySet:
        """Those that start or are due on the day and still open, and those to be asked about on it."""
        ends, starts = Q(status__in=OPEN, due_on=day), Q(status__in=OPEN, starts_on=day)
        return self.filter(ends | starts | Q(follow_up_on=day, settled_at=None) & ~Q(status=Status.DROPPED))

    def not_asked_yet(self, today: date) -> ActionQuerySet:
        """Those without a follow-up, or whose follow-up day is still to come."""
        return self.filter(Q(follow_up_on=None) | Q(follow_up_on__gt=today))

    def census(self, today: date) -> dict[str, int]:
        """How many are `open`, `overdue`, `blocked` and due for their `follow_up`."""
        counted = self.open().aggregate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            blocked=Count("pk", filter=Q(status=Status.BLOCKED)),
        )
        return counted | {"follow_up": self.follow_up_due(today).count()}

    def words_in(self, field: str) -> models.QuerySet[Action, str]:
        """What people have written into a field of one line, each wording once; at most a hundred."""
        return self.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()[:100]

    def with_progress(self) -> ActionQuerySet:
        """Each with `steps_all`, the lines of its checklist, and `steps_done`, how many of them are ticked."""
        lines = self._rows_of("steps").annotate(all=Count("pk"), done=Count("done_at"))
        return self.annotate(
            steps_all=Coalesce(Subquery(lines.values("all")), 0), steps_done=Coalesce(Subquery(lines.values("done")), 0)
        )

    def with_spent(self) -> ActionQuerySet:
        """Each with `spent`, the sum of what was spent on it, in the team's currency."""
        spent = self._rows_of("expenses").annotate(sum=Sum("amount")).values("sum")
        return self.annotate(spent=Coalesce(Subquery(spent), Decimal(0)))

    def as_lines(self) -> ActionQuerySet:
        """Each with what a line or a card shows of it."""
        whole = self.select_related("team", "responsible", "department", "touchpoint", "plan")
        return whole.prefetch_related("helpers").with_progress().with_spent()

    def _rows_of(self, relation: str) -> models.QuerySet[Any]:
        """What hangs on each action, to be counted beside it: two joins would multiply one by the other."""
        rows: Any = self.model._meta.get_field(relation).related_model
        found: models.QuerySet[Any] = rows.objects.filter(action=OuterRef("pk")).order_by().values("action")
        return found

    def _helped_by(self, person: User) -> Q:
        """By keys: beside another key in an "or", databases look both up instead of asking each row."""
        return Q(pk__in=self.model.helpers.through.objects.filter(user=person).values("action"))


class Action(models.Model):
    """One thing to do, decided by the team. Money is in the team's currency, values in the metric's unit."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="actions")
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("Kontaktpunkt"),
    )
    plan = models.ForeignKey(
        "actions.Plan", models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("Plan")
    )
    what = models.CharField(_("Was"), max_length=280)
    why = models.TextField(_("Warum"), blank=True, max_length=2000)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("Bereich")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="actions",
        verbose_name=_("Wer"),
    )
    helpers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="helps_with", verbose_name=_("Aus dem Team dabei")
    )
    with_whom = models.CharField(_("Mit wem"), max_length=200, blank=True)
    starts_on = DayField(_("Ab"), null=True, blank=True)
    due_on = DayField(_("Bis"))
    promised_on = DayField(_("Zugesagt bis"), editable=False)
    follow_up_on = DayField(_("Folgetermin"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("Priorität"), choices=Priority.choices, default=Priority.NORMAL)
    budget = money_field(_("Budget"), null=True, blank=True)

    metric = models.ForeignKey(
        Metric,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("Kennzahl"),
        help_text=_("An ihr zeigt sich, ob es gewirkt hat."),
    )
    start_value = optional_value(_("Startwert"))
    target_value = optional_value(_("Zielwert"))
    measured_value = optional_value(_("Gemessener Wert"))

    target_group = LineField(_("Zielgruppe"), max_length=120, blank=True)
    media_use = LineField(_("Mediennutzung"), max_length=120, blank=True)
    region = LineField(_("Region"), max_length=120, blank=True)
    culture = LineField(_("Kultur"), max_length=120, blank=True)
    brand_fit = models.CharField(_("Passt zur Marke?"), max_length=6, choices=BrandFit.choices, blank=True)

    status = models.CharField(_("Status"), max_length=7, choices=Status.choices, default=Status.PLANNED)
    blocked_reason = models.CharField(_("Woran es stockt"), max_length=280, blank=True)
    outcome = models.CharField(_("Wirkung"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("Ergebnis"), blank=True, max_length=2000)
    predecessor = models.OneToOneField(
        "self", models.SET_NULL, null=True, editable=False, related_name="successor", verbose_name=_("Justiert nach")
    )
    assigned_at = models.DateTimeField(null=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    help_wanted_at = models.DateTimeField(null=True, editable=False)
    help_wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    help_words = models.CharField(_("Wobei Hilfe fehlt"), max_length=280, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(
        excluded_fields=["created_at", "assigned_at", "assigned_by", "help_wanted_by"], m2m_fields=[helpers]
    )
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="action_status_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="action_outcome_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="action_priority_known"),
            models.CheckConstraint(condition=Q(brand_fit__in=["", *BrandFit.values]), name="action_brand_fit_known"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=models.F("due_on")),
                name="action_starts_before_due",
                violation_error_code="starts_on",
                violation_error_message=_("Der Beginn liegt nach dem Ende."),
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="action_budget_not_negative",
                violation_error_code="budget",
                violation_error_message=_("Ein Budget ist nicht negativ."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="action_settled_with_outcome",
                violation_error_message=_("Zum Abschluss gehört, was daraus geworden ist."),
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(result=""),
                name="action_dropped_with_reason",
                violation_error_message=_("Wer eine Maßnahme verwirft, schreibt den Grund dazu."),
            ),
            models.CheckConstraint(
                condition=Q(status="blocked") & ~Q(blocked_reason="") | ~Q(status="blocked") & Q(blocked_reason=""),
                name="action_blocked_with_reason",
                violation_error_message=_("Wenn es stockt, steht dabei, woran."),
            ),
            models.CheckConstraint(
                condition=Q(help_wanted_at__isnull=False) | Q(help_words=""), name="action_help_words_when_wanted"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "status", "due_on"], name="action_list"),
            models.Index(
                fields=["team", "follow_up_on", "status"], condition=Q(settled_at=None), name="action_follow_up"
            ),
            models.Index(fields=["team", "responsible", "status", "due_on"], name="action_of_person"),
            models.Index(fields=["team", "department", "status", "due_on"], name="action_of_department"),
            models.Index(fields=["team", "touchpoint", "status", "due_on"], name="action_at_touchpoint"),
            models.Index(fields=["team", "plan", "status", "due_on"], name="action_of_plan"),
            models.Index(fields=["team", "starts_on"], name="action_start"),
            models.Index(fields=["team", "done_at"], name="action_done"),
            models.Index(fields=["team"], condition=Q(help_wanted_at__isnull=False), name="action_help_wanted"),
        ]

    def __str__(self) -> str:
        return self.what

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the day that was promised first, however often the last day moves later."""
        if self._state.adding and not self.promised_on:
            self.promised_on = self.due_on
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("actions:detail", args=[self.team.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Decided and neither done nor dropped."""
        return self.status in OPEN

    @property
    def wants_help(self) -> bool:
        """Open, and somebody asked for help with it."""
        return self.is_open and self.help_wanted_at is not None

    @property
    def moves(self) -> tuple[Status, ...]:
        """Where it may get from where it is."""
        return MOVES[Status(self.status)]

    @property
    def reached_target(self) -> bool | None:
        """Whether the measured value is as good as the target; None where one of them is not known."""
        if self.metric is None or self.target_value is None or self.measured_value is None:
            return None
        ahead = self.measured_value - self.target_value
        return ahead >= 0 if self.metric.better == Metric.Better.HIGHER else ahead <= 0

    @property
    def follower(self) -> Action | None:
        """The action that fine-tunes this one, if there is one."""
        return getattr(self, "successor", None)

    def is_overdue(self, today: date) -> bool:
        """Open past its last day."""
        return self.is_open and self.due_on < today

    def may_end_on(self, day: date, today: date) -> bool:
        """A new last day is still to come; the one that the action has had may lie behind."""
        return day >= today or day == self.due_on

    def asks_for_result(self, today: date) -> bool:
        """The follow-up day has come and nobody has said yet what became of it."""
        waits = self.settled_at is None and self.status != Status.DROPPED
        return waits and self.follow_up_on is not None and self.follow_up_on <= today

    def may_be_changed_by(self, membership: Membership) -> bool:
        """Leads change every action, members their own, those they help with, and those that nobody has taken on."""
        if membership.is_lead or not membership.can_write:
            return membership.is_lead
        if self.responsible_id in (None, membership.user_id):
            return True
        return any(helper.pk == membership.user_id for helper in self.helpers.all())

    def move(self, to: Status, *, reason: str = "", at: datetime) -> None:
        """Bring it to another status; `actions.moving.move` holds the row while it does. Raises NotAllowed.

        Taking it up again forgets what was said at the follow-up; the history keeps it.
        """
        if to not in self.moves:
            here = self.get_status_display()
            raise NotAllowed(_("Von „%(old)s“ geht es nicht zu „%(new)s“.") % {"old": here, "new": to.label})
        if to in WITH_REASON and not reason:
            raise NotAllowed(_("Dazu gehört der Grund."))
        if not self.is_open:
            self.outcome, self.result, self.settled_at = "", "", None
        self.status = to
        self.blocked_reason = reason if to == Status.BLOCKED else ""
        self.result = reason if to == Status.DROPPED else self.result
        self.done_at = at if to == Status.DONE else None
        self.save(update_fields=["status", "blocked_reason", "outcome", "result", "done_at", "settled_at"])

    def settle(self, *, outcome: Outcome, result: str, measured_value: Decimal | None = None, at: datetime) -> None:
        """Say at the follow-up what became of it; `actions.settling.settle` also makes what follows from it."""
        self.outcome, self.result, self.measured_value = outcome, result, measured_value
        self.status, self.blocked_reason = Status.DONE, ""
        self.done_at, self.settled_at = self.done_at or at, at
        self.save(
            update_fields=["outcome", "result", "measured_value", "status", "blocked_reason", "done_at", "settled_at"]
        )
