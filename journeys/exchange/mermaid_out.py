"""Writes a journey as the text from which Mermaid draws a user journey.

    journey
      title Heizung tauschen · Bauherrin Berta · Ist
      section Kaufen
        Angebot: 2: Bauherrin Berta, Vertrieb

Mermaid knows five scores; our −2 to 2 are its 1 to 5. It draws no step without one, so where no emotion is known, a
comment stands before the step, which says that its 3 means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import floor

from journeys.mapping import JourneyMap, MapStep

NEUTRAL = 3
"""Mermaid's score for our 0."""
HALF = 0.5
UNKNOWN = "%% score unknown"
"""Stands before a step whose emotion nobody knows; Mermaid passes comments over."""

MEANS_SOMETHING = re.compile('[#;:,%<>`~"{}]')
KEYWORD = re.compile(r"(?:journey|title|section|acctitle|accdescr)", re.IGNORECASE)


def written(journey: JourneyMap) -> str:
    """The text, with a line feed behind each line."""
    return "".join(f"{line}\n" for line in _lines(journey))


def score_of(emotion: float) -> int:
    """Mermaid's score from 1 to 5 for an emotion from −2 to 2, halves rounded up: −1 makes 2, 0.5 makes 4."""
    return floor(emotion + HALF) + NEUTRAL


def harmless(text: str) -> str:
    """The text with entities where Mermaid would read a sign of its own: "a: b" becomes "a#58; b"."""
    if KEYWORD.match(text):
        return _entity(text[0]) + harmless(text[1:])
    return MEANS_SOMETHING.sub(lambda sign: _entity(sign[0]), text)


def _entity(sign: str) -> str:
    return f"#{ord(sign)};"


def _lines(journey: JourneyMap) -> Iterator[str]:
    yield "journey"
    yield f"  title {harmless(journey.title)}"
    for phase in journey.phases:
        yield f"  section {harmless(phase.name)}"
        for step in phase.steps:
            if step.felt is None:
                yield f"    {UNKNOWN}"
            yield f"    {_task(step, journey.persona)}"


def _task(step: MapStep, persona: str) -> str:
    actors = ", ".join(harmless(actor) for actor in (persona, step.department) if actor)
    score = score_of(step.felt.value) if step.felt else NEUTRAL
    return f"{harmless(step.title)}: {score}: {actors}"
