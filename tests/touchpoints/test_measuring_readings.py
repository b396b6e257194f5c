"""Readings: recorded with their interval, thinned for a picture, frozen as a baseline, and small groups unseen."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from teams.models import Membership
from tests.factories import DepartmentFactory, MetricFactory, ReadingFactory
from touchpoints.measuring import baselines, formulas
from touchpoints.measuring.decimals import read_decimal, written
from touchpoints.measuring.formulas import Estimate
from touchpoints.measuring.glance import NEWEST, glances
from touchpoints.measuring.readings import measure, record
from touchpoints.measuring.series import MOST, series_of
from touchpoints.models import Baseline, Metric, Reading, Source

DAY = date(2026, 11, 2)
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NPS_ANSWERS = {"promoters": 18, "passives": 11, "detractors": 2}


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("nps", {"distribution": NPS_ANSWERS}, (51.6129, 25.5123, 68.6053, 31)),
        ("nps", {"distribution": {"10": 10, "9": 8, "7": 11, "6": 1, "0": 1}}, (51.6129, 25.5123, 68.6053, 31)),
        ("nps", {"value": 40, "n": 20}, (40, None, None, 20)),
        ("csat", {"distribution": {"hits": 42}, "n": 50}, (84, 71.4858, 91.6626, 50)),
        ("csat", {"distribution": {"1": 2, "2": 0, "3": 6, "4": 12, "5": 30}}, (84, 71.4858, 91.6626, 50)),
        ("csat", {"value": 84, "n": 50}, (84, 71.4858, 91.6626, 50)),
        ("rate", {"value": 84}, (84, None, None, None)),
        ("ces", {"distribution": {"5": 2, "6": 4, "7": 4}}, (6.2, 5.6357, 6.7643, 10)),
        ("ces", {"value": 6.8, "n": 3, "spread": 0.5}, (6.8, 5.5579, 7, 3)),
        ("duration", {"value": 6, "n": 3, "spread": 2}, (6, 1.0317, 10.9683, 3)),
        ("count", {"value": 17}, (17, None, None, None)),
        ("mystery", {"value": 66.6667}, (66.6667, None, None, None)),
        ("mystery", {"value": 96, "n": 5, "spread": 8}, (96, 86.0667, 100, 5)),
        ("count", {"value": 2, "n": 5, "spread": 3}, (2, 0, 5.725, 5)),
        ("money", {"value": 2, "n": 5, "spread": 3}, (2, -1.725, 5.725, 5)),
    ],
)
def test_a_reading_gets_its_value_and_bounds_from_what_was_told(
    db: None, anna: Membership, kind: str, told: dict[str, Any], expected: tuple[float | None, ...]
) -> None:
    reading = record(metric=MetricFactory(type=kind), measured_on=DAY, by=anna.user, **told)
    reading.refresh_from_db()
    bounds = (reading.value, reading.low, reading.high)
    assert (*(bound if bound is None else float(bound) for bound in bounds), reading.n) == expected


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("nps", {"value": 101}),
        ("nps", {"distribution": {"11": 3}}),
        ("csat", {"distribution": {"hits": 51}, "n": 50}),
        ("csat", {"distribution": {"1": 5}, "n": 50}),
        ("csat", {"distribution": {"0": 5, "6": 2}}),
        ("ces", {"value": Decimal("0.9")}),
        ("count", {"value": -1}),
        ("count", {}),
        ("money", {"value": Decimal("1e12")}),
        ("money", {"value": Decimal("NaN")}),
        ("money", {"value": 5, "n": 2, "spread": 1e12}),
    ],
)
def test_what_the_scale_cannot_hold_is_refused(kind: str, told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        measure(kind, **told)


# --- Numbers as people type them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (" −3 ", "-3"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("84 %", "84"),
        ("1.999,90 €", "1999.90"),
        (",5", "0.5"),
        ("0.125", "0.125"),
    ],
)
def test_decimal_commas_and_points_are_read_alike(text: str, expected: str) -> None:
    assert read_decimal(text, decimal_mark=",") == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["1.234", "-12.500", "1.234.5", "12.500.00", "acht", "1,2,3", "12..5", "--3", "1e5", "NaN", "∞", "1.2,3.4"],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_decimal(text, decimal_mark=",")


@given(st.decimals(-999999, 999999, places=2))
def test_a_number_reads_as_it_is_written(value: Decimal) -> None:
    assert read_decimal(written(value)) == value


# --- Small groups -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "n", "in_department", "is_shown"),
    [
        (Source.STAFF, 4, False, False),
        (Source.STAFF, 5, True, True),
        (Source.CUSTOMERS, 4, True, False),
        (Source.CUSTOMERS, 4, False, True),
        (Source.OWN_COUNT, 1, True, True),
        (Source.STAFF, None, False, True),
    ],
)
def test_groups_under_five_are_not_shown_apart(
    db: None, source: Source, n: int | None, in_department: bool, is_shown: bool
) -> None:
    metric = MetricFactory()
    department = DepartmentFactory(team=metric.touchpoint.team) if in_department else None
    reading = ReadingFactory(metric=metric, source=source, n=n, department=department)
    assert reading.is_shown == is_shown
    assert Reading.objects.shown().exists() == is_shown
    assert bool(series_of(metric).points) == is_shown
    assert (glances(metric.touchpoint)[0].newest is not None) == is_shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"": 12, "Service": 8}, {"": 12}),
        ({"": 13, "Service": 8}, {"": 13, "Service": 8}),
        ({"": 8, "Service": 8}, {"": 8, "Service": 8}),
        ({"": None, "Service": 8}, {"": None, "Service": 8}),
        ({"": 20, "Service": 8, "Lager": 9}, {"": 20}),
        ({"": 21, "Service": 8, "Lager": 9, "Vertrieb": 4}, {"": 21}),
        ({"": 30, "Service": 8, "Lager": 9}, {"": 30, "Service": 8, "Lager": 9}),
        ({"": 21, "Service": 17, "Lager": 12}, {"": 21, "Lager": 12}),
    ],
)
@pytest.mark.parametrize("source", [Source.STAFF, Source.CUSTOMERS])
def test_what_is_shown_leaves_nobody_in_a_small_group_as_the_difference(
    db: None, source: Source, told: dict[str, int | None], shown: dict[str, int | None]
) -> None:
    metric = MetricFactory()
    for name, n in told.items():
        department = DepartmentFactory(team=metric.touchpoint.team, name=name) if name else None
        ReadingFactory(metric=metric, source=source, n=n, department=department)
    readings = Reading.objects.select_related("department")
    names = {reading.pk: reading.department.name if reading.department else "" for reading in readings}
    assert {names[reading.pk]: reading.n for reading in readings.shown()} == shown
    assert {names[reading.pk]: reading.n for reading in readings if reading.is_shown} == shown
    series = series_of(metric)
    assert (len(series.speakers), series.unseen) == (len(shown), len(told) - len(shown))
    assert {speaker.department for speaker in glances(metric.touchpoint)[0].speakers} == set(shown)


def test_only_a_total_of_the_same_metric_day_and_source_leaves_a_difference(db: None) -> None:
    service = ReadingFactory(source=Source.STAFF, n=8, department=DepartmentFactory())
    same = {"metric": service.metric, "source": Source.STAFF, "n": 12}
    ReadingFactory(**same | {"source": Source.CUSTOMERS})
    ReadingFactory(**same, measured_on=DAY - timedelta(days=1))
    ReadingFactory(**same | {"metric": MetricFactory()})
    assert service.is_shown
    ReadingFactory(**same)
    assert not service.is_shown


# --- Baseline -----------------------------------------------------------------------------------


def test_a_baseline_is_replaced_only_with_a_reason_and_the_old_one_stays(anna: Membership) -> None:
    reading = ReadingFactory()
    first = baselines.freeze(reading=reading, by=anna.user, at=AT)
    with pytest.raises(ValidationError):
        baselines.freeze(reading=reading, by=anna.user, at=AT, reason=" ")
    second = baselines.freeze(reading=reading, by=anna.user, at=AT + timedelta(days=1), reason="Neuer Fragebogen")
    assert reading.metric.baseline == second
    assert list(reading.metric.baselines.all()) == [second, first]
    assert (first.value, first.n, first.set_by) == (reading.value, 50, anna.user)


def test_a_small_group_is_no_baseline(anna: Membership) -> None:
    with pytest.raises(ValidationError):
        baselines.freeze(reading=ReadingFactory(source=Source.STAFF, n=3), by=anna.user, at=AT)


@pytest.mark.parametrize(
    "change", [{"value": 99}, {"n": 500}, {"measured_on": DAY}, {"set_at": AT}, {"reason": "Schöner so"}, {"low": None}]
)
def test_the_database_itself_holds_a_baseline(anna: Membership, change: Mapping[str, Any]) -> None:
    baseline = baselines.freeze(reading=ReadingFactory(), by=anna.user, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Baseline.objects.filter(pk=baseline.pk).update(**change)


def test_a_baseline_outlives_its_reading_and_the_account_of_who_set_it(anna: Membership) -> None:
    reading = ReadingFactory()
    baseline = baselines.freeze(reading=reading, by=anna.user, at=AT)
    reading.delete()
    anna.user.delete()
    baseline.refresh_from_db()
    assert (baseline.value, baseline.set_by) == (Decimal(84), None)


# --- Many readings ------------------------------------------------------------------------------


def many(metric: Metric, count: int, **fields: Any) -> None:
    """A reading a day."""
    Reading.objects.bulk_create(
        ReadingFactory.build(metric=metric, measured_on=date(2024, 1, 1) + timedelta(days=i), **fields)
        for i in range(count)
    )


def test_few_readings_stand_apart(db: None) -> None:
    metric = MetricFactory()
    many(metric, MOST)
    series = series_of(metric)
    assert (len(series.points), series.period, series.thinning) == (MOST, "", "")


def test_many_readings_are_put_together_by_month_with_n_summed(db: None) -> None:
    metric = MetricFactory()
    many(metric, MOST + 1)
    series = series_of(metric)
    assert series.period == "month"
    january = series.points[0]
    assert (january.day, january.readings, january.figure.n) == (date(2024, 1, 15), 31, 31 * 50)
    assert january.figure == formulas.rate(31 * 42, 31 * 50)


def test_readings_over_many_years_are_put_together_by_year(db: None) -> None:
    metric = MetricFactory()
    many(metric, MOST)
    ReadingFactory(metric=metric, measured_on=date(1990, 5, 1))
    series = series_of(metric)
    assert (series.period, [point.day.year for point in series.points]) == ("year", [1990, 2024])


def test_pooled_nps_counts_every_answer(db: None) -> None:
    metric = MetricFactory(type=Metric.Type.NPS)
    one = record(metric=metric, measured_on=DAY, by=None, distribution=NPS_ANSWERS)
    many(metric, MOST + 1, value=one.value, n=31, spread=one.spread)
    assert series_of(metric).points[0].figure == formulas.nps(31 * 18, 31 * 11, 31 * 2)


def test_pooled_means_have_the_spread_of_all_answers(db: None) -> None:
    metric = MetricFactory(type=Metric.Type.DURATION, unit="Tage")
    many(metric, MOST + 1, value=Decimal(6), n=3, spread=Decimal(2))
    january, spread = series_of(metric).points[0].figure, (31 * 2 * 2**2 / (31 * 3 - 1)) ** 0.5
    assert january.n == 31 * 3
    assert (january.value, january.low) == pytest.approx((6, formulas.mean_of(6, spread, january.n).low))


@pytest.mark.parametrize(("n", "spread"), [(None, None), (10, None)])
def test_what_is_not_known_of_each_is_not_claimed_of_all(db: None, n: int | None, spread: Decimal | None) -> None:
    metric = MetricFactory(type=Metric.Type.DURATION, unit="Tage")
    many(metric, MOST + 1, value=Decimal(6), n=n, spread=spread)
    january = series_of(metric).points[0].figure
    assert (january.value, january.low, january.n) == (6, None, n and 31 * n)


def test_where_some_n_is_missing_the_plain_mean_is_called_so(db: None) -> None:
    metric = MetricFactory(type=Metric.Type.DURATION, unit="Tage")
    many(metric, MOST + 1, value=Decimal(6), n=10)
    assert "einfache Mittel" not in series_of(metric).thinning
    ReadingFactory(metric=metric, measured_on=date(2024, 1, 1), value=Decimal(38), n=None)
    series = series_of(metric)
    assert (series.points[0].figure, series.points[0].readings) == (Estimate(7, None, None, None), 32)
    assert series.points[1].figure.n == 29 * 10
    assert "einfache Mittel" in series.thinning


def test_small_groups_do_not_enter_a_month(db: None) -> None:
    metric = MetricFactory()
    many(metric, MOST + 1)
    ReadingFactory(metric=metric, measured_on=date(2024, 1, 1), source=Source.STAFF, n=3, value=0)
    series = series_of(metric)
    assert (series.unseen, series.points[0].figure.n) == (1, 31 * 50)


def test_a_touchpoint_shows_its_metrics_in_four_queries(db: None) -> None:
    metric = MetricFactory(target=80)
    other = MetricFactory(touchpoint=metric.touchpoint, name="Wartezeit", type=Metric.Type.DURATION, unit="Tage")
    many(metric, NEWEST + 5)
    ReadingFactory(metric=other)
    with CaptureQueriesContext(connection) as queries:
        found = {glance.metric: glance for glance in glances(metric.touchpoint)}
    assert len(queries) == 4
    assert (len(found[metric].readings), found[metric].target_words) == (NEWEST, "Ziel 80\u00a0% erreicht")
    assert (len(found[other].readings), found[other].target_words) == (1, "")
