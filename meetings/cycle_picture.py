"""The bar that shows how an inventory is spread over the four stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP = 320, 3


@dataclass(frozen=True)
class Stretch:
    """One stage's part of the bar, in the units of the drawing."""

    x: int
    width: int


def stretches(counts: Sequence[int]) -> list[Stretch]:
    """Each count's share of the width, with gaps between those that are not empty; 1 of 4 gets a quarter."""
    filled = [count for count in counts if count]
    room, x, found = WIDTH - GAP * (len(filled) - 1), 0.0, []
    for count in counts:
        width = room * count / sum(filled) if count else 0.0
        start, end = round(x), round(x + width)
        found.append(Stretch(start, end - start) if count else Stretch(0, 0))
        x += width + GAP if count else 0
    return found
