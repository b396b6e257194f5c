"""The small curve of a ready journey: how the way feels before anybody has read a word of it."""

from __future__ import annotations

from dataclasses import dataclass

from journeys.models.step import HIGHEST
from journeys.ready_made.reading import ReadyJourney

WIDTH, HEIGHT, EDGE = 300, 72, 8


@dataclass(frozen=True)
class Dot:
    """One step: where it lies in the picture, what it is called, how it feels."""

    x: int
    y: int
    name: str
    emotion: int
    is_moment_of_truth: bool


@dataclass(frozen=True)
class Curve:
    """The steps from left to right, delight above and annoyance below `middle`."""

    dots: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = HEIGHT // 2

    @property
    def points(self) -> str:
        """The line through all dots, as SVG writes it."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def curve_of(ready: ReadyJourney) -> Curve:
    """The curve through all steps whose emotion is told."""
    felt = [step for step in ready.steps if "emotion" in step.told]
    apart = (WIDTH - 2 * EDGE) / max(len(felt) - 1, 1)
    return Curve(
        [
            Dot(
                x=round(EDGE + apart * place),
                y=round(HEIGHT / 2 - step.told["emotion"] / HIGHEST * (HEIGHT / 2 - EDGE)),
                name=step.name,
                emotion=step.told["emotion"],
                is_moment_of_truth=bool(step.told.get("is_moment_of_truth")),
            )
            for place, step in enumerate(felt)
        ]
    )
