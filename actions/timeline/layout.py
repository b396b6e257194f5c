"""Where bars and arrows stand in a timeline, as pure functions.

Lengths are in units of the drawing; y runs downwards. Every row is as high as the next and holds one bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from actions.timeline.scales import Span

ROW, BAR = 44, 16
"""Height of a row and of the bar in it."""
AIR = 14
"""Room before the first day and behind the last, in which an arrow can turn."""
STUB = 8
"""How far an arrow goes straight on before it turns."""
SIGN_WIDTH = 24
"""Room of the sign inside a bar."""
THINNEST = 6
"""Width that even the shortest bar has, so that it can be seen and hit."""

type Point = tuple[int, int]


class Piece(NamedTuple):
    """A stretch of a bar, with the word for how it is drawn."""

    kind: str
    x: int
    width: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.x + self.width


class Stretch(NamedTuple):
    """The days of a piece, both included."""

    kind: str
    first: date
    last: date


@dataclass(frozen=True)
class Bar:
    """The bar of one row; `begins_before` and `ends_after` say that the picture cuts it off."""

    row: int
    pieces: Sequence[Piece]
    begins_before: bool = False
    ends_after: bool = False

    @property
    def x(self) -> int:
        """Where it begins."""
        return self.pieces[0].x

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1].end

    @property
    def width(self) -> int:
        """Of all its pieces."""
        return self.end - self.x

    @property
    def top(self) -> int:
        """Its upper edge."""
        return self.row * ROW + 10

    @property
    def middle(self) -> int:
        """Where arrows leave and reach it."""
        return self.top + BAR // 2

    @property
    def has_room_for_sign(self) -> bool:
        """Whether its first piece holds the sign that says how it stands."""
        return self.pieces[0].width >= SIGN_WIDTH

    @property
    def sign_x(self) -> int:
        """The middle of that sign."""
        return self.x + SIGN_WIDTH // 2


class Arrow(NamedTuple):
    """A line of upright and level strokes from the end of one bar to the start of another; `early` where that starts
    before the first has ended."""

    points: Sequence[Point]
    early: bool

    @property
    def top(self) -> int:
        """Its highest point."""
        return min(y for _x, y in self.points)

    @property
    def bottom(self) -> int:
        """Its lowest point."""
        return max(y for _x, y in self.points)

    @property
    def path(self) -> str:
        """As SVG has it."""
        return "M" + "L".join(f"{x} {y}" for x, y in self.points)

    @property
    def head(self) -> str:
        """The triangle at its end."""
        x, y = self.points[-1]
        return f"M{x} {y}l-7-4v8z"


def bar_of(span: Span, row: int, stretches: Sequence[Stretch]) -> Bar:
    """The bar of stretches that follow each other, as far as the span shows them."""
    shown = [each for each in stretches if each.last >= span.first and each.first <= span.last]
    before, after = stretches[0].first < span.first, stretches[-1].last > span.last
    if not shown:
        return Bar(row, [_at_edge(span, stretches[0].kind, at_start=before)], before, after)
    pieces = [
        Piece(each.kind, AIR + span.left(each.first), span.right(each.last) - span.left(each.first)) for each in shown
    ]
    return Bar(row, _wide_enough(span, pieces), before, after)


def _at_edge(span: Span, kind: str, *, at_start: bool) -> Piece:
    return Piece(kind, AIR if at_start else AIR + span.width - THINNEST, THINNEST)


def _wide_enough(span: Span, pieces: list[Piece]) -> list[Piece]:
    """The pieces; if all together are too thin, one as wide as need be, inside the picture."""
    if pieces[-1].end - pieces[0].x >= THINNEST:
        return pieces
    x = min(pieces[0].x, AIR + span.width - THINNEST)
    return [Piece(pieces[0].kind, x, THINNEST)]


def arrow_between(before: Bar, after: Bar) -> Arrow:
    """From the end of the first bar to the start of the second.

    Where the second starts too soon for a straight way, it goes back through the gap between the rows.
    """
    start, end = (before.end, before.middle), (after.x, after.middle)
    if end[0] - start[0] >= 2 * STUB:
        turn = start[0] + STUB
        return Arrow([start, (turn, start[1]), (turn, end[1]), end], early=False)
    out, back = start[0] + STUB, end[0] - STUB
    gap = after.row * ROW + (2 if after.row > before.row else ROW - 2)
    points = [start, (out, start[1]), (out, gap), (back, gap), (back, end[1]), end]
    return Arrow(points, early=end[0] < start[0])


def stretches_of(
    *, kind: str, starts_on: date, due_on: date, today: date, done_on: date | None, share: float
) -> list[Stretch]:
    """What an action's bar is made of: what is done, what is left, and what goes beyond its last day.

    An open one past its last day goes on until today. One that was done early leaves the rest empty, one that was done
    late goes on until then. `share` is how much of its checklist is ticked.
    """
    starts_on = min(starts_on, due_on if done_on is None else min(due_on, done_on))
    if done_on is not None:
        return _done(starts_on, due_on, done_on)
    days = (due_on - starts_on).days + 1
    ticked = min(round(days * share), days)
    turn = starts_on + timedelta(days=ticked - 1) if ticked else starts_on
    parts = [Stretch("ticked", starts_on, turn)] if ticked else []
    if ticked < days:
        parts.append(Stretch(kind, turn + timedelta(days=1) if ticked else starts_on, due_on))
    if kind != "dropped" and due_on < today:
        parts.append(Stretch("over", due_on + timedelta(days=1), today))
    return parts


def _done(starts_on: date, due_on: date, done_on: date) -> list[Stretch]:
    parts = [Stretch("done", starts_on, min(done_on, due_on))]
    if done_on < due_on:
        parts.append(Stretch("rest", done_on + timedelta(days=1), due_on))
    elif done_on > due_on:
        parts.append(Stretch("over", due_on + timedelta(days=1), done_on))
    return parts
