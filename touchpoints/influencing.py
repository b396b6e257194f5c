"""Influences between touchpoints: what may act on what."""

from __future__ import annotations

from collections import defaultdict, deque

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from touchpoints.describing import one_at_a_time
from touchpoints.models import Influence, Touchpoint


def connect(influence: Influence) -> None:
    """Save an influence. Raises ValidationError if it stands there already or would close a circle of needs, and
    Influence.DoesNotExist if it was removed meanwhile.

    Two people who each add half of a circle come one after the other.
    """
    with one_at_a_time(influence.source.team):
        if not influence._state.adding:
            Influence.objects.select_for_update().get(pk=influence.pk)  # what is removed meanwhile stays removed
        influence.validate_constraints()
        if influence.kind == Influence.Kind.NEEDS and (circle := circle_closed_by(influence)):
            names = f" {Influence.Kind.NEEDS.label} ".join(f"„{name}“" for name in circle)
            raise ValidationError({"target": _("So entstünde ein Kreis: %(names)s.") % {"names": names}})
        influence.save()


def circle_closed_by(influence: Influence) -> list[str]:
    """The names along the shortest circle of needs that the influence would close, from its source back to it."""
    path = _path_of_needs(influence.source.team_id, start=influence.target_id, end=influence.source_id)
    names = dict(Touchpoint.objects.filter(pk__in=path).values_list("pk", "name"))
    return [names[pk] for pk in (influence.source_id, *path)] if path else []


def _path_of_needs(team_id: int, *, start: int, end: int) -> list[int]:
    """The shortest way from one touchpoint to another along what each needs, both ends included; empty if none."""
    needed = defaultdict(list)
    needs = Influence.objects.filter(source__team=team_id, kind=Influence.Kind.NEEDS)
    for source, target in needs.order_by("pk").values_list("source", "target"):
        needed[source].append(target)
    came_from = {start: start}
    waiting = deque([start])
    while waiting and end not in came_from:
        here = waiting.popleft()
        for there in needed[here]:
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return _walked_back(came_from, start=start, end=end) if end in came_from else []


def _walked_back(came_from: dict[int, int], *, start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]
