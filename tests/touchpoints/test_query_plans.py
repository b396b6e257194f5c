"""How PostgreSQL finds what pages show among 5,000 touchpoints, 200,000 readings and what others have of the same."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from touchpoints.models import Metric, Touchpoint

pytestmark = [pytest.mark.services, pytest.mark.django_db]

TOUCHPOINTS, METRICS, READINGS = 5000, 1000, 200
READ_THROUGH = re.compile(r"Seq Scan on touchpoints_(reading|historicaltouchpoint)\b")
"""Of tables that grow for ever."""

FILL = """
    INSERT INTO touchpoints_reading (metric_id, measured_on, value, n, low, high, source, note, created_at)
    SELECT m.id, DATE '2020-01-01' + (i * 7), 50 + i %% 40, 50, 40, 95, 'customers', '', now()
    FROM touchpoints_metric m, generate_series(1, %s) i
"""


@pytest.fixture
def metric(team: Team, clara: Membership) -> Metric:
    """One of a large inventory's metrics; another team has changed as many touchpoints since, four times."""
    for owner, times in ((team, 1), (clara.team, 4)):
        rows = Touchpoint.objects.bulk_create(
            Touchpoint(team=owner, name=f"Ort {i}", importance_customer=i % 5 + 1, performance=i * 7 % 5 + 1)
            for i in range(TOUCHPOINTS)
        )
        for _time in range(times):
            Touchpoint.history.bulk_history_create(rows)
    measured = team.touchpoints.order_by("pk")[:METRICS]
    metrics = Metric.objects.bulk_create(Metric(touchpoint=row, name="Zufriedenheit") for row in measured)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [READINGS])
        cursor.execute("ANALYZE")
    return metrics[METRICS // 2]


def plans(browser: Client, address: str) -> list[str]:
    """How the database goes about each query of a page that nobody has kept."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        found = []
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            found.append(sql + "\n" + "\n".join(line for (line,) in cursor.fetchall()))
    return found


def test_no_page_reads_a_large_table_through(team: Team, anna: Membership, metric: Metric) -> None:
    browser = signed_in(anna)
    pages = [
        *(reverse(f"touchpoints:{name}", args=[team.slug]) for name in ("list", "priorities")),
        metric.touchpoint.get_absolute_url(),
        metric.get_absolute_url(),
        reverse("cycle:overview", args=[team.slug]),
    ]
    for page in pages:
        assert [plan for plan in plans(browser, page) if READ_THROUGH.search(plan)] == [], page


def test_indexes_find_what_is_newest(team: Team, anna: Membership, metric: Metric) -> None:
    told = "\n".join(plans(signed_in(anna), reverse("touchpoints:priorities", args=[team.slug])))
    assert "touchpoint_newest_entries" in told
    assert "reading_by_day" in told
    assert "reading_by_day" in "\n".join(plans(signed_in(anna), metric.get_absolute_url()))
