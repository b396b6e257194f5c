"""Two sides held against each other: all that the page of a comparison shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from journeys.comparing.aligning import Alignment, aligned
from journeys.comparing.differences import ComparedStep, compared_steps
from journeys.comparing.drawing import Picture, Place, drawn
from journeys.comparing.figures import Figure, Known, figures, known
from journeys.comparing.sides import Side, names_of
from journeys.mapping import MapStep

HALF = 560
"""How wide a curve is drawn that has another beside it."""


@dataclass(frozen=True)
class Head:
    """One side at the top of the page; `mark` is "left" or "right", as it is drawn."""

    side: Side
    name: str
    known: Known
    mark: str


@dataclass(frozen=True)
class Comparison:
    """Two sides, what their steps have in common, and what not."""

    left: Side
    right: Side

    @cached_property
    def names(self) -> tuple[str, str]:
        """What to call the sides: by what tells them apart."""
        return names_of(self.left, self.right)

    @cached_property
    def known(self) -> tuple[Known, Known]:
        """Where their emotions come from."""
        return known(self.left.map), known(self.right.map)

    @cached_property
    def heads(self) -> list[Head]:
        """Both sides with their names and with where their emotions come from."""
        (left, right), (known_left, known_right) = self.names, self.known
        return [Head(self.left, left, known_left, "left"), Head(self.right, right, known_right, "right")]

    @property
    def in_common(self) -> str:
        """What does not tell the sides apart."""
        if self.left.journey == self.right.journey:
            return str(self.left.journey)
        traits = zip(self.left.traits, self.right.traits, strict=True)
        return " · ".join(one for one, other in list(traits)[:-1] if one == other)

    @property
    def is_uneven(self) -> bool:
        """Customers stand behind one side's emotions, and only estimates behind the other's; a plan is neither."""
        left, right = self.known
        says_nothing = any(known.is_unknown or known.is_plan for known in self.known)
        return left.is_of_customers != right.is_of_customers and not says_nothing

    @cached_property
    def figures(self) -> list[Figure]:
        """Their figures beside each other."""
        return figures(self.left.map, self.right.map)

    @cached_property
    def steps(self) -> list[ComparedStep]:
        """Every step of both sides once."""
        return compared_steps(self.left, self.right, self._alignment)

    @property
    def changed(self) -> int:
        """Steps on both sides that say something else."""
        return sum(step.is_on_both and bool(step.differing) for step in self.steps)

    @property
    def moved(self) -> int:
        """Steps that lie elsewhere."""
        return sum(step.is_moved for step in self.steps)

    @property
    def only(self) -> tuple[int, int]:
        """Steps on the left alone and on the right alone."""
        return sum(not step.right for step in self.steps), sum(not step.left for step in self.steps)

    @property
    def is_same(self) -> bool:
        """Nothing differs at any step."""
        return all(step.is_same for step in self.steps)

    @cached_property
    def overlaid(self) -> Picture:
        """Both curves over each other."""
        return drawn(self._places, ("left", "right"))

    @cached_property
    def beside(self) -> tuple[Picture, Picture]:
        """Each curve alone, for the left half and the right half."""
        return (
            drawn(
                [Place(place.number, place.steps[:1]) for place in self._places if place.steps[0]], ["left"], width=HALF
            ),
            drawn(
                [Place(place.number, place.steps[1:]) for place in self._places if place.steps[1]],
                ["right"],
                width=HALF,
            ),
        )

    @cached_property
    def _alignment(self) -> Alignment:
        return aligned(self.left.map.steps, self.right.map.steps)

    @cached_property
    def _places(self) -> list[Place]:
        """Along both ways, each in its own order, with the numbers of the steps."""
        numbers_left = {row.left: number for number, row in enumerate(self._alignment.rows, start=1)}
        numbers_right = {row.right: number for number, row in enumerate(self._alignment.rows, start=1)}
        lefts, rights = self.left.map.steps, self.right.map.steps
        return [
            Place(
                numbers_right[right] if left is None else numbers_left[left],
                (_at(lefts, left), _at(rights, right)),
            )
            for left, right in self._alignment.columns
        ]


def _at(steps: Sequence[MapStep], place: int | None) -> MapStep | None:
    return None if place is None else steps[place]
