"""The map as plain data: whatever draws, prints, compares or exports a journey reads this, and none asks the rows.

It is made of the rows as they stand now, or of the document that a snapshot keeps (`journeys.document`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from journeys.feeling import Felt, felt_at
from journeys.models import TEXTS, Journey, JourneyKind, JourneyStep, Medium


@dataclass(frozen=True)
class MapStep:
    """One contact on the way. `pk` and `touchpoint` are None where no row stands behind it (any longer).

    `felt` is what the emotion counts as: the step's own, or what customers said at the touchpoint, with its origin.
    """

    thread: str
    title: str
    name: str = ""
    pk: int | None = None
    touchpoint: int | None = None
    touchpoint_name: str = ""
    kind: str = ""
    is_retired: bool = False
    is_idea: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    emotion: int | None = None
    evidence: str = ""
    felt: Felt | None = None
    is_moment_of_truth: bool = False
    medium: str = ""
    waiting_minutes: int | None = None
    happened_on: date | None = None
    department: str = ""
    is_break: bool = False

    @property
    def is_gap(self) -> bool:
        """A contact that should exist and does not."""
        return not self.touchpoint_name

    @property
    def medium_label(self) -> str:
        """Online or offline, as people read it."""
        return str(Medium(self.medium).label) if self.medium else ""


@dataclass(frozen=True)
class MapPhase:
    """A stretch of the way with its steps."""

    name: str
    steps: list[MapStep]
    pk: int | None = None


@dataclass(frozen=True)
class JourneyMap:
    """A journey as it is drawn."""

    persona: str
    occasion: str
    kind: JourneyKind
    phases: list[MapPhase]
    case_name: str = ""
    notes: str = ""

    @property
    def title(self) -> str:
        """Occasion, customers, and which of their ways it is."""
        return " · ".join([self.occasion, self.persona, self.case_name or str(self.kind.label)])

    @property
    def steps(self) -> list[MapStep]:
        """All steps in the order in which the customer takes them."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def feelings(self) -> list[Felt]:
        """What is known of the emotions, in order."""
        return [step.felt for step in self.steps if step.felt]


def map_of(journey: Journey) -> JourneyMap:
    """The journey as it stands now: three queries, however long it is."""
    rows, phases = list(journey.steps.on_the_way()), list(journey.phases.all())
    feelings = felt_at(rows, journey)
    breaks = set(_breaks(rows))
    by_phase: defaultdict[int, list[MapStep]] = defaultdict(list)
    for row in rows:
        by_phase[row.phase_id].append(_step(row, feelings.get(row.pk), row.pk in breaks))
    return JourneyMap(
        persona=journey.persona.name,
        occasion=journey.occasion,
        kind=JourneyKind(journey.kind),
        case_name=journey.case_name,
        notes=journey.notes,
        phases=[MapPhase(phase.name, by_phase[phase.pk], phase.pk) for phase in phases],
    )


def _breaks(rows: Iterable[JourneyStep]) -> Iterator[int]:
    """The steps before which the customer changes between online and offline; where that is unknown there is none."""
    for before, row in pairwise(row for row in rows if row.medium):
        if before.medium != row.medium:
            yield row.pk


def _step(row: JourneyStep, felt: Felt | None, is_break: bool) -> MapStep:
    touchpoint = row.touchpoint
    department = row.department or (touchpoint.department if touchpoint else None)
    return MapStep(
        thread=str(row.thread),
        title=row.title,
        name=row.name,
        pk=row.pk,
        touchpoint=row.touchpoint_id,
        touchpoint_name=touchpoint.name if touchpoint else "",
        kind=touchpoint.kind if touchpoint else "",
        is_retired=row.is_retired,
        is_idea=row.is_idea,
        texts={name: getattr(row, name) for name in TEXTS},
        emotion=row.emotion,
        evidence=row.evidence,
        felt=felt,
        is_moment_of_truth=row.is_moment_of_truth or bool(touchpoint and touchpoint.is_moment_of_truth),
        medium=row.medium,
        waiting_minutes=row.waiting_minutes,
        happened_on=row.happened_on,
        department=department.name if department else "",
        is_break=is_break,
    )
