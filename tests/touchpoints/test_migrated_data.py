"""Rows of older versions say the same after the way to the newest one, and most of it after the way back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import (
    BenchmarkFactory,
    InfluenceFactory,
    MetricFactory,
    ResourceFactory,
    SurveyFactory,
    TeamFactory,
    TouchpointFactory,
)
from touchpoints import timeline
from touchpoints.models import Survey

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY, AUCKLAND = date(2026, 11, 24), ZoneInfo("Pacific/Auckland")


def older(migration: str) -> Any:
    """Take the schema back to that migration; the models as they were then."""
    state = [("touchpoints", migration)]
    MigrationExecutor(connection).migrate(state)
    return MigrationExecutor(connection).loader.project_state(state).apps


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), AUCKLAND)


@time_machine.travel(NOON, tick=False)
def test_surveys_keep_when_they_close_there_and_back(newest_schema: Callable[[], None]) -> None:
    team = TeamFactory(time_zone="Pacific/Auckland")
    days = {
        "open": TODAY + timedelta(days=7),
        "closed": TODAY + timedelta(days=7),
        "expired": TODAY - timedelta(days=7),
        "over since noon": TODAY,
        "closed too late": TODAY - timedelta(days=7),
    }
    by_hand = NOON - timedelta(hours=2)
    ends = {name: end_of(day) for name, day in days.items()} | {"closed": by_hand}
    keys = {name: SurveyFactory(team=team, open_until=day, closes_at=ends[name]).pk for name, day in days.items()}
    assert end_of(TODAY) < NOON
    old = older("0008_metrics_count_their_versions").get_model("touchpoints", "Survey").objects
    assert [name for name, pk in keys.items() if old.get(pk=pk).closed_at is None] == ["open"]
    assert old.get(pk=keys["closed"]).closed_at == by_hand
    old.filter(pk=keys["expired"]).update(closed_at=None)
    old.filter(pk=keys["closed too late"]).update(closed_at=NOON)
    newest_schema()
    assert {name: Survey.objects.get(pk=pk).closes_at for name, pk in keys.items()} == ends


def test_what_was_there_before_its_history_is_its_first_record(newest_schema: Callable[[], None]) -> None:
    touchpoint = TouchpointFactory()
    metric = MetricFactory(touchpoint=touchpoint)
    rows: list[Any] = [
        metric,
        ResourceFactory(touchpoint=touchpoint, note="alt"),
        InfluenceFactory(source=touchpoint),
        BenchmarkFactory(metric=metric),
    ]
    older("0010_baselines_know_who_spoke")
    newest_schema()
    for row in rows:
        row.refresh_from_db()
        record = type(row).history.get()
        assert (record.history_type, record.history_change_reason) == ("+", timeline.KNOWN_BEFORE)
        kept = [field.attname for field in record.tracked_fields]
        assert {name: getattr(record, name) for name in kept} == {name: getattr(row, name) for name in kept}
    assert {kind for kind, _number, _at in timeline.entries(touchpoint)} <= {timeline.TOUCHPOINT}
