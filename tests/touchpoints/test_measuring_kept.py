"""A metric's picture is drawn once and kept: what changes shows at once, and each reader sees their own buttons."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Status as ActionStatus
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, BenchmarkFactory, DepartmentFactory, MetricFactory, ReadingFactory
from touchpoints.measuring import baselines
from touchpoints.models import Metric, Source


@pytest.fixture
def metric(team: Team) -> Metric:
    """Satisfaction that customers and a department were asked about."""
    metric: Metric = MetricFactory(touchpoint__team=team)
    ReadingFactory(metric=metric)
    ReadingFactory(metric=metric, measured_on=date(2026, 11, 9), department=DepartmentFactory(team=team), n=50)
    BenchmarkFactory(metric=metric)
    return metric


def drawn(browser: Client, metric: Metric) -> str:
    """The page without what belongs to the person: its head, and its token."""
    _before, _mark, content = browser.get(metric.get_absolute_url()).text.partition('<main id="content"')
    return content


def edits(metric: Metric) -> None:
    metric.target = Decimal(95)
    metric.save()


CHANGES: dict[str, Callable[[Metric], object]] = {
    "measured": lambda metric: ReadingFactory(metric=metric, measured_on=date(2026, 11, 10)),
    "removed": lambda metric: metric.readings.earliest("pk").delete(),
    "frozen": lambda metric: baselines.freeze(
        reading=metric.readings.earliest("pk"), by=metric.touchpoint.team.memberships.get().user, at=timezone.now()
    ),
    "compared": lambda metric: BenchmarkFactory(metric=metric),
    "compared no more": lambda metric: metric.benchmarks.get().delete(),
    "edited": edits,
    "action finished": lambda metric: ActionFactory(team=metric.touchpoint.team, metric=metric).move(
        ActionStatus.DONE, at=timezone.now()
    ),
    "department renamed": lambda metric: metric.touchpoint.team.departments.update(name="Werk"),
}


@pytest.mark.parametrize("deed", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_at_once(metric: Metric, rita: Membership, deed: Callable[[Metric], object]) -> None:
    browser = signed_in(rita)
    before = drawn(browser, metric)
    assert drawn(browser, metric) == before
    deed(metric)
    after = drawn(browser, metric)
    assert after != before
    caches["pages"].clear()
    assert after == drawn(browser, metric)


def test_the_picture_is_drawn_once(metric: Metric, rita: Membership) -> None:
    browser, address = signed_in(rita), metric.get_absolute_url()
    first = queries_of(browser, address)
    assert queries_of(browser, address) < first


def test_each_source_has_a_picture_of_its_own(metric: Metric, rita: Membership) -> None:
    ReadingFactory(metric=metric, source=Source.STAFF, value=Decimal(12))
    browser, address = signed_in(rita), metric.get_absolute_url()
    customers, staff = (browser.get(f"{address}?source={source}").text for source in ("customers", "staff"))
    pictures = [page.partition('<svg class="chart wide')[2].partition("</svg>")[0] for page in (customers, staff)]
    assert [bool(re.search(r": 12\s%", picture)) for picture in pictures] == [False, True]


def test_an_address_that_names_no_voice_of_the_team_has_no_picture_of_its_own(metric: Metric, rita: Membership) -> None:
    browser, address = signed_in(rita), metric.get_absolute_url()
    browser.get(address)
    kept = queries_of(browser, address)
    stranger = DepartmentFactory()
    for source in ("x", "staff-", "staff-0", f"staff-{stranger.pk}", "9" * 400):
        assert queries_of(browser, f"{address}?source={source}") == kept
    assert queries_of(browser, f"{address}?source=customers-{metric.touchpoint.team.departments.get().pk}") > kept


def test_who_may_write_finds_buttons_behind_who_may_not(metric: Metric, rita: Membership, ben: Membership) -> None:
    freeze = f"{metric.get_absolute_url()}readings/{metric.readings.earliest('pk').pk}/baseline/"
    assert [freeze in drawn(signed_in(one), metric) for one in (rita, ben, rita)] == [False, True, False]


def test_all_readings_are_in_the_table_twenty_a_page(metric: Metric, rita: Membership) -> None:
    ReadingFactory.create_batch(30, metric=metric, measured_on=date(2026, 10, 1))
    address = reverse("touchpoints:metric", args=[metric.touchpoint.team.slug, metric.touchpoint_id, metric.pk])
    pages = [signed_in(rita).get(f"{address}?page={number}").text for number in (1, 2)]
    assert [page.count('<td class="who">') for page in pages] == [20, 12]
