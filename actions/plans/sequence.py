"""What comes after what: connecting actions, keeping circles out, telling where the dates do not fit."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actions.models import Action, Dependency, Status
from touchpoints.describing import one_at_a_time


def connect(*, action: Action, after: Action) -> Dependency:
    """Let one action come after another; a second click is the same.

    Raises ValidationError where this would close a circle. Two people who each add half of one come one after the
    other: the team's row is held meanwhile.
    """
    with one_at_a_time(action.team):
        if known := Dependency.objects.filter(action=action, after=after).first():
            return known
        dependency = Dependency(action=action, after=after)
        dependency.clean_fields()
        dependency.validate_constraints()
        if circle := _circle(action, after):
            names = " → ".join(f"„{name}“" for name in circle)
            raise ValidationError({"after": _("So entstünde ein Kreis: %(names)s.") % {"names": names}})
        dependency.save()
        return dependency


def dependencies_among(actions: QuerySet[Action] | Iterable[Action]) -> list[tuple[int, int]]:
    """Pairs of primary keys (action, what it waits for) with both ends among these actions; one query."""
    keys: Any = actions.values("pk") if isinstance(actions, QuerySet) else [action.pk for action in actions]
    pairs = Dependency.objects.filter(action__in=keys, after__in=keys)
    return list(pairs.order_by("pk").values_list("action", "after"))


def arranged(actions: Iterable[Action], pairs: Iterable[tuple[int, int]]) -> list[Action]:
    """The actions so that none stands before what it waits for, and otherwise by their days."""
    by_key = {action.pk: action for action in actions}
    waits, frees = dict.fromkeys(by_key, 0), defaultdict(list)
    for action, after in pairs:
        if action in by_key and after in by_key:
            waits[action] += 1
            frees[after].append(action)
    ready = [(_place(action), key) for key, action in by_key.items() if not waits[key]]
    heapq.heapify(ready)
    order = []
    while ready:
        _day, key = heapq.heappop(ready)
        order.append(by_key[key])
        for freed in frees[key]:
            waits[freed] -= 1
            if not waits[freed]:
                heapq.heappush(ready, (_place(by_key[freed]), freed))
    return order


def warning(action: Action, after: Action) -> str:
    """What does not fit between an action and the one that it waits for; empty if all does. Nothing is forbidden."""
    if not action.is_open or after.status == Status.DONE:
        return ""
    if after.status == Status.DROPPED:
        return _("„%s“ ist verworfen.") % after
    if action.status == Status.RUNNING:
        return _("Läuft schon, obwohl „%s“ noch nicht erledigt ist.") % after
    if action.starts_on and action.starts_on < after.due_on:
        return _("Beginnt, bevor „%s“ fertig sein soll.") % after
    if action.due_on < after.due_on:
        return _("Soll fertig sein, bevor „%s“ es ist.") % after
    return ""


def waits_of(action: Action) -> list[tuple[Dependency, str]]:
    """What an action waits for by its days, each with what does not fit about it; one query."""
    dependencies = action.waits_for.select_related("after").order_by("after__due_on", "pk")
    return [(dependency, warning(action, dependency.after)) for dependency in dependencies]


def _place(action: Action) -> tuple[date, date]:
    return (action.starts_on or action.due_on, action.due_on)


def _circle(action: Action, after: Action) -> list[str]:
    """The names along the circle that the two would close, in the order of doing; empty if they close none."""
    waits_for = defaultdict(list)
    for waiting, awaited in Dependency.objects.filter(action__team=action.team_id).values_list("action", "after"):
        waits_for[waiting].append(awaited)
    came_from, to_visit = {after.pk: after.pk}, deque([after.pk])
    while to_visit and action.pk not in came_from:
        here = to_visit.popleft()
        for there in waits_for[here]:
            if there not in came_from:
                came_from[there] = here
                to_visit.append(there)
    if action.pk not in came_from:
        return []
    path = [action.pk]
    while path[-1] != after.pk:
        path.append(came_from[path[-1]])
    names = dict(Action.objects.filter(pk__in=path).values_list("pk", "what"))
    return [names[pk] for pk in (*path, action.pk)]
