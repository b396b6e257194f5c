"""The map told one step after the other: for ears, for phones, and for whoever rather reads than looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from journeys.feeling import Felt
from journeys.lanes import EMOTION
from journeys.map.asked import Asked
from journeys.map.heads import marks
from journeys.mapping import JourneyMap, MapStep
from journeys.wording import known_from, mood, signed

type Heading = tuple[str, str, str]
"""A lane by its name, the side it is on, and its title."""


@dataclass(frozen=True)
class ToldStep:
    """A step with what it says, as the entries of a list for each side; `number` counts along the whole way."""

    number: int
    step: MapStep
    marks: list[tuple[str, SafeString, str]]
    sides: list[tuple[str, SafeString]]


@dataclass(frozen=True)
class ToldPhase:
    """A phase with those of its steps that stand out."""

    name: str
    steps: list[ToldStep]
    left_out: int


def told(journey: JourneyMap, asked: Asked) -> Iterator[ToldPhase]:
    """All phases; lanes that say nothing of a step are passed over, and steps of other departments left out."""
    number, lanes = 0, [(lane.name, str(lane.side.label), str(lane.title)) for lane in asked.lanes]
    for phase in journey.phases:
        steps = [
            _step(number + place, step, lanes) for place, step in enumerate(phase.steps, start=1) if asked.means(step)
        ]
        yield ToldPhase(phase.name, steps, len(phase.steps) - len(steps))
        number += len(phase.steps)


def in_words(felt: Felt) -> str:
    """An emotion as a sentence has it: "−1, unzufrieden (vermutet)"."""
    known = known_from(felt)
    return f"{signed(felt.value)}, {mood(felt.value)}" + (f" ({known})" if known else "")


def _step(number: int, step: MapStep, lanes: list[Heading]) -> ToldStep:
    sides: dict[str, list[tuple[str, str, str]]] = {}
    for lane, side, title in lanes:
        if words := _words(step, lane):
            sides.setdefault(side, []).append((title, lane, words))
    told = [(side, format_html_join("", '<dt>{}</dt><dd class="{}">{}</dd>', said)) for side, said in sides.items()]
    return ToldStep(number, step, list(marks(step)), told)


def _words(step: MapStep, lane: str) -> str:
    if lane == EMOTION:
        return in_words(step.felt) if step.felt else ""
    return step.texts[lane]
