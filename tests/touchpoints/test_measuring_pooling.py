"""Several readings as one figure: every answer counts once, nothing is claimed that is not known of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isclose
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, DepartmentFactory, MetricFactory, ReadingFactory
from touchpoints.measuring import baselines, formulas
from touchpoints.measuring.formulas import Estimate
from touchpoints.measuring.glance import glances
from touchpoints.measuring.pooling import answers_pooled, readings_pooled, sums
from touchpoints.measuring.readings import SCALES, measure, record
from touchpoints.measuring.series import series_of
from touchpoints.models import Metric, Reading, Source

on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 11, 2)


def added_up(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the database adds up, over rows of `value`, `n` and `spread`."""
    counted = [row for row in rows if row["n"] is not None]
    spread = [row for row in counted if row["spread"] is not None]
    return {
        "readings": len(rows),
        "counted": len(counted),
        "spreads": len(spread),
        "mean": sum(row["value"] for row in rows) / len(rows),
        "value_squares": sum(row["value"] ** 2 for row in rows),
        "answers": sum(row["n"] for row in counted) if counted else None,
        "weighted": sum(row["n"] * row["value"] for row in counted),
        "weighted_squares": sum(row["n"] * row["value"] ** 2 for row in counted),
        "weighted_variances": sum(row["n"] * row["spread"] ** 2 for row in spread),
        "variances": sum(row["spread"] ** 2 for row in spread),
    }


def row(value: float, n: int | None = None, spread: float | None = None) -> dict[str, Any]:
    return {"value": value, "n": n, "spread": spread}


def nps_row(promoters: int, passives: int, detractors: int) -> dict[str, Any]:
    """As the database keeps it, rounded."""
    answers = (promoters, passives, detractors)
    return row(round(formulas.nps(*answers).value, 4), sum(answers), round(formulas.nps_spread(*answers), 4))


# --- In worked values -----------------------------------------------------------------------------


def test_answers_of_shares_are_added_up() -> None:
    assert answers_pooled("csat", added_up([row(84, 50), row(60, 50)])).figure == formulas.rate(72, 100)


def test_answers_of_nps_are_added_up() -> None:
    pooled = answers_pooled("nps", added_up([nps_row(18, 11, 2), nps_row(10, 0, 0), nps_row(1, 1, 1)]))
    assert pooled.figure == formulas.nps(29, 12, 3)


def test_means_are_weighted_and_their_spreads_pooled() -> None:
    pooled = answers_pooled("duration", added_up([row(6, 3, 2), row(6, 3, 2)]))
    assert (pooled.figure.value, pooled.figure.n) == (6, 6)
    assert pooled.spread == pytest.approx(1.7889, abs=1e-4)
    apart = answers_pooled("duration", added_up([row(4, 2, 0), row(8, 2, 0)]))
    assert apart.spread == pytest.approx(formulas.spread_of({4: 2, 8: 2})[1])


def test_readings_themselves_are_a_sample() -> None:
    pooled = readings_pooled("mystery", added_up([row(value) for value in (60, 70, 80, 70, 70)]))
    assert (pooled.figure.value, pooled.figure.n) == (70, 5)
    assert pooled.spread == pytest.approx(7.0711, abs=1e-4)
    assert (pooled.figure.low, pooled.figure.high) == pytest.approx((61.22, 78.78), abs=0.01)


@pytest.mark.parametrize(
    ("kind", "values", "bounds"), [("mystery", (90, 100, 100, 100, 95), (91.45, 100)), ("count", (0, 0, 9), (0, 15.91))]
)
def test_an_interval_of_readings_ends_where_the_scale_does(
    kind: str, values: tuple[float, ...], bounds: tuple[float, float]
) -> None:
    figure = readings_pooled(kind, added_up([row(value) for value in values])).figure
    assert (figure.low, figure.high) == pytest.approx(bounds, abs=0.01)


@pytest.mark.parametrize("value", [0.1, 7, 1234567.8901])
def test_readings_that_are_all_alike_do_not_say_how_far_others_would_differ(value: float) -> None:
    assert readings_pooled("money", added_up([row(value)] * 7)).figure.low is None


@pytest.mark.parametrize(("value", "spread"), [(-100, 50), (40, 0), (40, 999), (0, 0)])
def test_an_nps_whose_spread_cannot_be_still_has_no_more_answers_than_it_has(value: float, spread: float) -> None:
    assert answers_pooled("nps", added_up([row(value, 25, spread)])).figure.n == 25


# --- Whatever was measured ------------------------------------------------------------------------


