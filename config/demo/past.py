"""What the demo company promised in the months before its rounds and what became of it, and what is asked for today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from actions.asking_for_help import ask_for_help
from actions.models import Action, Outcome, Status
from actions.parts import expenses
from actions.postponing import postpone
from actions.recording import record
from actions.settling import settle
from config.demo.round import as_of
from teams.models import Team, User

PROMISED_BEFORE = timedelta(days=24)
"""So long before its last day each was promised."""
ASKED_AFTER = timedelta(days=30)
"""So long after its last day the team asks what became of it."""


@dataclass(frozen=True)
class Past:
    """Who promised what for which day, in days before today, and how many days later it was done (never: dropped).

    `moved` says by how many days it was postponed, and why; `became` what was answered at the follow-up.
    """

    promised: int
    late: int | None
    who: str
    department: str
    place: str
    what: str
    money: tuple[int, int] | None = None
    moved: tuple[int, str] | None = None
    became: tuple[Outcome, str] | None = None
    reason: str = ""


SERVICE, FREIGHT, SALES, ADS, SHOP_FLOOR = "Kundenservice", "Logistik", "Vertrieb", "Marketing", "Werkstatt"
WORKS, FAILED = Outcome.WORKS, Outcome.DID_NOT_WORK

PAST = (
    Past(338, 0, "lena", ADS, "Musterkiste nach Hause", "Holzproben beschriften: Name, Herkunft, Pflege", (400, 310)),
    Past(331, 12, "tarek", FREIGHT, "Lieferung durch die Spedition", "Speditionen nach Schäden je 100 Fahrten fragen"),
    Past(
        322,
        -1,
        "sina",
        SALES,
        "Angebot",
        "Angebot auf zwei Seiten kürzen, Preis oben",
        became=(WORKS, "Es ruft niemand mehr wegen des Preises an."),
    ),
    Past(
        310,
        None,
        "lena",
        ADS,
        "Messestand in Köln",
        "Größeren Stand in Köln buchen",
        (9000, 0),
        reason="Zu teuer für vier Tage, das Geld hilft bei der Lieferung mehr.",
    ),
    Past(
        296, 4, "mira", SERVICE, "Hotline", "Ansage kürzen: drei Sätze statt elf", became=(WORKS, "Niemand legt auf.")
    ),
    Past(284, -2, "ole", SHOP_FLOOR, "Ersatzteile", "Schrauben als Satz verpacken und nummerieren", (250, 268)),
    Past(271, 15, "tarek", FREIGHT, "Lieferung durch die Spedition", "Kantenschutz aus Karton statt Folie", (600, 720)),
    Past(259, 0, "sina", SALES, "Auftragsbestätigung", "Liefertermin mit Kalenderwoche nennen"),
    Past(
        247,
        9,
        "lena",
        ADS,
        "Website mit Konfigurator",
        "Preis vor der Anmeldung zeigen",
        (1500, 1650),
        became=(WORKS, "Doppelt so viele rechnen zu Ende."),
    ),
    Past(
        236,
        -3,
        "mira",
        SERVICE,
        "Reklamation",
        "Antwort am selben Tag, auch wenn die Lösung noch fehlt",
        became=(WORKS, "Halb so viele fragen nach."),
    ),
    Past(
        222,
        None,
        "jonas",
        "Buchhaltung",
        "Rechnung",
        "Rechnung als Film erklären",
        reason="Eine Zeile Klartext auf der Rechnung erreicht mehr Leute.",
    ),
    Past(214, 0, "ole", SHOP_FLOOR, "Aufbauanleitung", "Alle Bilder mit echten Händen neu aufnehmen", (800, 640)),
    Past(
        201,
        6,
        "tarek",
        FREIGHT,
        "Lieferung durch die Spedition",
        "Fotos vom Zustand beim Verladen",
        became=(Outcome.FINE_TUNE, "Hilft, nur fehlen die Fotos vom zweiten Lager."),
    ),
    Past(188, -1, "sina", SALES, "Angebot", "Nach fünf Tagen anrufen statt mahnen", became=(WORKS, "31 % sagen zu.")),
    Past(176, 0, "mira", SERVICE, "Hotline", "Zweites Telefon am Montagmorgen besetzen", (300, 290)),
    Past(163, 3, "lena", ADS, "Bewertungsportal", "Auf jede Bewertung binnen zwei Tagen antworten"),
    Past(
        151,
        0,
        "tarek",
        FREIGHT,
        "Lieferung durch die Spedition",
        "Ankündigung der Lieferung als SMS am Vortag",
        (350, 410),
        moved=(10, "Die Schnittstelle der Spedition kam später."),
        became=(FAILED, "Die SMS nennt einen ganzen Tag, das hilft niemandem."),
    ),
    Past(
        140, -4, "ole", SHOP_FLOOR, "Ersatzteile", "Ersatzteile für zehn Jahre vorhalten und das auch sagen", (500, 455)
    ),
    Past(128, 0, "jonas", "Buchhaltung", "Rechnung", "Ansprechpartner mit Durchwahl auf die Rechnung"),
    Past(117, -2, "sina", SALES, "Auftragsbestätigung", "Persönlicher Satz in jeder Bestätigung"),
    Past(104, 2, "mira", SERVICE, "Reklamation", "Ersatz sofort schicken, Schaden später klären", (700, 655)),
    Past(92, 0, "lena", ADS, "Musterkiste nach Hause", "Gesicht und Telefonnummer in die Kiste legen"),
    Past(81, -1, "tarek", FREIGHT, "Lieferung durch die Spedition", "Ein fester Fahrer für die Inseln"),
    Past(
        74,
        0,
        "ole",
        SHOP_FLOOR,
        "Aufbauanleitung",
        "Werkzeug mit in den Karton legen",
        (450, 430),
        moved=(6, "Die Schlüssel kamen eine Woche später."),
        became=(WORKS, "Keine Anrufe mehr nach dem Sechskant."),
    ),
    Past(61, 0, "sina", SALES, "Angebot", "Liefertermin schon im Angebot nennen"),
    Past(52, -2, "mira", SERVICE, "Hotline", "Häufige Fragen am Bildschirm statt im Ordner"),
    Past(44, 1, "jonas", "Buchhaltung", "Rechnung", "Skonto in Euro statt in Prozent ausweisen"),
    Past(37, 0, "lena", ADS, "Website mit Konfigurator", "Auswahl auf dem Telefon bleibt stehen", (900, 870)),
    Past(33, -3, "tarek", FREIGHT, "Lieferung durch die Spedition", "Decken und Gurte in jedes Fahrzeug", (280, 264)),
)

POSTPONED = "Falltest mit beladener Kiste"
LATER, WHY_LATER = timedelta(days=2), "Der Prüfstand ist bis Mittwoch belegt."
CALL = "Nachricht am Morgen der Lieferung: „Wir sind um 10 da“"
CALL_WORDS = "Wer kennt sich mit der Schnittstelle der Spedition aus? Eine halbe Stunde genügt."


def tell_past(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Let the months before pass, then postpone one action and call for help with another as of a few hours ago."""
    for past in PAST:
        _live_through(past, team, people[past.who], at)
    late = team.actions.select_related("team").get(what=POSTPONED)
    hours_ago = at - timedelta(hours=3)
    postpone(action=late, to=late.due_on + LATER, reason=WHY_LATER, by=people["ole"], at=hours_ago)
    call = team.actions.select_related("team").get(what=CALL)
    ask_for_help(action=call, words=CALL_WORDS, by=people["mira"], at=hours_ago)


