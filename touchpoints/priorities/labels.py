"""Names beside marks, where there is room for them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOST, FIRST, TRIED = 8, 3, 24
"""Names written, names that are written on a phone too, and marks that are asked whether there is room for theirs."""
LONGEST = 22
SIGN, LARGE_SIGN, LINE = 5.8, 8, 12
"""Width of a letter, and of one on a phone; height of a line."""
SIDES = ((10, 4, "start"), (-10, 4, "end"), (0, 19, "middle"), (0, -11, "middle"))
"""Right of the mark, left of it, below and above."""

type Box = tuple[float, float, float, float]
"""Left, top, right and bottom in the units of the drawing."""


class Label(NamedTuple):
    """Some words at a place; the first ones are written on a phone too."""

    x: int
    y: int
    anchor: str
    words: str
    is_first: bool = False

    @property
    def box(self) -> Box:
        """The room that it takes, on a phone if it is written there."""
        width = len(self.words) * (LARGE_SIGN if self.is_first else SIGN)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - LINE, left + width, self.y + LINE / 4


def labels_for(named: Iterable[tuple[int, int, str]], marks: Iterable[Box], frame: Box) -> list[Label]:
    """Up to eight names inside the frame that cover neither marks nor one another, tried in the order given."""
    taken, found = list(marks), list[Label]()
    for x, y, name in list(named)[:TRIED]:
        label = next((each for each in _sides(x, y, name, len(found) < FIRST) if _fits(each.box, taken, frame)), None)
        if label and len(found) < MOST:
            found.append(label)
            taken.append(label.box)
    return found


def _sides(x: int, y: int, name: str, is_first: bool) -> Iterator[Label]:
    words = name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
    for right, down, anchor in SIDES:
        yield Label(x + right, y + down, anchor, words, is_first)


def _fits(box: Box, taken: Iterable[Box], frame: Box) -> bool:
    left, top, right, bottom = box
    inside = frame[0] < left and right < frame[2] and frame[1] < top and bottom < frame[3]
    return inside and not any(left < x1 and x0 < right and top < y1 and y0 < bottom for x0, y0, x1, y1 in taken)
