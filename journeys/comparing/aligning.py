"""Which step of one map is which step of another, and in what order both are read beside each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from journeys.mapping import MapStep

type Pair = tuple[int, int]
"""The places, counted from 0, of one step on the left and on the right."""


@dataclass(frozen=True)
class Row:
    """One line of a comparison: the places of the same step on both sides; None where a side does not have it.

    `is_moved` says that it lies elsewhere among the steps that both sides have.
    """

    left: int | None
    right: int | None
    is_moved: bool = False


@dataclass(frozen=True)
class Alignment:
    """Two maps read beside each other.

    `rows` hold every step of both sides exactly once, in the left side's order. In `columns` each side keeps its own
    order, so that a moved step stands there twice: once for each side. That is what a curve is drawn along.
    """

    rows: list[Row]
    columns: list[tuple[int | None, int | None]]


def aligned(left: Sequence[MapStep], right: Sequence[MapStep]) -> Alignment:
    """Find the same steps again: by thread, then by touchpoint, then by title; of several equal ones in their order.

    A thread survives copying and renaming, so that it goes first; the name of a touchpoint binds more than that of a
    step. The most pairs that can stay in order stay, all others have moved. Takes n log n steps of work and gives
    the same result for the same maps.
    """
    pairs = _pairs(left, right)
    columns = list(_columns(len(left), len(right), _in_order(pairs)))
    return Alignment(rows=list(_rows(columns, dict(pairs))), columns=columns)


def _pairs(left: Sequence[MapStep], right: Sequence[MapStep]) -> list[Pair]:
    """The same steps, by their place on the left."""
    found: dict[int, int] = {}
    keys: list[Callable[[MapStep], str]] = [
        lambda step: step.thread,
        lambda step: step.touchpoint_name.casefold(),
        lambda step: step.title.casefold(),
    ]
    for key in keys:
        taken = set(found.values())
        waiting: dict[str, list[int]] = defaultdict(list)
        for place in reversed(range(len(right))):
            if place not in taken:
                waiting[key(right[place])].append(place)
        for place, step in enumerate(left):
            if place not in found and key(step) and waiting[key(step)]:
                found[place] = waiting[key(step)].pop()
    return sorted(found.items())


def _in_order(pairs: Sequence[Pair]) -> set[Pair]:
    """The longest run of pairs, given by their left places, whose right places rise too (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_left, right) in enumerate(pairs):
        pile = bisect_left(tops, right)
        before.append(ends[pile - 1] if pile else None)
        tops[pile : pile + 1], ends[pile : pile + 1] = [right], [number]
    kept: set[Pair] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(pairs[at])
        at = before[at]
    return kept


def _columns(left: int, right: int, anchors: set[Pair]) -> Iterator[tuple[int | None, int | None]]:
    """Both sides side by side, each in its own order; only the anchors stand together."""
    done_left = done_right = 0
    for anchor_left, anchor_right in [*sorted(anchors), (left, right)]:
        yield from ((place, None) for place in range(done_left, anchor_left))
        yield from ((None, place) for place in range(done_right, anchor_right))
        if anchor_left < left:
            yield anchor_left, anchor_right
        done_left, done_right = anchor_left + 1, anchor_right + 1


def _rows(columns: Sequence[tuple[int | None, int | None]], partners: dict[int, int]) -> Iterator[Row]:
    """The columns with each moved step brought together at its place on the left."""
    moved = {partners[left] for left, right in columns if left in partners and right is None}
    for left, right in columns:
        if left is not None and right is None and left in partners:
            yield Row(left, partners[left], is_moved=True)
        elif left is not None or right not in moved:
            yield Row(left, right)
