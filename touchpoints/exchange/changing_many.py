"""Changes many touchpoints at once: first it is told what would become different, then it is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from teams.models import Team
from touchpoints.describing import describe, one_at_a_time
from touchpoints.models import Tag, Touchpoint, TouchpointQuerySet
from touchpoints.tagging import tags_named


@dataclass(frozen=True)
class Changes:
    """What shall hold for all of them: values by field (`owner_id`, not `owner`), and tags by name."""

    values: Mapping[str, Any] = field(default_factory=dict)
    tags_on: tuple[str, ...] = ()
    tags_off: tuple[str, ...] = ()

    def fields_of(self, touchpoint: Touchpoint) -> set[str]:
        """The fields in which the touchpoint would become different."""
        changed = {name for name, value in self.values.items() if getattr(touchpoint, name) != value}
        tags = {tag.name.lower() for tag in touchpoint.tags.all()}
        if not tags.issuperset(name.lower() for name in self.tags_on):
            changed.add("tags_on")
        if not tags.isdisjoint(name.lower() for name in self.tags_off):
            changed.add("tags_off")
        return changed


def counted(touchpoints: Iterable[Touchpoint], changes: Changes) -> dict[str, int]:
    """By field, how many of the touchpoints would become different; `any` counts each touchpoint once."""
    counts = dict.fromkeys([*changes.values, "tags_on", "tags_off", "any"], 0)
    for touchpoint in touchpoints:
        changed = changes.fields_of(touchpoint)
        for name in (*changed, *(["any"] if changed else [])):
            counts[name] += 1
    return counts


def change(touchpoints: TouchpointQuerySet, changes: Changes, *, team: Team) -> int:
    """Change those that are not so already, each as one entry of its history; returns how many those are."""
    with one_at_a_time(team):  # an import locks other rows first: each would wait for the other for ever
        rows = touchpoints.select_for_update(of=("self",)).prefetch_related("tags")
        different = [touchpoint for touchpoint in rows if changes.fields_of(touchpoint)]
        tags = tags_named(team, changes.tags_on)
        for touchpoint in different:
            _make_so(touchpoint, changes, tags)
    return len(different)


def _make_so(touchpoint: Touchpoint, changes: Changes, tags: list[Tag]) -> None:
    for name, value in changes.values.items():
        setattr(touchpoint, name, value)
    taken_off = {name.lower() for name in changes.tags_off}
    kept = {tag for tag in touchpoint.tags.all() if tag.name.lower() not in taken_off}
    describe(touchpoint, tags=kept.union(tags))
