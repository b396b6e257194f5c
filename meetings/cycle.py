"""Where a touchpoint stands in the four stages × two steps of touchpoint management, as what is recorded tells.

| step | done when |
|---|---|
| captured | it is in the inventory |
| documented | its actual state is described |
| targeted | its target state is described |
| ways found | a round about it was held to its end, or an action was decided and not dropped |
| planned | it has an open or a finished action |
| carried out | an action is finished and none is open |
| measured | its newest reading is later than its last finished action's day; where nothing was finished, any reading |
| optimised | the last finished action was found to work, or a metric's main voice has since come to reach its target |

Life skips steps: somebody measures before anything is planned. So each step is told by itself, and the position is how
many are done in order. The last two look at the last change: with the next action the touchpoint goes round once more.
They go by readings that are shown alone: what a small group said must not be told from a step. A target is reached
by what five people said or what was counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from actions.models import OPEN, Action, Outcome
from actions.models import Status as ActionStatus
from meetings.models import Meeting, Phase
from touchpoints.measuring.reaching import AT_TARGET, main_voice_first
from touchpoints.models import Metric, Reading, Touchpoint, TouchpointQuerySet

type Condition = Q | Exists


class Step(TextChoices):
    """The eight steps in their order; the value stands in addresses."""

    CAPTURED = "captured", _("Erfasst")
    DOCUMENTED = "documented", _("Ist beschrieben")
    TARGETED = "targeted", _("Soll beschrieben")
    WAYS_FOUND = "ways_found", _("Bessere Wege gefunden")
    PLANNED = "planned", _("Maßnahmen geplant")
    CARRIED_OUT = "carried_out", _("Maßnahmen umgesetzt")
    MEASURED = "measured", _("Ergebnis gemessen")
    OPTIMISED = "optimised", _("Optimiert")

    @property
    def position(self) -> int:
        """Its place in the order, from 1."""
        return list(Step).index(self) + 1

    @property
    def leg(self) -> Leg:
        """The stage that it belongs to."""
        return list(Leg)[(self.position - 1) // 2]

    @classmethod
    def at(cls, position: int) -> Step:
        """The last of so many steps done in order."""
        return list(cls)[position - 1]


class Leg(TextChoices):
    """The four stages of the way, each with two steps; "stage" alone is the customer's in this program."""

    ANALYSIS = "analysis", _("Ist-Analyse")
    STRATEGY = "strategy", _("Soll-Strategie")
    IMPLEMENTATION = "implementation", _("Umsetzung")
    MONITORING = "monitoring", _("Monitoring")

    @property
    def steps(self) -> list[Step]:
        """Its two steps."""
        return [step for step in Step if step.leg == self]


@dataclass(frozen=True)
class Standing:
    """Where one touchpoint stands: the steps that are done, in order or not."""

    done: frozenset[Step]

    @property
    def next(self) -> Step | None:
        """The first step that is missing; None when it has gone all the way round."""
        return next((step for step in Step if step not in self.done), None)

    @property
    def position(self) -> int:
        """How many steps are done in order; the first always is."""
        return self.next.position - 1 if self.next else len(Step)


@dataclass(frozen=True)
class Stop:
    """A step with the touchpoints that stand there: how many, and the primary keys and names of the first few."""

    step: Step
    count: int
    few: list[dict[str, Any]]


def stops(touchpoints: TouchpointQuerySet, zone: ZoneInfo, few: int = 5) -> dict[Step, Stop]:
    """Where the touchpoints of a team in that zone stand, the key ones first, in one query."""
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    standing = with_positions(touchpoints, zone).order_by("-is_key", "name")
    for line in standing.values("pk", "name", "is_key", "position"):  # type: ignore[misc]
        lines[line["position"]].append(line)
    return {step: Stop(step, len(lines[step.position]), lines[step.position][:few]) for step in Step}


