"""How far plans are: counted from their actions and those of their parts, never kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from actions.models import OPEN, Action, Plan, Status


class State(TextChoices):
    """Where a plan is."""

    DRAWER = "drawer", _("in der Schublade")
    PLANNED = "planned", _("geplant")
    RUNNING = "running", _("läuft")
    DONE = "done", _("erledigt")
    CLOSED = "closed", _("abgeschlossen")


COUNTED = {
    "planned": Q(status=Status.PLANNED),
    "open": Q(status__in=OPEN),
    "blocked": Q(status=Status.BLOCKED),
    "done": Q(status=Status.DONE),
}


@dataclass(frozen=True)
class Progress:
    """How many actions of a plan are where; what was dropped counts nowhere."""

    planned: int = 0
    open: int = 0
    overdue: int = 0
    blocked: int = 0
    done: int = 0

    @property
    def decided(self) -> int:
        """All that is to be done or is done."""
        return self.open + self.done

    @property
    def percent(self) -> int:
        """The share that is done, in whole percent; full only when all is."""
        return 100 * self.done // self.decided if self.decided else 0

    def state(self, plan: Plan) -> State:
        """Where a plan with this progress is."""
        if plan.is_in_drawer:
            return State.DRAWER
        if plan.closed_at is not None:
            return State.CLOSED
        if self.decided and not self.open:
            return State.DONE
        return State.RUNNING if self.open > self.planned or self.done else State.PLANNED


def progress_of(plans: Iterable[Plan], *, today: date) -> dict[int, Progress]:
    """By primary key of each plan how far it is, its parts included; one query."""
    keys = [plan.pk for plan in plans]
    counts = {
        **{name: Count("pk", filter=condition) for name, condition in COUNTED.items()},
        "overdue": Count("pk", filter=Q(status__in=OPEN, due_on__lt=today)),
    }
    of_plans = Action.objects.filter(plan__in=Plan.objects.family(keys)).order_by()
    rows: Any = of_plans.values("plan", "plan__parent").annotate(**counts)
    found: dict[int, Counter[str]] = {key: Counter() for key in keys}
    for row in rows:
        for key in {row["plan"], row["plan__parent"]} & found.keys():
            found[key].update({name: row[name] for name in counts})
    return {key: Progress(**counted) for key, counted in found.items()}