@st.composite
def told(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A reading of that type as it is kept, with everything that pooling needs."""
    n = draw(st.integers(2, 5000))
    if kind == "nps":
        promoters = draw(st.integers(0, n))
        detractors = draw(st.integers(0, n - promoters))
        return nps_row(promoters, n - promoters - detractors, detractors)
    if kind in {"csat", "rate"}:
        return row(round(100 * draw(st.integers(0, n)) / n, 4), n)
    low, high = SCALES[kind]
    value = draw(st.integers((low or 0) * 10**4, (high or 10_000) * 10**4)) / 10**4
    return row(value, n, draw(st.integers(1, 50_000)) / 10**4)


samples = st.sampled_from(Metric.Type.values).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(told(kind), min_size=1, max_size=6))
)


def alike(one: Estimate, other: Estimate) -> bool:
    pairs = ((one.value, other.value), (one.low, other.low), (one.high, other.high))
    return one.n == other.n and all(
        a is b is None or (a is not None and b is not None and isclose(a, b, rel_tol=1e-3, abs_tol=1e-2))
        for a, b in pairs
    )


@on_a_busy_machine
@given(samples)
def test_one_reading_pooled_is_that_reading(sample: tuple[str, list[dict[str, Any]]]) -> None:
    kind, (first, *_others) = sample
    pooled = answers_pooled(kind, added_up([first])).figure
    if kind == "nps":
        assert pooled.n == first["n"]
        assert pooled.value == pytest.approx(first["value"], abs=1e-2)
    else:
        assert alike(pooled, measure(kind, **first).figure)


@on_a_busy_machine
@given(samples, st.randoms())
def test_the_order_of_readings_does_not_matter(sample: tuple[str, list[dict[str, Any]]], random: Any) -> None:
    kind, rows = sample
    shuffled = random.sample(rows, len(rows))
    for pooled in (answers_pooled, readings_pooled):
        assert alike(pooled(kind, added_up(rows)).figure, pooled(kind, added_up(shuffled)).figure)


@on_a_busy_machine
@given(samples)
def test_pooled_intervals_hold_their_value_and_stay_on_the_scale(sample: tuple[str, list[dict[str, Any]]]) -> None:
    kind, rows = sample
    floor, top = SCALES[kind]
    for pooled in (answers_pooled, readings_pooled):
        figure = pooled(kind, added_up(rows)).figure
        assume(figure.low is not None and figure.high is not None)
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
        assert floor is None or figure.low >= floor
        assert top is None or figure.high <= top


def test_the_database_adds_up_the_same(db: None) -> None:
    metric = MetricFactory(type=Metric.Type.DURATION, unit="Tage")
    rows = [row(4.5, 20, 1.5), row(6.25, 30, 2.0), row(5, 3), row(8)]
    for each in rows:
        record(metric=metric, measured_on=DAY, by=None, **each)
    assert Reading.objects.aggregate(**sums()) == pytest.approx(added_up(rows))


# --- One voice a line -----------------------------------------------------------------------------


@pytest.fixture
def metric(team: Team) -> Metric:
    """Three times customers, then twice staff of one department."""
    metric = MetricFactory(touchpoint__team=team, name="Zufriedenheit")
    service = DepartmentFactory(team=team, name="Service")
    for month in (1, 2, 3):
        ReadingFactory(metric=metric, measured_on=date(2026, month, 1))
    for month in (4, 5):
        facts = {"source": Source.STAFF, "department": service, "value": Decimal(month)}
        ReadingFactory(metric=metric, measured_on=date(2026, month, 1), **facts)
    return metric


def test_a_line_is_of_the_voice_with_most_readings(metric: Metric) -> None:
    series = series_of(metric)
    assert [str(speaker) for speaker in series.speakers] == ["Kundinnen und Kunden", "Mitarbeitende, Service"]
    assert (str(series.speaker), [point.figure.value for point in series.points]) == ("Kundinnen und Kunden", [84] * 3)


def test_of_as_many_readings_the_newest_decide(metric: Metric) -> None:
    metric.readings.filter(measured_on=date(2026, 1, 1)).delete()
    assert str(series_of(metric).speaker) == "Mitarbeitende, Service"


def test_another_voice_is_chosen_by_its_key(metric: Metric) -> None:
    staff = series_of(metric).speakers[1]
    series = series_of(metric, staff.key)
    assert [point.figure.value for point in series.points] == [4, 5]
    assert series_of(metric, "nobody").speaker == series_of(metric).speaker


def test_a_voice_of_small_groups_alone_is_no_choice_but_counted(metric: Metric) -> None:
    ReadingFactory(metric=metric, source=Source.STAFF, n=3)
    series = series_of(metric)
    assert (len(series.speakers), series.unseen) == (2, 1)


def test_a_glance_shows_the_same_voice_and_says_whose(metric: Metric) -> None:
    glance = glances(metric.touchpoint)[0]
    assert {reading.source for reading in glance.readings} == {Source.CUSTOMERS}
    assert glance.whose == "Kundinnen und Kunden"


def test_the_page_lets_choose_whose_line_stands_in_the_picture(metric: Metric, rita: Membership) -> None:
    staff, browser = series_of(metric).speakers[1], signed_in(rita)
    page = browser.get(metric.get_absolute_url())
    assert f'href="?source={staff.key}"' in page.text
    chosen = browser.get(metric.get_absolute_url(), {"source": staff.key})
    assert chosen.context["series"].speaker == staff
    assert queries_of(browser, metric.get_absolute_url()) == queries_of(
        browser, f"{metric.get_absolute_url()}?source={staff.key}"
    )


def test_a_baseline_stands_in_the_picture_of_its_own_voice_alone(
    metric: Metric, rita: Membership, anna: Membership
) -> None:
    baselines.freeze(reading=metric.readings.all()[0], by=anna.user, at=NOW)
    staff, browser = series_of(metric).speakers[1], signed_in(rita)
    drawn = [browser.get(metric.get_absolute_url(), {"source": key}).text for key in ("customers", staff.key)]
    assert ["Nullmessung 84" in page for page in drawn] == [True, False]