def standing_of(touchpoint: Touchpoint) -> Standing:
    """Where the touchpoint stands, in one query."""
    conditions = {step.value: condition for step, condition in _done_when().items()}
    rows = _with_last_change(Touchpoint.objects.filter(pk=touchpoint.pk), touchpoint.team.zone)
    told = rows.values(**conditions).get()
    return Standing(frozenset({Step.CAPTURED, *(Step(name) for name, is_done in told.items() if is_done)}))


def with_positions(touchpoints: TouchpointQuerySet, zone: ZoneInfo) -> TouchpointQuerySet:
    """The touchpoints of a team in that zone, each with its `position`: how many steps are done in order, 1 to 8.

    It costs no query of its own; the database stops at the first step that is missing.
    """
    missing = [When(~condition, then=Value(step.position - 1)) for step, condition in _done_when().items()]
    position = Case(*missing, default=Value(len(Step)), output_field=IntegerField())
    return _with_last_change(touchpoints, zone).annotate(position=position)


def standing_at(touchpoints: TouchpointQuerySet, step: str, zone: ZoneInfo) -> TouchpointQuerySet:
    """Those of a team in that zone whose position is the step of this value; all where no step has it."""
    if step not in Step.values:
        return touchpoints
    return with_positions(touchpoints, zone).filter(position=Step(step).position)  # type: ignore[misc]


def _with_last_change(touchpoints: TouchpointQuerySet, zone: ZoneInfo) -> TouchpointQuerySet:
    """What the rules look back at: the last finished action, and the newest reading."""
    finished = _actions(status=ActionStatus.DONE, done_at__isnull=False).order_by("-done_at", "-pk")
    readings = Reading.objects.shown().filter(metric__touchpoint=OuterRef("pk")).order_by("-measured_on")
    return touchpoints.alias(
        last_finished_on=TruncDate(Subquery(finished.values("done_at")[:1]), tzinfo=zone),
        last_outcome=Coalesce(Subquery(finished.values("outcome")[:1]), Value("")),
        last_measured_on=Subquery(readings.values("measured_on")[:1]),
    )


def _done_when() -> dict[Step, Condition]:
    """The rule of every step but the first, as the table above has it; for rows of `_with_last_change`."""
    held = Meeting.objects.filter(touchpoint=OuterRef("pk"), phase=Phase.CLOSED, ended_early_reason="")
    is_planned = Exists(_actions(status__in=[*OPEN, ActionStatus.DONE]))
    is_after = Q(last_finished_on=None) | Q(last_measured_on__gt=F("last_finished_on"))
    return {
        Step.DOCUMENTED: ~Q(actual_state=""),
        Step.TARGETED: ~Q(target_state=""),
        Step.WAYS_FOUND: Exists(held) | is_planned,
        Step.PLANNED: is_planned,
        Step.CARRIED_OUT: Exists(_actions(status=ActionStatus.DONE)) & ~Exists(_actions(status__in=OPEN)),
        Step.MEASURED: Q(last_measured_on__isnull=False) & is_after,
        Step.OPTIMISED: Q(last_outcome=Outcome.WORKS) | Q(Exists(_metrics_at_target())),
    }


def _actions(**which: object) -> QuerySet[Action]:
    return Action.objects.filter(touchpoint=OuterRef("pk"), **which)


def _metrics_at_target() -> QuerySet[Metric]:
    """Whose main voice says so: staff who are asked on the same day do not speak for customers."""
    newest = main_voice_first(Reading.objects.shown().filter(metric=OuterRef(OuterRef("pk")))).values("pk")[:1]
    changed_on = Coalesce(OuterRef(OuterRef("last_finished_on")), Value(date.min))
    reached = Reading.objects.filter(AT_TARGET, pk=Subquery(newest), measured_on__gt=changed_on)
    return Metric.objects.filter(Exists(reached), touchpoint=OuterRef("pk"), target__isnull=False)
