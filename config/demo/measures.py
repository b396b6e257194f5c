"""What the demo company measures at its touchpoints, before and after its actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from config.demo.round import as_of
from teams.models import Team, User
from touchpoints.measuring import baselines
from touchpoints.measuring.readings import record
from touchpoints.models import Benchmark, Metric, Source

WEEK = 7


@dataclass(frozen=True)
class Measured:
    """A metric, what came out so many days ago, oldest first, whom it is compared with and what shall change it."""

    place: str
    by: str
    metric: Metric
    source: Source
    readings: Mapping[int, Mapping[str, Any]]
    benchmark: tuple[str, str, str]
    action: str
    note: str


def _calls(minutes: str, spread: str, n: int) -> Mapping[str, Any]:
    return {"value": Decimal(minutes), "spread": Decimal(spread), "n": n}


WAITING = {
    12 * WEEK: _calls("3.8", "2.1", 164),
    11 * WEEK: _calls("4.1", "2.3", 171),
    10 * WEEK: _calls("3.7", "2.0", 158),
    9 * WEEK: _calls("4.0", "2.2", 169),
    8 * WEEK: _calls("4.3", "2.4", 182),
    7 * WEEK: _calls("3.9", "2.1", 166),
    6 * WEEK: _calls("4.2", "2.2", 175),
    5 * WEEK: _calls("4.0", "2.3", 163),
    4 * WEEK: _calls("4.4", "2.5", 187),
    3 * WEEK: _calls("4.1", "2.2", 172),
    2 * WEEK: _calls("4.2", "2.3", 178),
    WEEK: _calls("4.0", "2.2", 170),
    2: _calls("1.9", "1.4", 121),
}
RECOMMENDED = {
    280: {"promoters": 34, "passives": 41, "detractors": 25},
    190: {"promoters": 31, "passives": 44, "detractors": 29},
    100: {"promoters": 36, "passives": 38, "detractors": 28},
    10: {"promoters": 33, "passives": 40, "detractors": 31},
}
ALL = (
    Measured(
        place="Hotline",
        by="mira",
        metric=Metric(
            name="Wartezeit, bis jemand abhebt",
            type=Metric.Type.DURATION,
            better=Metric.Better.LOWER,
            unit="Minuten",
            target=Decimal("1.5"),
        ),
        source=Source.OWN_COUNT,
        readings=WAITING,
        benchmark=("Gartenversand Nord", "2.2", "Zehn eigene Testanrufe an Werktagen"),
        action="Rückruf nach einer Minute",
        note="Woche aus der Telefonanlage",
    ),
    Measured(
        place="Lieferung durch die Spedition",
        by="tarek",
        metric=Metric(name="Weiterempfehlung nach der Lieferung", type=Metric.Type.NPS, target=Decimal(30)),
        source=Source.CUSTOMERS,
        readings={days: {"distribution": answers} for days, answers in RECOMMENDED.items()},
        benchmark=("Werkhof Teak", "28", "Branchenbericht Gartenmöbel"),
        action="Jede Lieferung am Vortag",
        note="Mail zwei Wochen nach der Lieferung",
    ),
)


def measure_all(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Metrics with their readings, the first frozen as the baseline, and the actions that are to change them."""
    for told in ALL:
        _measure(team, told, people[told.by], at)


def _measure(team: Team, told: Measured, by: User, at: datetime) -> None:
    metric = Metric(
        touchpoint=team.touchpoints.get(name=told.place),
        **{name: getattr(told.metric, name) for name in ("name", "type", "better", "unit", "target")},
    )
    as_of(_ago(at, max(told.readings)), metric, by=by).save()
    readings = [
        record(
            metric=metric, measured_on=team.today(_ago(at, days)), source=told.source, by=by, note=told.note, **found
        )
        for days, found in told.readings.items()
    ]
    baselines.freeze(reading=readings[0], by=by, at=_ago(at, max(told.readings) - 1))
    name, value, origin = told.benchmark
    found = _ago(at, 30)
    benchmark = Benchmark(metric=metric, name=name, value=Decimal(value), origin=origin, measured_on=team.today(found))
    as_of(found, benchmark, by=by).save()
    action = team.actions.get(what__startswith=told.action)
    action.metric = metric
    as_of(at, action, by=by).save()


def _ago(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)