def _live_through(past: Past, team: Team, who: User, at: datetime) -> None:
    last, promised_at = at - timedelta(days=past.promised), at - timedelta(days=past.promised) - PROMISED_BEFORE
    planned, spent = past.money or (None, 0)
    action = Action(
        team=team,
        touchpoint=team.touchpoints.get(name=past.place),
        what=past.what,
        department=team.departments.get(name=past.department),
        responsible=who,
        starts_on=team.today(promised_at),
        due_on=team.today(last),
        follow_up_on=team.today(last + ASKED_AFTER) if past.became else None,
        budget=None if planned is None else Decimal(planned),
    )
    record(action=as_of(promised_at, action, by=who), by=who, at=promised_at)
    if past.moved:
        days, why = past.moved
        earlier = last - timedelta(days=2)
        action = postpone(action=action, to=action.due_on + timedelta(days=days), reason=why, by=who, at=earlier)
        last += timedelta(days=days)
    _end(past, action, last, spent, who)


def _end(past: Past, action: Action, last: datetime, spent: int, who: User) -> None:
    ended = last + timedelta(days=past.late or 0)
    if spent:
        day = action.team.today(ended)
        expenses.add(action=action, spent_on=day, amount=Decimal(spent), note="Rechnung", by=who, at=ended)
    as_of(ended, action, by=who).move(
        Status.DROPPED if past.late is None else Status.DONE, reason=past.reason, at=ended
    )
    if past.became:
        _answer(past.became, action, last + ASKED_AFTER, who)


def _answer(became: tuple[Outcome, str], action: Action, asked: datetime, who: User) -> None:
    """Say what became of it; what followed from a fine-tuned one was done on its day, and worked."""
    outcome, result = became
    again = action.team.today(asked + ASKED_AFTER) if outcome == Outcome.FINE_TUNE else None
    settle(action=action, outcome=outcome, result=result, again_on=again, by=who, at=asked)
    if again:
        follower = action.team.actions.select_related("team").get(predecessor=action)
        settle(action=follower, outcome=WORKS, result="", by=who, at=asked + ASKED_AFTER)
