"""What the demo company has written at its actions: reasons, checklists, talk, expenses and scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from actions.models import Case, Priority, Status
from touchpoints.models import BrandFit

BEFORE_NOW = timedelta(hours=5)
"""The rounds are over by then, the later one since yesterday at the latest."""


@dataclass(frozen=True)
class Details:
    """What stands at one action beyond who, what and until when. Days count from the day the demo is made.

    `steps` are its lines, the first `ticked` of them done; `talk` is who said what, the earliest first; `spent` is
    days ago, amount and note; `cases` say days from today, cost, trigger and plan B.
    """

    words: Mapping[str, Any] = field(default_factory=dict)
    department: str = ""
    outside: str = ""
    helpers: tuple[str, ...] = ()
    status: Status = Status.PLANNED
    reason: str = ""
    steps: tuple[str, ...] = ()
    ticked: int = 0
    talk: tuple[tuple[str, str], ...] = ()
    spent: tuple[tuple[int, str, str], ...] = ()
    cases: Mapping[Case, tuple[int, str, str, str]] = field(default_factory=dict)


ROSTER = "Rückrufe fest in den Dienstplan: zweimal am Tag, namentlich"
CALLING = "Jede Lieferung am Vortag selbst anrufen: Zeitfenster, Weg zur Terrasse, wer hilft"
CARRYING = "Zwei-Mann-Lieferung ab 40 Kilo mit zwei Speditionen verhandeln"
DEALERS = "Mit den drei größten Händlern klären, wer selbst zustellt und aufbaut"

DETAILS: Mapping[str, Details] = {
    ROSTER: Details(
        words={"why": "Ein versprochener Rückruf, den niemand macht, ist schlimmer als die Warteschleife."},
        department="Vertrieb",
        helpers=("mira",),
        status=Status.RUNNING,
        steps=("Zeiten mit dem Team abstimmen", "Namen in den Dienstplan eintragen", "Vertretung für Urlaub regeln"),
        ticked=2,
        talk=(
            ("anna", "@Sina, woran hängt es noch? Die erste Woche ohne festen Plan ging gut, so bleibt es nicht."),
            ("sina", "Nur an der Urlaubsvertretung. Mit @Mira Sommer ist Freitag ausgemacht."),
        ),
    ),
    CALLING: Details(
        words={
            "why": "Wer weiß, wann die Bank kommt und wer tragen hilft, freut sich auf die Lieferung.",
            "priority": Priority.HIGH,
            "target_group": "Privatkunden mit Garten",
            "media_use": "telefoniert lieber",
            "brand_fit": BrandFit.FITS,
        },
        department="Kundenservice",
        helpers=("tarek", "jonas"),
        status=Status.RUNNING,
        steps=(
            "Leitfaden für den Anruf schreiben: Zeitfenster, Weg, Helfer",
            "Liste der Lieferungen jeden Mittag aus der Logistik holen",
            "Eine Woche lang proben und mitschreiben",
            "Wer nicht zu erreichen ist, bekommt eine SMS",
        ),
        ticked=2,
        talk=(
            ("tarek", "Die Liste kommt ab jetzt täglich um 12 Uhr, auch samstags."),
            ("mira", "Danke @Tarek Baran! Von 14 Anrufen gestern haben wir 12 Leute erreicht. 🎉"),
        ),
    ),
    CARRYING: Details(
        words={
            "why": "80 Kilo bis auf die Terrasse zu tragen ist für viele unmöglich, und der Gehweg ist kein Ziel.",
            "priority": Priority.HIGH,
            "budget": Decimal(2000),
            "region": "Süddeutschland",
            "target_group": "Kundschaft über 65",
            "brand_fit": BrandFit.FITS,
        },
        department="Logistik",
        helpers=("jonas",),
        outside="Spedition Allgäu-Trans",
        status=Status.RUNNING,
        steps=(
            "Angebote von zwei Speditionen einholen",
            "Kosten je Lieferung und Gewicht durchrechnen",
            "Zehn Probelieferungen fahren",
            "Preis und Text für den Shop abstimmen",
            "Vertrag mit Kündigungsfrist von drei Monaten",
        ),
        ticked=2,
        talk=(
            ("tarek", "Allgäu-Trans liegt bei 41 €, die zweite will erst nach den Proben einen Preis nennen."),
            (
                "jonas",
                "Ab 36 € trägt es sich ohne Aufschlag, darüber brauchen wir einen Preis im Shop. @Tarek Baran, "
                "rechnest du Inseln und Berge extra?",
            ),
            ("anna", "Gute Zahlen. Erst die zehn Proben, dann entscheiden wir."),
        ),
        spent=((1, "380", "Vier Probelieferungen, Allgäu-Trans"), (0, "95.50", "Tragegurte und Decken")),
        cases={
            Case.BEST: (10, "1200", "Beide Speditionen sagen sofort zu.", ""),
            Case.REALISTIC: (16, "1800", "", ""),
            Case.WORST: (
                40,
                "3500",
                "Bis zur Wochenmitte liegt kein zweites Angebot vor.",
                "Nur mit Allgäu-Trans beginnen und im Frühjahr neu ausschreiben.",
            ),
        },
    ),
    DEALERS: Details(
        words={"why": "Händler in der Nähe kennen die Leute und haben Platz für die Verpackung."},
        department="Vertrieb",
        helpers=("sina",),
        status=Status.BLOCKED,
        reason="Händler Huber ist bis Montag auf der Messe, ohne ihn fehlt die größte Region.",
        steps=("Gartenwelt Seeberger", "Händler Huber", "Holz & Hof"),
        ticked=1,
    ),
}
