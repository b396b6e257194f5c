"""What a closed survey says: means by group, and where staff and customers, or two departments, see it differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations, compress

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchpoints.measuring.formulas import SMALL_GROUP, Difference, holm, welch
from touchpoints.models import Rating, Source, Survey, Touchpoint
from touchpoints.perception.customers import CustomersView, customers_view
from touchpoints.perception.groups import REST, Answers, Group, Mean, shown_apart


@dataclass(frozen=True)
class Gap:
    """How far one side's mean lies above the other's at a touchpoint; `group` and `other` say who the two sides are."""

    touchpoint: Touchpoint
    group: str | Promise
    mean: Mean
    other: str | Promise
    other_mean: Mean
    difference: Difference
    is_importance: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves zero out: the two sides do see it differently."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and not low <= 0 <= high

    @property
    def verdict(self) -> str | Promise:
        """What the gap to the customers means, no surer than the answers are."""
        if self.difference.low is None:
            return _("ohne Streuung nicht zu sagen")
        if not self.is_certain:
            return _("kein Unterschied erkennbar")
        return _("sieht sich besser") if self.difference.value > 0 else _("sieht sich schlechter")


@dataclass(frozen=True)
class Answered:
    """A touchpoint of the survey with what groups and customers think of it."""

    touchpoint: Touchpoint
    groups: list[Group]
    everyone: Group | None
    customers: CustomersView | None

    def gaps(self) -> Iterator[Gap]:
        """Each group against the customers, in how good it is."""
        if self.customers:
            for group in self.groups:
                yield _gap(
                    self.touchpoint, group.called, group.performance, Source.CUSTOMERS.label, self.customers.mean
                )

    def departments_gaps(self) -> Iterator[Gap]:
        """Each two departments against each other, in how good and in how important it is."""
        for one, other in combinations([group for group in self.groups if group.name != REST], 2):
            yield _gap(self.touchpoint, one.name, one.performance, other.name, other.performance)
            yield _gap(self.touchpoint, one.name, one.importance, other.name, other.importance, is_importance=True)


@dataclass(frozen=True)
class Results:
    """Everything that the page of a closed survey shows."""

    answered: list[Answered]

    @cached_property
    def gaps(self) -> list[Gap]:
        """Between groups and customers, largest first."""
        return _largest_first(gap for each in self.answered for gap in each.gaps())

    @cached_property
    def departments_compared(self) -> list[Gap]:
        """Between departments, all that were looked at, largest first."""
        return _largest_first(gap for each in self.answered for gap in each.departments_gaps())

    @cached_property
    def departments_gaps(self) -> list[Gap]:
        """Of those the certain ones: at 95 % each, 20 of 400 would stand out even where nobody disagrees."""
        chances = [gap.difference.chance for gap in self.departments_compared]
        return list(compress(self.departments_compared, holm([1 if each is None else each for each in chances])))

    @property
    def without_customers(self) -> list[Touchpoint]:
        """Touchpoints at which no customer was asked on the same scale."""
        return [each.touchpoint for each in self.answered if each.customers is None]

    @property
    def has_departments(self) -> bool:
        """Whether two departments at least stand apart somewhere."""
        return any(len([group for group in each.groups if group.name != REST]) > 1 for each in self.answered)


def results_of(survey: Survey, touchpoints: Iterable[Touchpoint]) -> Results:
    """The survey's results for these of its touchpoints; what small groups said stands in no part of it."""
    touchpoints = list(touchpoints)
    answers, customers = _answers(survey, touchpoints), customers_view(touchpoints)
    return Results([_answered(each, answers.get(each.pk, {}), customers.get(each.pk)) for each in touchpoints])


def last_told(touchpoint: Touchpoint, *, at: datetime) -> Survey | None:
    """The newest closed survey that five people answered at the touchpoint; without one the newest that is closed."""
    closed = touchpoint.surveys.closed(at)
    answers = Count("ratings", filter=Q(ratings__touchpoint=touchpoint))
    return closed.alias(answers=answers).filter(answers__gte=SMALL_GROUP).first() or closed.first()


def _answered(touchpoint: Touchpoint, answers: dict[str, Answers], customers: CustomersView | None) -> Answered:
    shown = shown_apart(answers)
    everyone = sum(shown.values(), Counter())
    return Answered(
        touchpoint,
        groups=[Group.of(name, counts, alone=len(shown) == 1) for name, counts in shown.items()],
        everyone=Group.of(REST, everyone, alone=True) if everyone else None,
        customers=customers,
    )


def _answers(survey: Survey, touchpoints: list[Touchpoint]) -> dict[int, dict[str, Answers]]:
    """Answers counted in the database: by touchpoint, group, importance and performance."""
    counted = (
        Rating.objects.filter(survey=survey, touchpoint__in=touchpoints)
        .order_by()
        .values_list("touchpoint", "group", "importance", "performance")
        .annotate(count=Count("pk"))
    )
    answers: dict[int, dict[str, Answers]] = {}
    for touchpoint, group, importance, performance, count in counted:
        answers.setdefault(touchpoint, {}).setdefault(group, Counter())[importance, performance] += count
    return answers


def _gap(
    touchpoint: Touchpoint,
    group: str | Promise,
    mean: Mean,
    other: str | Promise,
    other_mean: Mean,
    *,
    is_importance: bool = False,
) -> Gap:
    difference = welch(mean.value, mean.spread, mean.n, other_mean.value, other_mean.spread, other_mean.n)
    return Gap(touchpoint, group, mean, other, other_mean, difference, is_importance)


def _largest_first(gaps: Iterable[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: (-abs(gap.difference.value), gap.touchpoint.name, str(gap.group)))
