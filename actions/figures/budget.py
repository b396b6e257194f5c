"""What actions cost: planned, spent, and what it will come to.

    planned  = the budget that was written down
    spent    = the sum of the expenses
    forecast = of what is done or dropped: spent
               of what is open: the PERT mean of its three scenarios' costs where all three are there, else planned;
               but never less than what has been spent already

The PERT mean is (best + 4·realistic + worst)/6: 400, 900 and 2,500 give 1,083.33. An open action without budget and
scenarios counts with what it has cost so far; how many those are stands beside the sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Count, DecimalField, F, FloatField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from actions.figures.follow_through import Side
from actions.models import OPEN, ActionQuerySet, Case, Scenario

CENT = Decimal("0.01")
MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=20, decimal_places=2)
ALL_CASES = len(Case)


@dataclass(frozen=True)
class Costs:
    """Sums over actions in the team's currency; `open_ended` are open with neither a budget nor three scenarios."""

    actions: int = 0
    planned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    forecast: Decimal = Decimal(0)
    open_ended: int = 0
    name: str = ""

    @property
    def change(self) -> Decimal:
        """What the forecast lies above what was planned, or below it."""
        return self.forecast - self.planned

    @property
    def is_over(self) -> bool:
        """Whether it will cost more than planned."""
        return self.change > 0

    def __add__(self, other: Costs) -> Costs:
        return Costs(
            self.actions + other.actions,
            self.planned + other.planned,
            self.spent + other.spent,
            self.forecast + other.forecast,
            self.open_ended + other.open_ended,
            self.name,
        )


def ending_in(actions: ActionQuerySet, year: int | None) -> ActionQuerySet:
    """Those whose last day lies in the year; all for None."""
    return actions if year is None else actions.filter(due_on__year=year)


def costs_by(actions: ActionQuerySet, side: Side) -> list[Costs]:
    """The sums for each department, touchpoint or plan, the dearest first; what has none comes last. One query."""
    name = f"{side}__name"
    rows: Any = _reckoned(actions).order_by().values(side.value, name).annotate(**_sums())
    found = [_costs(row, row[name] or "") for row in rows]
    return sorted(found, key=lambda costs: (not costs.name, -costs.forecast, costs.name))


def total(costs: Iterable[Costs]) -> Costs:
    """All of them together."""
    return sum(costs, Costs())


def _reckoned(actions: ActionQuerySet) -> ActionQuerySet:
    """Each with its `spent`, and with the `mean` of its scenarios where all three have a cost."""
    return actions.order_by().with_spent().annotate(mean=Subquery(_means()))


def _means() -> Any:
    known = Scenario.objects.filter(action=OuterRef("pk"), cost__isnull=False).order_by().values("action")
    cost = Cast("cost", FloatField())  # whole numbers would be divided without their cents
    weighed = Sum(SqlCase(When(case=Case.REALISTIC, then=4 * cost), default=cost, output_field=FloatField()))
    mean = Cast(weighed / Value(6.0), MONEY)
    return known.annotate(cases=Count("pk"), mean=mean).filter(cases=ALL_CASES).values("mean")


def _sums() -> dict[str, Any]:
    is_open = Q(status__in=OPEN)
    expected = Greatest(F("spent"), Coalesce(F("mean"), F("budget"), Value(Decimal(0))), output_field=MONEY)
    forecast = SqlCase(When(is_open, then=expected), default=F("spent"), output_field=MONEY)
    return {
        "actions": Count("pk"),
        "planned": Sum("budget", output_field=MONEY),
        "all_spent": Sum("spent", output_field=MONEY),
        "forecast": Sum(forecast, output_field=MONEY),
        "open_ended": Count("pk", filter=is_open & Q(budget=None, mean=None)),
    }


def _costs(row: Any, name: str) -> Costs:
    planned, spent, forecast = (Decimal(row[key] or 0).quantize(CENT) for key in ("planned", "all_spent", "forecast"))
    return Costs(row["actions"], planned, spent, forecast, row["open_ended"], name)
