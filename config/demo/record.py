"""What the demo company knows about a few of its touchpoints: expectations, endings, what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from config.demo.round import as_of
from teams.models import Team, User
from touchpoints.describing import describe
from touchpoints.influencing import connect
from touchpoints.models import BrandFit, Evidence, Influence, Resource, Status
from touchpoints.tagging import tags_named

KNOWN: dict[str, dict[str, Any]] = {
    "Rechnung": {
        "channel": "Brief",
        "goal": "Sie bestätigt, dass die Entscheidung richtig war, und wird gern bezahlt.",
        "disappointing": "Sie ist vor der Bank da, und niemand ist zu erreichen.",
        "okay": "Sie kommt mit der Ware und stimmt.",
        "delightful": "Sie dankt, zeigt ein Foto vom Bau der Bank und nennt einen Menschen mit Durchwahl.",
        "ending": "Mit „Zahlbar innerhalb von 14 Tagen ohne Abzug“. Das ist das Letzte, was vom Kauf bleibt.",
        "is_moment_of_truth": True,
        "brand_fit": BrandFit.PARTLY,
        "brand_fit_reason": "Der Ton ist steif, die Bank ist es nicht.",
        "evidence": Evidence.MEASURED,
        "importance_customer": 4,
        "importance_company": 5,
        "performance": 2,
        "contacts_per_month": 180,
        "impact": 7,
        "confidence": 8,
        "effort": 3,
    },
    "Hotline": {
        "channel": "Telefon",
        "goal": "Wer anruft, legt beruhigt auf.",
        "disappointing": "Warteschleife, dann jemand, der nichts von der Bestellung weiß.",
        "okay": "Nach drei Minuten ist jemand dran und kümmert sich.",
        "delightful": "Der Mensch am Telefon kennt die Bank und ruft von selbst zurück.",
        "ending": "Oft mit „Wir melden uns“, ohne einen Tag zu nennen.",
        "is_moment_of_truth": True,
        "brand_fit": BrandFit.FITS,
        "brand_fit_reason": "Wer anruft, merkt, dass hier Leute sitzen, die selbst gern draußen sitzen.",
        "evidence": Evidence.CUSTOMERS,
        "importance_customer": 5,
        "importance_company": 4,
        "performance": 3,
        "contacts_per_month": 640,
        "impact": 8,
        "confidence": 6,
        "effort": 6,
    },
    "Lieferung durch die Spedition": {
        "channel": "Haustür",
        "goal": "Die Bank steht, wo sie stehen soll, und der Rasen ist heil.",
        "disappointing": "Bordsteinkante, drei Pakete, zwei davon beschädigt.",
        "okay": "Am zugesagten Tag, unbeschädigt, bis vor das Haus.",
        "delightful": "Zwei Leute stellen sie auf, nehmen die Verpackung mit und setzen sich kurz dazu.",
        "brand_fit": BrandFit.NO,
        "brand_fit_reason": "Die Spedition fährt auch für andere und weiß nicht, was sie bringt.",
        "evidence": Evidence.STAFF,
        "importance_customer": 5,
        "importance_company": 4,
        "performance": 2,
        "contacts_per_month": 150,
        "impact": 9,
        "confidence": 5,
        "effort": 8,
    },
    "Aufbauanleitung": {
        "channel": "Papier",
        "ending": "Mit drei Schrauben, die übrig bleiben.",
        "status": Status.CHANGING,
        "status_reason": "Die Werkstatt dreht gerade kurze Filme statt der Zeichnungen.",
        "importance_customer": 3,
        "performance": 2,
        "impact": 6,
        "confidence": 7,
        "effort": 4,
    },
}
FOR_WHOM = {
    "Rechnung": ("Privatgärten", "Hausverwaltungen"),
    "Hotline": ("Privatgärten",),
    "Lieferung durch die Spedition": ("Privatgärten", "Gastronomie"),
}
BEHIND = (
    ("Rechnung", Resource.Kind.SYSTEM, "Warenwirtschaft", "jonas", "Löst die Rechnung mit dem Packen aus."),
    ("Rechnung", Resource.Kind.PROCESS, "Versandfreigabe", "tarek", ""),
    ("Hotline", Resource.Kind.SYSTEM, "Telefonanlage", "mira", ""),
    ("Hotline", Resource.Kind.DATA, "Kundenakte", "mira", "Am Telefon nur zu lesen, nicht zu schreiben."),
    ("Lieferung durch die Spedition", Resource.Kind.PROCESS, "Avisierung", "tarek", ""),
)
BETWEEN = (
    (
        "Rechnung",
        Influence.Kind.WEAKENS,
        "Lieferung durch die Spedition",
        "Wer schon zahlen soll, wartet ungeduldiger.",
    ),
    ("Rechnung", Influence.Kind.NEEDS, "Auftragsbestätigung", ""),
    ("Lieferung durch die Spedition", Influence.Kind.NEEDS, "Auftragsbestätigung", "Dort steht die Handynummer."),
    ("Aufbauanleitung", Influence.Kind.LEADS_TO, "Hotline", "Jeder dritte Anruf fragt nach den Schrauben."),
)


def describe_all(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """What the owners wrote down two days after the touchpoints were captured."""
    at += timedelta(days=2)
    places = {touchpoint.name: touchpoint for touchpoint in team.touchpoints.select_related("team", "owner")}
    for name, known in KNOWN.items():
        touchpoint = as_of(at, places[name], by=places[name].owner)
        for field, value in known.items():
            setattr(touchpoint, field, value)
        describe(touchpoint, tags=tags_named(team, FOR_WHOM.get(name, ())))
    for name, kind, what, owner, note in BEHIND:
        resource = Resource(touchpoint=places[name], kind=kind, name=what, owner=people[owner], note=note)
        as_of(at, resource, by=people[owner]).save()
    for source, effect, target, note in BETWEEN:
        influence = Influence(source=places[source], kind=effect, target=places[target], note=note)
        connect(as_of(at, influence, by=places[source].owner))
