"""The same steps are found again on both sides, and every step is read exactly once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeys.comparing.aligning import Alignment, Row, aligned
from journeys.mapping import MapStep

STEPS = st.builds(
    MapStep,
    thread=st.sampled_from(["", *"abcdefgh"]),
    title=st.sampled_from(["Angebot", "ANGEBOT", "Rückruf", "Rechnung", "Straße"]),
    touchpoint_name=st.sampled_from(["", "Hotline", "hotline", "Filiale"]),
)
WAYS = st.lists(STEPS, max_size=12)


def step(title: str, thread: str = "", touchpoint: str = "") -> MapStep:
    return MapStep(thread=thread, title=title, touchpoint_name=touchpoint)


def ways(left: str, right: str) -> Alignment:
    return aligned([step(letter) for letter in left], [step(letter) for letter in right])


@given(left=WAYS, right=WAYS)
def test_every_step_of_both_sides_is_read_exactly_once(left: list[MapStep], right: list[MapStep]) -> None:
    alignment = aligned(left, right)
    assert [row.left for row in alignment.rows if row.left is not None] == list(range(len(left)))
    assert sorted(row.right for row in alignment.rows if row.right is not None) == list(range(len(right)))
    for side, length in ((0, len(left)), (1, len(right))):
        assert [column[side] for column in alignment.columns if column[side] is not None] == list(range(length))


@given(way=WAYS)
def test_a_way_held_against_itself_stays_in_place(way: list[MapStep]) -> None:
    places = [(place, place) for place in range(len(way))]
    threads = [step.thread for step in way if step.thread]
    if len(threads) == len(set(threads)):
        assert aligned(way, way) == Alignment([Row(*place) for place in places], places)  # type: ignore[arg-type]


@given(left=WAYS, right=WAYS)
def test_what_is_the_same_does_not_depend_on_the_sides(left: list[MapStep], right: list[MapStep]) -> None:
    there, back = aligned(left, right).rows, aligned(right, left).rows
    assert sum(row.is_moved for row in there) == sum(row.is_moved for row in back)
    assert len(there) == len(back)


def test_thread_goes_before_touchpoint_and_touchpoint_before_title() -> None:
    left = [step("Anruf", "t1", "Hotline"), step("Beratung", touchpoint="Filiale"), step("Rückruf")]
    right = [step("Rückruf", "t2", "hotline"), step("Anruf", "t1"), step("Beratung"), step("Gespräch", "", "Filiale")]
    assert [(row.left, row.right) for row in aligned(left, right).rows if row.left is not None] == [
        (0, 1),
        (1, 3),
        (2, 0),
    ]


def test_a_moved_step_is_named_and_the_others_stay() -> None:
    alignment = ways("abcd", "dabc")
    assert [(row.left, row.right, row.is_moved) for row in alignment.rows] == [
        (0, 1, False),
        (1, 2, False),
        (2, 3, False),
        (3, 0, True),
    ]
    assert alignment.columns == [(None, 0), (0, 1), (1, 2), (2, 3), (3, None)]


def test_steps_of_one_side_stand_where_they_would_lie() -> None:
    assert [(row.left, row.right) for row in ways("abc", "axc").rows] == [(0, 0), (1, None), (None, 1), (2, 2)]
    assert [(row.left, row.right) for row in ways("", "ab").rows] == [(None, 0), (None, 1)]
    assert ways("", "").rows == []


def test_steps_at_one_touchpoint_are_the_same_in_their_order() -> None:
    left = [step("Erste Frage", touchpoint="Hotline"), step("Zweite Frage", touchpoint="Hotline")]
    right = [step("Frage", touchpoint="Hotline")]
    assert [(row.left, row.right) for row in aligned(left, right).rows] == [(0, 0), (1, None)]


def test_the_longest_ways_are_aligned() -> None:
    way = [step(f"Schritt {number}") for number in range(200)]
    assert sum(row.is_moved for row in aligned(way, way[::-1]).rows) == 199
