"""Actions in groups: how many there are in each, and only those that a page or a column shows.

A hundred thousand actions are counted by an index; of the rows themselves only what is shown is fetched, by key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Q, TextChoices, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet
from actions.overview import rounds
from teams.models import Team, User

type Ordering = Callable[[ActionQuerySet], ActionQuerySet]


class By(TextChoices):
    """What actions are put into groups by; the value is also the name of the filter that shows one group alone."""

    PERSON = "person", _("Wer")
    DEPARTMENT = "department", _("Bereich")
    TOUCHPOINT = "touchpoint", _("Kontaktpunkt")
    PLAN = "plan", _("Plan")
    ROUND = "round", _("Runde")

    @property
    def column(self) -> str:
        """Where the key of the group stands."""
        return "responsible" if self == By.PERSON else self.value

    @property
    def without(self) -> str:
        """What those are called that are in no group."""
        return {
            By.PERSON: gettext("Noch niemand"),
            By.DEPARTMENT: gettext("Ohne Bereich"),
            By.TOUCHPOINT: gettext("Ohne Kontaktpunkt"),
            By.PLAN: gettext("Ohne Plan"),
            By.ROUND: gettext("Außerhalb einer Runde"),
        }[self]

    def names(self, team: Team, keys: Iterable[int]) -> dict[int, str]:
        """What the groups are called, by key."""
        match self:
            case By.PERSON:
                people = User.objects.filter(pk__in=list(keys))
                return {person.pk: person.name for person in people}
            case By.ROUND:
                return dict(rounds.choices(team))
        rows: Any = {By.DEPARTMENT: team.departments, By.TOUCHPOINT: team.touchpoints, By.PLAN: team.plans}[self]
        return dict(rows.values_list("pk", "name"))


@dataclass(frozen=True)
class Group:
    """Actions that have something in common: the key of it, what it is called, how many they are, and which.

    `is_backwards` where the last of the order come first.
    """

    key: Any
    name: str
    count: int
    where: Q
    is_backwards: bool = False


@dataclass
class Bunch:
    """What is shown of a group, from which of its places on."""

    group: Group
    first: int
    actions: list[Action] = field(default_factory=list)

    @property
    def is_continued(self) -> bool:
        """Whether the group has begun on a page before."""
        return self.first > 0

    @property
    def beyond(self) -> int:
        """How many of the group come after what is shown."""
        return self.group.count - self.first - len(self.actions)


class Stretch(NamedTuple):
    """Some of a group, from one place to before another."""

    group: Group
    first: int
    last: int


def all_in_one(actions: ActionQuerySet) -> list[Group]:
    """The actions without groups."""
    return [Group(None, "", actions.count(), Q())]


def in_groups(actions: ActionQuerySet, by: By, team: Team) -> tuple[ActionQuerySet, list[Group]]:
    """The actions, ready to be fetched by group, and the groups by name; those in none come last."""
    if by == By.ROUND:
        actions = rounds.with_round(actions)
    counted = list(actions.order_by().values_list(by.column).annotate(count=Count("pk")))
    names = by.names(team, [key for key, _count in counted if key is not None])
    groups = [Group(key, names.get(key, by.without), count, Q((by.column, key))) for key, count in counted]
    return actions, sorted(groups, key=lambda group: (group.key is None, group.name.casefold(), group.key or 0))


class Lines(Sequence[Bunch]):
    """The actions in the order of their groups, as a paginator takes them: a slice of places gives bunches.

    `rows` are all that may be fetched, with what is to be shown of them; `order` puts those of a group into theirs.
    """

    def __init__(
        self, actions: ActionQuerySet, groups: Sequence[Group], *, rows: ActionQuerySet, order: Ordering
    ) -> None:
        self.actions, self.groups, self.rows, self.order = actions, groups, rows, order

    def __len__(self) -> int:
        return sum(group.count for group in self.groups)

    def __getitem__(self, places: Any) -> Any:
        first, last, _step = places.indices(len(self))
        return bunches(self.actions, list(self._stretches(first, last)), rows=self.rows, order=self.order)

    def _stretches(self, first: int, last: int) -> Iterable[Stretch]:
        begin = 0
        for group in self.groups:
            end = begin + group.count
            if begin < last and end > first:
                yield Stretch(group, max(first - begin, 0), min(last, end) - begin)
            begin = end


def bunches(
    actions: ActionQuerySet, stretches: Sequence[Stretch], *, rows: ActionQuerySet, order: Ordering
) -> list[Bunch]:
    """The actions of each stretch, in two queries however many there are."""
    if not stretches:
        return []
    # A slice stands in a subquery of its own, because SQLite takes none in a union.
    slices = [
        Action.objects.filter(pk__in=_ordered(actions.filter(group.where), group, order).values("pk")[first:last])
        .values_list("pk", Value(place))
        .order_by()
        for place, (group, first, last) in enumerate(stretches)
    ]
    places = dict(slices[0].union(*slices[1:], all=True).order_by() if slices[1:] else slices[0])
    shown = [Bunch(group, first) for group, first, _last in stretches]
    for action in order(rows.filter(pk__in=list(places))):
        shown[places[action.pk]].actions.append(action)
    for bunch in shown:
        if bunch.group.is_backwards:
            bunch.actions.reverse()
    return shown


def _ordered(actions: ActionQuerySet, group: Group, order: Ordering) -> ActionQuerySet:
    return order(actions).reverse() if group.is_backwards else order(actions)
