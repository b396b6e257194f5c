"""Which groups are shown apart: never one of fewer than five people, not even as the difference of two figures."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.perception.groups import REST, Answers, Group, shown_apart


def people(n: int, importance: int = 4, performance: int = 3) -> Answers:
    return Counter({(importance, performance): n}) if n else Counter()


def sizes(answers: dict[str, Answers]) -> dict[str, int]:
    return {name: counts.total() for name, counts in shown_apart(answers).items()}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"Service": 5, "Vertrieb": 9}, {"Service": 5, "Vertrieb": 9}),
        ({"Service": 3, "Vertrieb": 2}, {REST: 5}),
        ({"Service": 3, "Vertrieb": 1}, {}),
        ({"Service": 8, "Vertrieb": 3}, {REST: 11}),
        ({"Service": 8, "Lager": 6, "Vertrieb": 3}, {"Service": 8, REST: 9}),
        ({"Service": 8, "Lager": 2, "Vertrieb": 3}, {"Service": 8, REST: 5}),
        ({"Service": 8, REST: 6}, {"Service": 8, REST: 6}),
        ({}, {}),
    ],
)
def test_small_groups_stand_together_until_they_are_five(asked: dict[str, int], shown: dict[str, int]) -> None:
    assert sizes({name: people(n) for name, n in asked.items()}) == shown


@given(st.dictionaries(st.text("ABCDEF", max_size=1), st.integers(1, 12)))
def test_what_is_shown_sums_up_to_all_or_is_nothing(asked: dict[str, int]) -> None:
    shown = sizes({name: people(n) for name, n in asked.items()})
    assert all(n >= SMALL_GROUP for n in shown.values())
    assert sum(shown.values()) == (sum(asked.values()) if sum(asked.values()) >= SMALL_GROUP else 0)


def test_a_group_has_mean_spread_and_number() -> None:
    group = Group.of("Service", Counter({(5, 2): 2, (4, 4): 2, (3, 3): 1}))
    assert group.importance.value == pytest.approx(4.2)
    assert group.performance.value == pytest.approx(3.0)
    assert group.performance.spread == pytest.approx(1.0)
    assert group.n == 5
