"""Baselines know who spoke: copied when frozen, found for older ones, and held by the database as their value is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import RestrictedError

from teams.models import Membership
from tests.factories import BaselineFactory, DepartmentFactory, MetricFactory, ReadingFactory
from touchpoints.measuring import baselines
from touchpoints.measuring.glance import glances
from touchpoints.models import Baseline, Reading, Source, Voice

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BEFORE = [("touchpoints", "0009_surveys_close_at_a_moment")]


def frozen(by: Membership, /, **facts: Any) -> Baseline:
    return baselines.freeze(reading=ReadingFactory(**facts), by=by.user, at=AT, reason="Neu befragt")


def test_a_baseline_keeps_who_spoke(anna: Membership) -> None:
    metric = MetricFactory(touchpoint__team=anna.team)
    service = DepartmentFactory(team=anna.team)
    baseline = frozen(anna, metric=metric, source=Source.STAFF, department=service)
    assert baseline.voice == Voice(Source.STAFF, service.pk)


def test_the_database_itself_holds_who_spoke(anna: Membership) -> None:
    service = DepartmentFactory(team=anna.team)
    baseline = frozen(anna, department=service)
    other = DepartmentFactory(team=anna.team)
    for change in ({"source": Source.STAFF}, {"department": other}, {"department": None}, {"value": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Baseline.objects.filter(pk=baseline.pk).update(**change)


@pytest.mark.parametrize("kept", [ReadingFactory, BaselineFactory])
def test_who_spoke_is_not_forgotten_with_the_department(db: None, kept: Any) -> None:
    service = DepartmentFactory()
    row = kept(metric__touchpoint__team=service.team, source=Source.STAFF, n=3, department=service)
    with pytest.raises(RestrictedError):
        service.delete()
    row.refresh_from_db()
    assert row.voice == Voice(Source.STAFF, service.pk)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({}, "besser als die Nullmessung"),
        ({"n": 4}, ""),
        ({"source": Source.STAFF}, ""),
    ],
)
def test_a_glance_holds_a_reading_against_a_baseline_of_its_own_voice_alone(
    anna: Membership, now: dict[str, Any], words: str
) -> None:
    metric = MetricFactory(touchpoint__team=anna.team)
    first = ReadingFactory(metric=metric, measured_on=date(2026, 8, 3), value=40, low=28, high=54)
    baselines.freeze(reading=first, by=anna.user, at=AT)
    first.delete()
    ReadingFactory(metric=metric, **now)
    assert glances(metric.touchpoint)[0].change == words


def test_nothing_is_held_against_a_baseline_of_which_nobody_knows_who_spoke(anna: Membership) -> None:
    metric = MetricFactory(touchpoint__team=anna.team)
    ReadingFactory(metric=metric)
    facts = {"value": 40, "low": 28, "high": 54, "n": 50, "measured_on": date(2026, 8, 3), "set_at": AT}
    Baseline.objects.create(metric=metric, **facts)
    assert glances(metric.touchpoint)[0].change == ""


@pytest.mark.django_db(transaction=True)
def test_older_baselines_find_who_spoke_where_one_reading_says_so_and_stay_frozen(
    newest_schema: Callable[[], None],
) -> None:
    metric = MetricFactory()
    service = DepartmentFactory(team=metric.touchpoint.team)
    told: dict[str, list[dict[str, Any]]] = {
        "found": [{"value": 60, "source": Source.STAFF, "department": service}],
        "gone": [],
        "ambiguous": [{"value": 70}, {"value": 70, "source": Source.STAFF}],
    }
    values = {"found": 60, "gone": 65, "ambiguous": 70}
    for rows in told.values():
        for facts in rows:
            ReadingFactory(metric=metric, **facts)
    day, n = ReadingFactory.measured_on, ReadingFactory.n
    MigrationExecutor(connection).migrate(BEFORE)
    old = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("touchpoints", "Baseline")
    keys = {
        name: old.objects.create(metric_id=metric.pk, value=value, n=n, measured_on=day, set_at=AT).pk
        for name, value in values.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        old.objects.update(value=99)
    newest_schema()
    found = {name: Baseline.objects.get(pk=pk).voice for name, pk in keys.items()}
    assert found == {"found": Voice(Source.STAFF, service.pk), "gone": Voice(""), "ambiguous": Voice("")}
    for change in ({"value": Decimal(99)}, {"source": Source.CUSTOMERS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Baseline.objects.update(**change)
    assert Reading.objects.count() == 3
