"""The figures of measuring: worked values by hand or from the papers, and what holds for all of them."""

from math import isclose, sqrt
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from touchpoints.measuring import formulas
from touchpoints.measuring.formulas import Estimate

counts = st.integers(0, 100_000)
spreads = st.floats(0.01, 1000)
sizes = st.integers(2, 10_000)
means = st.floats(-1e6, 1e6)


def figures(estimate: Estimate) -> tuple[float, float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.value, estimate.low, estimate.high


@pytest.mark.parametrize(
    ("groups", "expected"),
    [((18, 11, 2), (51.61, 25.51, 68.61)), ((10, 0, 0), (100, 47.5, 100)), ((0, 0, 10), (-100, -100, -47.5))],
)
def test_nps_and_its_interval_are_as_in_the_paper(
    groups: tuple[int, int, int], expected: tuple[float, float, float]
) -> None:
    assert figures(formulas.nps(*groups)) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("k", "n", "expected"), [(42, 50, (84, 71.49, 91.66)), (0, 10, (0, 0, 27.75)), (1, 2, (50, 9.45, 90.55))]
)
def test_a_share_has_wilsons_interval(k: int, n: int, expected: tuple[float, float, float]) -> None:
    assert figures(formulas.rate(k, n)) == pytest.approx(expected, abs=0.005)
    assert formulas.csat(k, n) == formulas.rate(k, n)


def test_effort_is_a_mean_with_students_interval() -> None:
    assert figures(formulas.ces({5: 2, 6: 4, 7: 4})) == pytest.approx((6.2, 5.636, 6.764), abs=0.001)
    assert figures(formulas.mean([4, 6, 8])) == pytest.approx((6, 1.032, 10.968), abs=0.001)


def test_a_gap_has_welchs_interval_and_a_difference_newcombes() -> None:
    gap = formulas.welch(4.2, 0.8, 20, 3.5, 1.1, 15)
    assert (gap.value, gap.low, gap.high, gap.chance) == pytest.approx((0.7, 0.0079, 1.3921, 0.0476), abs=1e-4)
    change = formulas.difference(formulas.rate(56, 70), formulas.rate(48, 80))
    assert (change.value, change.low, change.high) == pytest.approx((20, 5.24, 33.39), abs=0.005)


@pytest.mark.parametrize(("t", "df"), [(12.7062, 1), (2.2281, 10), (-2.2281, 10), (1.9799, 120)])
def test_students_tails_are_those_of_the_tables(t: float, df: float) -> None:
    assert formulas.t_chance(t, df) == pytest.approx(0.05, abs=1e-5)


@pytest.mark.parametrize(
    ("chances", "certain"),
    [
        ((0.01, 0.04, 0.03, 0.005), [True, False, False, True]),
        ((0.04,), [True]),
        ((0.04, 0.04), [False, False]),
        ((0.02, 0.05), [True, True]),
        ((), []),
    ],
)
def test_of_many_differences_those_are_certain_that_holm_leaves(
    chances: tuple[float, ...], certain: list[bool]
) -> None:
    assert formulas.holm(chances) == certain


def test_mystery_score_leaves_out_what_did_not_apply() -> None:
    assert formulas.mystery_score([(1, 2, 2), (2, 1, 2), (3, None, 2)]) == pytest.approx(66.67, abs=0.005)
    assert formulas.mystery_score([(1, None, 2)]) is None
    assert formulas.mystery_score([]) is None


@pytest.mark.parametrize(
    ("df", "p", "expected"),
    [
        (1, 0.975, 12.7062),
        (2, 0.975, 4.3027),
        (5, 0.975, 2.5706),
        (10, 0.975, 2.2281),
        (120, 0.975, 1.9799),
        (1, 0.995, 63.6567),
        (10, 0.95, 1.8125),
        (10, 0.025, -2.2281),
    ],
)
def test_students_quantile_is_as_in_the_tables(df: float, p: float, expected: float) -> None:
    assert formulas.t_quantile(df, p) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("groups", [(0, 0, 0), (-1, 2, 2)])
def test_nothing_is_counted_without_answers(groups: tuple[int, int, int]) -> None:
    for formula in (formulas.nps, formulas.nps_spread):
        with pytest.raises(ValueError, match="answer"):
            formula(*groups)
    with pytest.raises(ValueError, match="answer"):
        formulas.ces({1: 0})
    with pytest.raises(ValueError, match="answer"):
        formulas.mean([])


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_a_share_is_of_something(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="k of n"):
        formulas.rate(k, n)


def test_effort_has_seven_steps() -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        formulas.ces({8: 1})


@pytest.mark.parametrize(("df", "p"), [(0.5, 0.975), (3, 0), (3, 1)])
def test_students_quantile_asks_for_what_exists(df: float, p: float) -> None:
    with pytest.raises(ValueError, match="df"):
        formulas.t_quantile(df, p)


@pytest.mark.parametrize(("spread", "n"), [(None, 30), (0, 30), (1.5, 1), (1.5, None)])
def test_a_mean_without_known_spread_claims_no_interval(spread: float | None, n: int | None) -> None:
    assert formulas.mean_of(5, spread, n) == Estimate(5, None, None, n)


def test_a_gap_without_known_spread_claims_no_interval() -> None:
    for a_spread, b_spread in ((0, 0), (0, 1), (1, 0)):
        gap = formulas.welch(5, a_spread, 20, 4, b_spread, 20)
        assert (gap.value, gap.low, gap.high) == (1, None, None)
    assert formulas.welch(5, 1, 1, 4, 1, 20).low is None
    assert formulas.difference(Estimate(5, None, None, 1), formulas.rate(1, 2)).low is None


