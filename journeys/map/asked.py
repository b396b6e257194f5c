"""What an address asks of the map: which lanes are left out, and whose steps stand out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from journeys.lanes import LANES, Lane, Side, shown
from journeys.mapping import JourneyMap, MapStep


class Pill(NamedTuple):
    """A lane, or a side with all of its lanes, to switch on or off."""

    name: str
    title: object
    query: str
    is_shown: bool


@dataclass(frozen=True)
class Asked:
    """`hidden` are names of lanes in the map's order; an empty `department` stands for all."""

    hidden: tuple[str, ...] = ()
    department: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What stands in the address; what is no lane is passed over."""
        return cls(_in_order(query.getlist("hide")), query.get("department", ""))

    @classmethod
    def for_heads_alone(cls) -> Asked:
        """No lane at all: as long as there is no step there is nothing to say of one."""
        return cls(tuple(lane.name for lane in LANES))

    @property
    def query(self) -> str:
        """The same as an address says it, with its question mark."""
        told = [("hide", name) for name in self.hidden] + [("department", self.department)] * bool(self.department)
        return f"?{urlencode(told)}" if told else "?"

    @property
    def lanes(self) -> list[Lane]:
        """Those that are shown."""
        return shown(self.hidden)

    @property
    def lane_pills(self) -> Iterator[Pill]:
        """One for each lane."""
        for lane in LANES:
            yield Pill(lane.name, lane.title, self._switched({lane.name}).query, lane.name not in self.hidden)

    @property
    def side_pills(self) -> Iterator[Pill]:
        """All lanes of a side alone, and all there are."""
        for side in Side:
            others = _in_order(lane.name for lane in LANES if lane.side != side)
            yield Pill(side.value, side.label, replace(self, hidden=others).query, self.hidden == others)

    @property
    def all_lanes(self) -> str:
        """The address that leaves out no lane."""
        return replace(self, hidden=()).query

    @property
    def all_departments(self) -> str:
        """The address in which everyone's steps are alike."""
        return replace(self, department="").query

    def means(self, step: MapStep) -> bool:
        """Whether the step is among those that stand out."""
        return not self.department or step.department == self.department

    def _switched(self, names: set[str]) -> Asked:
        return replace(self, hidden=_in_order(set(self.hidden) ^ names))


def departments_of(journey: JourneyMap) -> list[str]:
    """Those that have steps on this way, by name."""
    return sorted({step.department for step in journey.steps if step.department}, key=str.casefold)


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(lane.name for lane in LANES if lane.name in wanted)
