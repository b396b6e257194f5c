"""What the demo company's departments, customers and testers say about its touchpoints."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from teams.models import Team, User
from touchpoints.measuring.readings import record
from touchpoints.models import Checklist, Metric, Survey, Touchpoint
from touchpoints.mystery import checklists
from touchpoints.mystery.visiting import Seen, record_visit
from touchpoints.perception.answering import Opinion, hand_in
from touchpoints.perception.asking import ask

SEED = 7
SHEETS = {"Vertrieb": 9, "Kundenservice": 8, "Logistik": 5, "Werkstatt": 3}
OPEN_SHEETS = {"Marketing": 2, "Vertrieb": 2}

CLOSED_TITLE, OPEN_TITLE = "Wie sehen wir uns selbst?", "Und wie gut sind wir vor dem Kauf?"
OPEN_ABOUT = ("Website mit Konfigurator", "Musterkiste nach Hause", "Angebot", "Ausstellung beim Fachhändler")


@dataclass(frozen=True)
class Views:
    """How important and how good departments find a touchpoint, about, and what customers answered from 1 to 5."""

    importance: float
    performance: Mapping[str, float]
    customers: tuple[int, int, int, int, int] | None = None


ABOUT = {
    "Hotline": Views(4.4, {"Vertrieb": 2.4, "Kundenservice": 4.2, "Logistik": 3.2}, (9, 14, 12, 6, 2)),
    "Lieferung durch die Spedition": Views(
        4.7, {"Vertrieb": 2.8, "Kundenservice": 2.5, "Logistik": 4.4}, (6, 9, 17, 14, 5)
    ),
    "Rechnung": Views(2.8, {"Vertrieb": 3.8, "Kundenservice": 3.3, "Logistik": 3.9}, (11, 12, 9, 7, 3)),
    "Aufbauanleitung": Views(3.9, {"Vertrieb": 3.1, "Kundenservice": 2.2, "Logistik": 3.0}, (2, 5, 11, 16, 9)),
    "Reklamation": Views(4.6, {"Vertrieb": 3.0, "Kundenservice": 3.8, "Logistik": 2.9}),
}

CHECKED = "Ausstellung beim Fachhändler"
CHECKLIST = "Besuch als Paar, das eine Terrasse plant"
LINES = (
    ("Begrüßt, bevor eine Minute um ist?", 2, 2),
    ("Nach Garten, Maß und Zeitplan gefragt?", 3, 3),
    ("Durften wir probesitzen?", 1, 2),
    ("Holzmuster zum Mitnehmen angeboten?", 1, 2),
    ("Mit einem nächsten Schritt verabschiedet?", 3, 2),
)
VISITS = (
    (
        38,
        "Sina Krüger",
        (1, 1, 2, None, 0),
        ("Die Möbel standen in der Sonne, alles war sauber.",),
        ("Nach zehn Minuten kam immer noch niemand.", "Niemand wusste, wann geliefert werden kann."),
        "Schöne Ausstellung, aber wir fühlten uns im Weg.",
    ),
    (
        3,
        "Lena Nowak",
        (2, 2, 2, 2, 1),
        ("Der Verkäufer hat sofort nach der Himmelsrichtung der Terrasse gefragt.",),
        ("Das Prospekt zeigt Preise vom letzten Jahr.",),
        "",
    ),
)


def speak_up(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Customers are asked, departments answer one survey to its end and another has just begun, testers go and look."""
    chance = Random(SEED)  # noqa: S311 - sheets of a demo need no secrecy
    for name, views in ABOUT.items():
        if views.customers:
            _customers_asked(team.touchpoints.get(name=name), views.customers, people["mira"], at)
    closed = _survey(team, people["anna"], CLOSED_TITLE, tuple(ABOUT), at)
    for group, count in SHEETS.items():
        for _sheet in range(count):
            opinions = _sheet_of(team, group, chance)
            hand_in(survey=closed, sheet=_random_id(chance), group=group, opinions=opinions, at=at)
    closed.close(at=at)
    begun = _survey(team, people["lena"], OPEN_TITLE, OPEN_ABOUT, at)
    for group, count in OPEN_SHEETS.items():
        for _sheet in range(count):
            opinions = {each: Opinion(_near(4, chance), _near(3, chance)) for each in begun.touchpoints.all()}
            hand_in(survey=begun, sheet=_random_id(chance), group=group, opinions=opinions, at=at)
    _test_visits(team, people, chance, at)


def _customers_asked(touchpoint: Touchpoint, counts: tuple[int, ...], by: User, at: datetime) -> None:
    metric = touchpoint.metrics.filter(type=Metric.Type.CSAT).first() or touchpoint.metrics.create(
        name="Zufriedenheit", type=Metric.Type.CSAT, unit="%", target=Decimal(80)
    )
    distribution = {str(step): count for step, count in enumerate(counts, start=1)}
    day = touchpoint.team.today(at - timedelta(days=12))
    record(metric=metric, measured_on=day, by=by, distribution=distribution, note="Karte im Paket")


def _survey(team: Team, by: User, title: str, about: tuple[str, ...], at: datetime) -> Survey:
    touchpoints = team.touchpoints.filter(name__in=about)
    return ask(team=team, by=by, title=title, open_until=team.today(at + timedelta(days=9)), touchpoints=touchpoints)


def _sheet_of(team: Team, group: str, chance: Random) -> dict[Touchpoint, Opinion]:
    return {
        touchpoint: Opinion(
            _near(ABOUT[touchpoint.name].importance, chance),
            _near(ABOUT[touchpoint.name].performance.get(group, 3.0), chance),
        )
        for touchpoint in team.touchpoints.filter(name__in=ABOUT).order_by("name")
    }


def _near(value: float, chance: Random) -> int:
    return min(5, max(1, round(chance.gauss(value, 0.7))))


def _random_id(chance: Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _test_visits(team: Team, people: Mapping[str, User], chance: Random, at: datetime) -> None:
    checklist = Checklist(team=team, touchpoint=team.touchpoints.get(name=CHECKED), name=CHECKLIST)
    checklists.begin(checklist, lines=[text for text, _weight, _top in LINES])
    for item, (_text, weight, top) in zip(checklist.items.all(), LINES, strict=True):
        item.weight, item.top = weight, top
        item.save()
    items = list(checklist.items.all())
    for days, tester, points, positive, negative, note in VISITS:
        seen = Seen(
            visited_on=team.today(at - timedelta(days=days)),
            points=dict(zip(items, points, strict=True)),
            tester=tester,
            note=note,
            positive=positive,
            negative=negative,
        )
        record_visit(checklist=checklist, seen=seen, by=people[tester.split()[0].lower()], sheet=_random_id(chance))
