"""The matrix as a picture: every touchpoint is in it, marks stay apart, few names are written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from touchpoints.priorities.candidates import Candidate
from touchpoints.priorities.labels import MOST as MOST_LABELS
from touchpoints.priorities.matrix import BOTTOM, LEFT, MOST, RIGHT, TOP, Matrix
from touchpoints.priorities.perspectives import perspective
from touchpoints.priorities.scores import Bet, Quadrant
from touchpoints.priorities.voices import Figure, Origin

PLACES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.booleans()), min_size=1, max_size=300)


def matrix(places: Sequence[tuple[float, float, bool]]) -> Matrix:
    """One touchpoint a place: performance, importance, whether it is a key touchpoint."""
    axes = perspective("importance").axes
    assert axes
    candidates = [
        Candidate(
            pk,
            f"Kontaktpunkt {pk}",
            "direct",
            "active",
            is_key,
            False,
            importance=Figure(importance, Origin.ESTIMATE),
            performance=Figure(performance, Origin.ESTIMATE),
        )
        for pk, (performance, importance, is_key) in enumerate(places, start=1)
    ]
    return Matrix(axes, candidates)


@given(PLACES)
def test_every_touchpoint_is_in_the_picture_once(places: list[tuple[int, int, bool]]) -> None:
    picture = matrix(places)
    assert sum(mark.size for mark in picture.marks) == len(places)
    assert len(picture.marks) <= MOST
    assert len({mark.candidate.pk for mark in picture.marks if mark.candidate}) == len(places) - picture.heaped


@given(PLACES)
def test_marks_do_not_touch_and_stay_in_the_frame(places: list[tuple[int, int, bool]]) -> None:
    marks = matrix(places).marks
    assert all(hypot(one.x - other.x, one.y - other.y) >= 12 for one, other in combinations(marks, 2))
    assert all(LEFT < mark.x < RIGHT and TOP < mark.y < BOTTOM for mark in marks)


@given(PLACES, st.randoms())
def test_the_same_touchpoints_make_the_same_picture(places: list[tuple[int, int, bool]], random) -> None:
    picture = matrix(places)
    shuffled = Matrix(picture.axes, random.sample(picture.candidates, len(places)))
    assert set(shuffled.marks) == set(picture.marks)
    assert shuffled.labels == picture.labels


def test_lonely_touchpoint_stands_exactly_where_it_belongs() -> None:
    marks = matrix([(1, 1, False), (5, 5, False)]).marks
    assert [(mark.x, mark.y) for mark in marks] == [(LEFT + 26, BOTTOM - 44), (RIGHT - 26, TOP + 44)]


def test_full_place_keeps_key_touchpoints_apart_and_counts_the_others() -> None:
    picture = matrix([(2, 4, number < 3) for number in range(30)])
    heap, *singles = picture.marks
    assert (heap.size, picture.heaped) == (24, 24)
    assert [mark.candidate.pk for mark in singles if mark.candidate][:3] == [1, 2, 3]


def test_five_thousand_are_told_in_two_hundred_marks_with_key_touchpoints_apart() -> None:
    picture = matrix([(1 + number % 5, 1 + number // 5 % 5, number % 523 == 0) for number in range(5000)])
    assert len(picture.marks) <= MOST
    single = {mark.candidate.pk for mark in picture.marks if mark.candidate}
    assert {each.pk for each in picture.candidates if each.is_key} <= single


def test_labels_are_few_stay_clear_of_marks_and_begin_with_the_proposal() -> None:
    picture = matrix([(1 + number % 9 / 2, 1 + number // 9 % 9 / 2, number == 40) for number in range(30)])
    start = Matrix(picture.axes, picture.candidates, start=12)
    assert start.labels[0].words == "Kontaktpunkt 12"
    assert len(start.labels) <= MOST_LABELS
    boxes = [label.box for label in start.labels] + [mark.box for mark in start.marks]
    for (x0, y0, x1, y1), other in ((label.box, box) for label in start.labels for box in boxes if box != label.box):
        assert x1 <= other[0] or other[2] <= x0 or y1 <= other[1] or other[3] <= y0


def test_fields_are_named_at_their_corners() -> None:
    assert [corner.words for corner in matrix([(3, 3, False)]).corners] == [str(field.label) for field in Quadrant]


def test_quick_wins_carry_a_ring() -> None:
    axes = perspective("effort").axes
    assert axes
    facts = ("direct", "active", False, False)
    quick = Candidate(1, "Rechnung", *facts, impact=9, effort=2)
    slow = Candidate(2, "Hotline", *facts, impact=9, effort=9)
    picture = Matrix(axes, [quick, slow])
    assert {mark.candidate: mark.is_quick_win for mark in picture.marks} == {quick: True, slow: False}
    assert (picture.field(quick), picture.field(slow)) == (Bet.QUICK_WIN, Bet.BIG)
