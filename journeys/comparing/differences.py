"""What differs at a step between two maps, lane by lane, and what is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.comparing.aligning import Alignment
from journeys.comparing.sides import Side
from journeys.comparing.wording import reasons
from journeys.feeling import Origin
from journeys.lanes import EMOTION, LANES
from journeys.map.telling import in_words
from journeys.mapping import JourneyMap, MapStep
from journeys.wording import waiting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Placed:
    """A step, the name of its phase, and the title of the step that comes before it."""

    step: MapStep
    phase: str
    behind: str


@dataclass(frozen=True)
class Line:
    """What both sides say of a step in one respect.

    `is_prose` marks a person's words, `is_alike` that both mean the same, however they put it.
    """

    title: StrOrPromise
    left: str
    right: str
    is_prose: bool = False
    is_alike: bool = False

    @property
    def is_same(self) -> bool:
        """Whether both sides say the same."""
        return self.is_alike or self.left.strip() == self.right.strip()


@dataclass(frozen=True)
class ComparedStep:
    """One step on both sides, or on one of them. `moved` names the steps behind which it lies on the left and right."""

    number: int
    left: MapStep | None
    right: MapStep | None
    moved: tuple[str, str] | None
    lines: list[Line]
    reasons: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called, on the left if it is there."""
        step = self.left or self.right
        return step.title if step else ""

    @property
    def is_moved(self) -> bool:
        """Whether it lies elsewhere on the right."""
        return self.moved is not None

    @property
    def emotions(self) -> tuple[str, str]:
        """What it feels like on both sides, in words."""
        left, right = (in_words(step.felt) if step and step.felt else "–" for step in (self.left, self.right))
        return left, right

    @property
    def is_on_both(self) -> bool:
        """Whether both sides have it."""
        return bool(self.left and self.right)

    @property
    def differing(self) -> list[Line]:
        """What the two sides do not say alike."""
        return [line for line in self.lines if not line.is_same]

    @property
    def same(self) -> list[Line]:
        """What the two sides say alike."""
        return [line for line in self.lines if line.is_same]

    @property
    def is_same(self) -> bool:
        """On both sides, in place, and told alike."""
        return self.is_on_both and not self.is_moved and not self.differing


def compared_steps(left: Side, right: Side, alignment: Alignment) -> list[ComparedStep]:
    """Every step of both sides once, in the order of the left side."""
    on_left, on_right = _placed(left.map), _placed(right.map)
    steps = []
    for number, row in enumerate(alignment.rows, start=1):
        here, there = _at(on_left, row.left), _at(on_right, row.right)
        steps.append(
            ComparedStep(
                number=number,
                left=here.step if here else None,
                right=there.step if there else None,
                moved=(here.behind, there.behind) if here and there and row.is_moved else None,
                lines=_lines(here, there),
                reasons=list(_reasons(here, there, left, right)),
            )
        )
    return steps


def _placed(journey: JourneyMap) -> list[Placed]:
    phases = [(step, phase.name) for phase in journey.phases for step in phase.steps]
    before = ["", *(step.title for step in journey.steps)]
    return [Placed(step, phase, title) for (step, phase), title in zip(phases, before, strict=False)]


def _at(steps: Sequence[Placed], place: int | None) -> Placed | None:
    return None if place is None else steps[place]


def _reasons(here: Placed | None, there: Placed | None, left: Side, right: Side) -> Iterator[str]:
    if here and not there:
        yield from reasons(here.step, here=left, there=right)
    if there and not here:
        yield from reasons(there.step, here=right, there=left)


def _lines(left: Placed | None, right: Placed | None) -> list[Line]:
    """What is said on either side; where both are silent, or the heading has said it, there is no line."""
    silent = _said_by_heading([placed.step for placed in (left, right) if placed])
    told_left, told_right = (dict(_told(placed)) if placed else {} for placed in (left, right))
    lines = [
        Line(
            title,
            told_left.get(name, ""),
            told_right.get(name, ""),
            is_prose,
            is_alike=name == EMOTION and _feels_alike(left, right),
        )
        for name, title, is_prose in _RESPECTS
        if name not in silent
    ]
    return [line for line in lines if line.left.strip() or line.right.strip()]


def _feels_alike(left: Placed | None, right: Placed | None) -> bool:
    """The same emotion at both steps, of which one says nothing of its evidence: that of a plan has none."""
    here, there = (placed.step.felt if placed else None for placed in (left, right))
    if not here or not there or {here.origin, there.origin} != {Origin.STEP}:
        return False
    return here.value == there.value and not (here.evidence and there.evidence)


def _said_by_heading(steps: Sequence[MapStep]) -> set[str]:
    silent = {"title"} if len({step.title for step in steps}) == 1 else set()
    return silent | ({"touchpoint"} if all(step.touchpoint_name == step.title for step in steps) else set())


_FACTS_BEFORE = [("title", gettext_lazy("Bezeichnung")), ("touchpoint", gettext_lazy("Kontaktpunkt"))]
_FACTS_BEHIND = [
    ("phase", gettext_lazy("Phase")),
    ("department", gettext_lazy("Bereich")),
    ("medium", gettext_lazy("Medium")),
    ("waiting", gettext_lazy("Wartezeit")),
    ("truth", gettext_lazy("Moment der Wahrheit")),
    ("break", gettext_lazy("Medienbruch")),
    ("day", gettext_lazy("Tag")),
]
_RESPECTS: list[tuple[str, StrOrPromise, bool]] = [
    *((name, title, False) for name, title in _FACTS_BEFORE),
    *((lane.name, lane.title, not lane.is_curve) for lane in LANES),
    *((name, title, False) for name, title in _FACTS_BEHIND),
]
"""In what respects two steps are held against each other, in this order."""


def _told(placed: Placed) -> Iterator[tuple[str, str]]:
    step = placed.step
    yield "title", step.title
    yield "touchpoint", step.touchpoint_name or _("Lücke: noch kein Kontaktpunkt")
    yield from step.texts.items()
    yield "emotion", in_words(step.felt) if step.felt else ""
    yield "phase", placed.phase
    yield "department", step.department
    yield "medium", step.medium_label
    yield "waiting", "" if step.waiting_minutes is None else waiting(step.waiting_minutes)
    yield "truth", _("ja") if step.is_moment_of_truth else ""
    yield "break", _("ja") if step.is_break else ""
    yield "day", date_format(step.happened_on, "SHORT_DATE_FORMAT") if step.happened_on else ""
