"""A large inventory: 5,000 touchpoints, 200,000 readings, and a table of 5,000 rows read in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

from django.utils import timezone

from bench.figure import Figure
from bench.house import APPLICATION, Page, server, signed_in
from bench.pages import EMPTY
from bench.rounds import a_team
from teams.models import Team
from touchpoints.exchange import importing, running
from touchpoints.exchange.headings import guessed
from touchpoints.exchange.opening import opened
from touchpoints.models import Metric, Reading, Touchpoint

TOUCHPOINTS, METRICS, READINGS = 5000, 1000, 200
BATCH = 2000
BARS, BAR_S = {"list": 7, "matrix": 7, "chart": 7}, 20


def figures() -> Iterator[Figure]:
    """The pages that draw much of it, beyond the empty view, and the import.

    What is drawn once and kept is measured both ways: as nearly everyone finds it, and as the first one after a change.
    """
    team, members = a_team(3)
    metric = _filled(team)
    browser = signed_in(members[0].user)
    home = f"/t/{team.slug}/touchpoints"
    paths = {
        "list": f"{home}/",
        "matrix": f"{home}/priorities/",
        "chart": f"{home}/{metric.touchpoint_id}/metrics/{metric.pk}/",
        "cycle": f"/t/{team.slug}/cycle/",
    }
    pages = {name: Page(path, browser) for name, path in paths.items()}
    with server(APPLICATION) as ours:
        empty, *costs = ours.cpu_ms_of(Page(EMPTY, browser), *pages.values())
    for name, cost in zip(pages, costs, strict=True):
        yield Figure(f"inventory.{name}_5000_cpu_ms", cost - empty, "ms", bar=BARS.get(name), floor=empty)
    with server(APPLICATION, KONTAKTPUNKT_KEEPS_NO_PAGES="yes") as ours:
        empty, *costs = ours.cpu_ms_of(Page(EMPTY, browser), pages["matrix"], pages["chart"])
    for name, cost in zip(("matrix", "chart"), costs, strict=True):
        yield Figure(f"inventory.{name}_5000_first_cpu_ms", cost - empty, "ms", floor=empty)
    yield Figure("inventory.import_5000_s", _import_seconds(), "s", bar=BAR_S)


def _filled(team: Team) -> Metric:
    """A team's inventory with ratings, metrics and readings; one of its metrics."""
    touchpoints = Touchpoint.objects.bulk_create(
        (
            Touchpoint(
                team=team,
                name=f"Kontaktpunkt {number:05}",
                importance_customer=number % 5 + 1,
                performance=number * 7 % 5 + 1,
            )
            for number in range(TOUCHPOINTS)
        ),
        batch_size=BATCH,
    )
    metrics = Metric.objects.bulk_create(
        Metric(touchpoint=touchpoint, name="Zufriedenheit") for touchpoint in touchpoints[:METRICS]
    )
    first = date(2026, 1, 1)
    readings = (
        Reading(
            metric=metric,
            measured_on=first + timedelta(days=day),
            value=Decimal(80 + day % 10),
            low=Decimal(70),
            high=Decimal(92),
            n=50,
        )
        for metric in metrics
        for day in range(READINGS)
    )
    Reading.objects.bulk_create(readings, batch_size=BATCH)
    return metrics[METRICS // 2]


def _import_seconds() -> float:
    """How long a worker takes for a table of 5,000 rows."""
    team, members = a_team(1)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Name", "Art", "Ist"])
    rows.writerows([f"Kontaktpunkt {number}", "direkt", "Es dauert zu lange."] for number in range(TOUCHPOINTS))
    table = opened(text.getvalue().encode())
    mapping = guessed(table.headings)
    run = importing.receive(team=team, by=members[0].user, file_name="gross.csv", table=table, mapping=mapping)
    importing.start(run=run, by=members[0].user)
    begun = perf_counter()
    running.carry_on(run_pk=run.pk, at=timezone.now())
    seconds = perf_counter() - begun
    if team.touchpoints.count() != TOUCHPOINTS:
        raise RuntimeError("not all rows arrived")
    return seconds
