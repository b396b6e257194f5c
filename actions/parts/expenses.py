"""What an action has cost so far, held against its budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Action, Expense
from actions.money import money
from actions.moving import held
from teams.models import User


@transaction.atomic
def add(
    *,
    action: Action,
    spent_on: date,
    amount: Decimal,
    note: str,
    by: User | None,
    at: datetime,
    sheet: UUID | None = None,
) -> Expense:
    """Record what was spent, or, below zero, what came back; the same sheet twice is one expense."""
    expenses = held(action).expenses
    if sheet and (known := expenses.filter(sheet=sheet).first()):
        return known
    return expenses.create(spent_on=spent_on, amount=amount, note=note, recorded_by=by, recorded_at=at, sheet=sheet)


@transaction.atomic
def correct(*, expense: Expense, spent_on: date, amount: Decimal, note: str) -> None:
    """Say something else about what was spent; what is gone stays gone."""
    held(expense.action).expenses.filter(pk=expense.pk).update(spent_on=spent_on, amount=amount, note=note)


@dataclass(frozen=True)
class Purse:
    """Budget and what was spent of it, in the team's currency; no budget is None."""

    budget: Decimal | None
    spent: Decimal
    currency: str

    @property
    def is_over(self) -> bool:
        """Whether more was spent than planned."""
        return self.budget is not None and self.spent > self.budget

    @property
    def percent(self) -> int:
        """How much of the budget is spent, from 0 to 100; more is 100."""
        if not self.budget:
            return 100 if self.is_over else 0
        return int(min(max(self.spent / self.budget, Decimal(0)), Decimal(1)) * 100)

    @property
    def words(self) -> str:
        """The same as a sentence: "Budget 2.000 €, ausgegeben 1.250 €, bleibt 750 €"."""
        spent = money(self.spent, self.currency)
        if self.budget is None:
            return _("Ausgegeben %(spent)s, ohne Budget") % {"spent": spent}
        rest = money(abs(self.budget - self.spent), self.currency)
        known = {"budget": money(self.budget, self.currency), "spent": spent, "rest": rest}
        if self.is_over:
            return _("Budget %(budget)s, ausgegeben %(spent)s, %(rest)s darüber") % known
        return _("Budget %(budget)s, ausgegeben %(spent)s, bleibt %(rest)s") % known
