"""The three ways in which an action may go, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from actions.models import Action, Case, Scenario
from actions.moving import held
from actions.pert import pert_day, pert_mean

TOLD = ("ends_on", "cost", "effect", "trigger", "plan_b")
"""What is told of each case."""


@transaction.atomic
def tell(*, action: Action, cases: Mapping[Case, Mapping[str, Any]]) -> None:
    """Change what these fields of the cases say, and no others; a case of which nothing is told goes."""
    known = {scenario.case: scenario for scenario in held(action).scenarios.all()}
    for case, said in cases.items():
        scenario = known.get(case) or Scenario(action=action, case=case)
        for name, value in said.items():
            setattr(scenario, name, value)
        if any(getattr(scenario, name) not in (None, "") for name in TOLD):
            scenario.save()
        elif scenario.pk:
            scenario.delete()


@dataclass(frozen=True)
class Outlook:
    """The three cases of an action, None for each of which nothing is told, and the PERT means."""

    cases: Mapping[Case, Scenario | None]

    @classmethod
    def of(cls, action: Action) -> Outlook:
        """Out of the action's rows; none but those of a prefetch is asked for again."""
        known = {scenario.case: scenario for scenario in action.scenarios.all()}
        return cls({case: known.get(case) for case in Case})

    def __bool__(self) -> bool:
        return any(self.cases.values())

    @property
    def told(self) -> list[Scenario]:
        """The cases of which something is told, the best first."""
        return [scenario for scenario in self.cases.values() if scenario]

    @property
    def tells_effect(self) -> bool:
        """Whether an effect is told of any case."""
        return any(scenario.effect is not None for scenario in self.told)

    @property
    def ends_on(self) -> date | None:
        """The PERT mean of the last days."""
        return pert_day(*self._three("ends_on"))

    @property
    def cost(self) -> Decimal | None:
        """The PERT mean of the costs, in the team's currency."""
        return pert_mean(*self._three("cost"))

    @property
    def effect(self) -> Decimal | None:
        """The PERT mean of the effects, in the metric's unit."""
        return pert_mean(*self._three("effect"))

    def _three(self, name: str) -> Any:
        return (getattr(scenario, name, None) for scenario in self.cases.values())