# --- What holds for all -------------------------------------------------------------------------


@given(counts, counts, counts)
def test_nps_lies_on_its_scale_and_its_interval_too(promoters: int, passives: int, detractors: int) -> None:
    assume(promoters + passives + detractors)
    value, low, high = figures(formulas.nps(promoters, passives, detractors))
    assert -100 <= low <= high <= 100
    assert -100 <= value <= 100


@given(counts, counts, counts)
def test_nps_turns_round_with_promoters_and_detractors(promoters: int, passives: int, detractors: int) -> None:
    assume(promoters + passives + detractors)
    value, low, high = figures(formulas.nps(promoters, passives, detractors))
    assert figures(formulas.nps(detractors, passives, promoters)) == pytest.approx((-value, -high, -low))


@given(counts, counts, counts)
def test_nps_and_its_spread_say_how_many_stood_where(promoters: int, passives: int, detractors: int) -> None:
    assume(promoters + passives + detractors)
    n = promoters + passives + detractors
    value = formulas.nps(promoters, passives, detractors).value
    squares = formulas.nps_spread(promoters, passives, detractors) ** 2 + value**2
    assert n * (squares / 100**2 + value / 100) / 2 == pytest.approx(promoters, abs=1e-3)


@given(counts, st.integers(1, 100_000))
def test_a_share_lies_in_its_interval_and_that_between_0_and_100(k: int, more: int) -> None:
    value, low, high = figures(formulas.rate(k, k + more))
    assert 0 <= low <= value <= high <= 100
    assert low < high


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(2, 100))
def test_more_answers_make_an_interval_narrower(hits: int, misses: int, times: int) -> None:
    _value, low, high = figures(formulas.rate(hits, hits + misses))
    _value, many_low, many_high = figures(formulas.rate(times * hits, times * (hits + misses)))
    assert many_high - many_low < high - low


@given(st.dictionaries(st.integers(1, 7), st.integers(0, 1000), min_size=1))
def test_effort_by_steps_is_the_mean_of_the_answers(steps: dict[int, int]) -> None:
    answers = [step for step, count in steps.items() for _ in range(count)]
    assume(answers)
    found = formulas.ces(steps)
    assert found.value == pytest.approx(fmean(answers))
    assert found.n == len(answers)
    if len(answers) > 1:
        assert formulas.spread_of(steps)[1] == pytest.approx(stdev(answers), abs=1e-9)
    if found.low is not None and found.high is not None:
        assert 1 <= found.low <= found.value <= found.high <= 7


@given(means, spreads, sizes, means, spreads, sizes)
def test_a_gap_turns_round_with_its_groups(
    a: float, a_spread: float, a_n: int, b: float, b_spread: float, b_n: int
) -> None:
    there = formulas.welch(a, a_spread, a_n, b, b_spread, b_n)
    back = formulas.welch(b, b_spread, b_n, a, a_spread, a_n)
    assert there.low is not None
    assert back.high is not None
    assert there.low <= there.value
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))


@given(spreads, sizes)
def test_a_gap_of_equal_groups_is_students_for_two(spread: float, n: int) -> None:
    gap = formulas.welch(1, spread, n, 0, spread, n)
    assert gap.high == pytest.approx(1 + formulas.t_quantile(2 * n - 2) * spread * sqrt(2 / n))


@given(means, spreads, sizes, means, spreads, sizes)
def test_chance_is_under_five_percent_where_the_interval_leaves_zero_out(
    a: float, a_spread: float, a_n: int, b: float, b_spread: float, b_n: int
) -> None:
    gap = formulas.welch(a, a_spread, a_n, b, b_spread, b_n)
    assert gap.low is not None
    assert gap.high is not None
    assert gap.chance is not None
    assume(abs(gap.chance - 0.05) > 1e-6)
    assert (gap.chance < 0.05) == (not gap.low <= 0 <= gap.high)


@given(st.lists(st.floats(0, 1)))
def test_holm_leaves_the_least_likely_ones_at_least_bonferronis_and_at_most_each_alone(chances: list[float]) -> None:
    certain = formulas.holm(chances)
    found = [chance for chance, is_certain in zip(chances, certain, strict=True) if is_certain]
    left = [chance for chance, is_certain in zip(chances, certain, strict=True) if not is_certain]
    assert max(found, default=0) <= min(left, default=1)
    assert all(chance <= 0.05 for chance in found)
    assert all(chance > 0.05 / len(chances) for chance in left)


@given(st.floats(1, 1e7), st.floats(0.001, 0.999))
def test_students_quantile_is_wider_than_the_normal_one_and_mirrors(df: float, p: float) -> None:
    quantile, normal = formulas.t_quantile(df, p), NormalDist().inv_cdf(p)
    assert abs(quantile) >= abs(normal) - 1e-3
    assert isclose(quantile, -formulas.t_quantile(df, 1 - p), rel_tol=1e-6, abs_tol=1e-6)


@given(st.lists(st.tuples(st.integers(1, 10), st.none() | st.integers(0, 10), st.just(10))))
def test_mystery_score_lies_between_0_and_100(lines: list[tuple[int, int | None, int]]) -> None:
    score = formulas.mystery_score(lines)
    assert (score is None) == all(points is None for _weight, points, _top in lines)
    assert score is None or 0 <= score <= 100
