"""A metric's version grows with everything that changes what is known at it: kept pictures go by it."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import BenchmarkFactory, ItemFactory, MetricFactory, ReadingFactory
from tests.test_architecture import MODULES, nodes, place
from touchpoints.models import Checklist, Metric, Reading
from touchpoints.mystery import checklists, visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric(team: Team) -> Metric:
    """Satisfaction at a touchpoint of the team."""
    return MetricFactory(touchpoint__team=team)


@pytest.fixture
def bens(ben: Membership) -> Client:
    """Where ben works."""
    return signed_in(ben)


def version(metric: Metric) -> int:
    return Metric.objects.get(pk=metric.pk).version


def doors(metric: Metric) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that changes something at the metric, with what is sent there."""

    def address(name: str, *more: int) -> str:
        return reverse(
            f"touchpoints:{name}", args=[metric.touchpoint.team.slug, metric.touchpoint_id, metric.pk, *more]
        )

    reading, benchmark = ReadingFactory(metric=metric), BenchmarkFactory(metric=metric)
    entry = {"name": "Andere AG", "kind": "competitor", "value": "91", "measured_on": "2026-10-01", "origin": "Studie"}
    measured = {"measured_on": "2026-11-02", "source": "customers", "value": "84", "n": "50"}
    yield address("record_reading"), measured | {"sheet": str(uuid4())}
    yield address("freeze_baseline", reading.pk), {}
    yield address("freeze_baseline", reading.pk), {"reason": "Neuer Fragebogen"}
    yield address("remove_reading", reading.pk), {}
    yield address("create_benchmark"), entry
    yield address("edit_benchmark", benchmark.pk), entry
    yield address("remove_benchmark", benchmark.pk), {}
    yield address("edit_metric"), {"name": "Anders", "type": "csat", "better": "higher", "target": "95"}


def test_every_door_to_a_metric_moves_its_version_on(bens: Client, metric: Metric) -> None:
    for address, sent in doors(metric):
        before = version(metric)
        assert bens.post(address, sent).status_code == 302, address
        assert version(metric) > before, address


@pytest.fixture
def checklist(team: Team, ben: Membership) -> Checklist:
    """A checklist with a visit that gave a value."""
    item = ItemFactory(checklist__team=team)
    seen = visiting.Seen(visited_on=timezone.now().date(), points={item: 1})
    visiting.record_visit(checklist=item.checklist, seen=seen, by=ben.user, sheet=uuid4())
    return item.checklist


def test_a_visit_and_its_end_move_the_version_on(checklist: Checklist) -> None:
    metric = checklist.touchpoint.metrics.get()
    assert metric.version == 1
    visiting.remove_visit(checklist.visits.get())
    assert version(metric) == 2


def test_the_end_of_a_checklist_moves_the_version_on(checklist: Checklist, anna: Membership) -> None:
    metric = checklist.touchpoint.metrics.get()
    checklists.remove(checklist, by=anna)
    assert version(metric) == 2


def test_an_old_copy_of_the_row_does_not_turn_the_version_back(metric: Metric) -> None:
    for _time in range(3):
        ReadingFactory(metric=metric)
    metric.target = Decimal(95)
    metric.save()
    assert (metric.version, version(metric)) == (4, 4)


def test_other_metrics_keep_their_version(metric: Metric) -> None:
    other = ReadingFactory(metric__touchpoint=metric.touchpoint).metric
    ReadingFactory(metric=metric)
    Reading.objects.filter(metric=metric).delete()
    assert (version(metric), version(other)) == (2, 1)


def test_nothing_at_a_metric_is_written_past_its_version() -> None:
    rows = {"Reading", "Baseline", "Benchmark", "readings", "baselines", "benchmarks"}
    past = {"bulk_create", "bulk_update", "update", "_raw_delete"}
    assert [
        place(path, call.lineno)
        for path, call in nodes(ast.Call, MODULES)
        if isinstance(call.func, ast.Attribute) and call.func.attr in past and rows & names_in(call.func)
    ] == []


def names_in(expression: ast.AST) -> set[str]:
    parts = list(ast.walk(expression))
    attributes = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return attributes | {part.id for part in parts if isinstance(part, ast.Name)}
