"""What customers of the demo company say and its employees propose; days count back from the day the demo is made."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.models import Polarity, Via

GOOD, BAD, EVEN, OPEN = Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.NEUTRAL, ""

DELIVERY, INVOICE, HOTLINE = "Lieferung durch die Spedition", "Rechnung", "Hotline"
MANUAL, WEBSITE, DEALER = "Aufbauanleitung", "Website mit Konfigurator", "Ausstellung beim Fachhändler"
CLAIM, PARTS = "Reklamation", "Ersatzteile"


@dataclass(frozen=True)
class Said:
    """A customer's words, so many days ago; without `place` or polarity where nobody has decided yet."""

    ago: int
    text: str
    polarity: str
    place: str = ""
    via: Via = Via.CALL
    strength: int | None = None
    reason: str = ""
    source: str = ""
    reference: str = ""
    contact: str = ""
    may_quote: bool = False


@dataclass(frozen=True)
class Looked:
    """A complaint, found by its first words, that somebody looks after; hours count from when it was opened."""

    begins: str
    owner: str
    hours_ago: int
    notes: tuple[str, ...] = ()
    answer: str = ""
    outcome: str = ""
    result: str = ""


@dataclass(frozen=True)
class Proposed:
    """A colleague's suggestion and how far it is: each step as state, who decided and what they said."""

    ago: int
    who: str
    title: str
    text: str
    place: str = ""
    experts: tuple[str, ...] = ()
    ratings: tuple[tuple[str, int, str], ...] = ()
    steps: tuple[tuple[str, str, str], ...] = ()
    thanks: str = ""


LATE, SILENT, PRICE, DAMAGE = "Termin nicht gehalten", "Niemand erreichbar", "Preis nicht zu finden", "Beschädigt"
HELP, WOOD, PEOPLE = "Hilfe beim Aufbau", "Holz und Verarbeitung", "Menschen, die sich kümmern"

VOICES = (
    Said(0, "Die Bank steht! Ihr Fahrer hat sie mit meinem Mann bis auf die Terrasse getragen. Das war mehr, als "
         "ausgemacht war. Danke!", GOOD, DELIVERY, Via.MAIL, 3, PEOPLE, may_quote=True),
    Said(0, "Wo bleibt mein Tisch? Zugesagt war Dienstag, jetzt heißt es „in Zustellung“, seit vier Tagen.", BAD,
         DELIVERY, Via.CALL, 3, LATE, reference="A-20713", contact="0221 5550142"),
    Said(1, "Rechnung ist da, der Tisch nicht. Ich zahle, wenn er steht.", BAD, INVOICE, Via.MAIL, 2, LATE,
         reference="A-20713"),
    Said(1, "Preis erst nach Anmeldung? Dann eben nicht.", BAD, WEBSITE, Via.CHAT, 2, PRICE),
    Said(1, "Hab in der Anleitung Seite 4 und 5 vertauscht gefunden, oder bin ich das?", OPEN, "", Via.MAIL),
    Said(2, "Frau Sommer hat mir am Telefon Schritt für Schritt erklärt, wie die Lehne sitzt. So etwas erlebt man "
         "selten.", GOOD, HOTLINE, Via.CALL, 3, HELP, may_quote=True),
    Said(2, "18 Minuten Warteschleife, dann aufgelegt. Zweimal.", BAD, HOTLINE, Via.REVIEW, 3, SILENT,
         source="Bewertungsportal, zwei Sterne"),
    Said(3, "Na super: die vierte Abholung, und wieder kam keiner.", OPEN, "", Via.REVIEW),
    Said(3, "Die Schrauben von 2014 gibt es noch, am nächsten Tag im Briefkasten. Hut ab.", GOOD, PARTS, Via.MAIL, 3,
         PEOPLE, may_quote=True),
    Said(4, "Eine Ecke angestoßen, Karton unversehrt. Foto hängt an. Was nun?", BAD, CLAIM, Via.MAIL, 2, DAMAGE,
         reference="A-20698", contact="h.brandt@kunden.example"),
    Said(5, "Robinie ist viel schöner als auf dem Bild.", GOOD, DEALER, Via.VISIT, 2, WOOD),
    Said(5, "Im Konfigurator springt die Seite auf dem Telefon dauernd nach oben 😡", BAD, WEBSITE, Via.CHAT, 2),
    Said(6, "Liefert ihr auch nach Österreich?", EVEN, "", Via.CHAT),
    Said(6, "Der Verkäufer im Laden wusste nicht, wie lange die Lieferung dauert.", BAD, DEALER, Via.VISIT, 1),
    Said(7, "Sechs Wochen versprochen, neun gewartet, kein Anruf.", BAD, DELIVERY, Via.REVIEW, 3, LATE,
         source="Bewertungsportal, ein Stern"),
    Said(8, "Aufbau zu zweit in einer Stunde. Die Anleitung mit den Fotos ist Gold wert.", GOOD, MANUAL, Via.REVIEW, 2,
         HELP, source="Bewertungsportal, fünf Sterne"),
    Said(9, "Am Telefon sieht man vom Tisch nur die Beine. Gekauft habe ich trotzdem, am Abend am Rechner.", BAD,
         WEBSITE, Via.MAIL, 1),
    Said(9, "Bank top, Spedition Flop.", OPEN, "", Via.POST, source="Forum der Terrassenfreunde"),
    Said(11, "Auf die Reklamation kam nach einer Stunde ein Rückruf und am Samstag der Tausch.", GOOD, CLAIM, Via.MAIL,
         3, PEOPLE, may_quote=True),
    Said(12, "Warum kommt die Rechnung vor der Ware? Mein Vater hat sie für eine Mahnung gehalten.", BAD, INVOICE,
         Via.CALL, 2),
    Said(14, "Holz, Maß, Lehne: alles selbst zusammengestellt, und genau so stand die Bank dann da.", GOOD, WEBSITE,
         Via.REVIEW, 2, source="Bewertungsportal, vier Sterne"),
    Said(14, "Man sitzt darauf wie angegossen, auch nach drei Jahren.", GOOD, DEALER, Via.VISIT, 2, WOOD),
    Said(16, "Holz nach einem Winter grau, trotz Öl. Beim Kauf hieß es: fünf Jahre.", BAD, CLAIM, Via.LETTER, 3,
         DAMAGE),
    Said(19, "Hotline freundlich, aber ohne Ahnung von Ersatzteilen.", OPEN, "", Via.CALL),
    Said(21, "Die Musterkiste mit den Namen drauf hat meine Frau überzeugt.", GOOD, "Musterkiste nach Hause", Via.MAIL,
         2, WOOD),
    Said(24, "Der Fahrer rief eine Stunde vorher an, wie ausgemacht.", GOOD, DELIVERY, Via.CALL, 2, PEOPLE),
    Said(26, "Maß und Holz sofort gefunden, nur der Warenkorb war am nächsten Tag leer.", BAD, WEBSITE, Via.CALL, 1),
    Said(27, "Preis, Maß, Liefertermin: alles drei musste ich erfragen.", BAD, WEBSITE, Via.MAIL, 2, PRICE),
    Said(33, "Testurteil gut, Lieferzeit mangelhaft.", BAD, "Test im Gartenmagazin", Via.PRESS, 2, LATE,
         source="Gartenmagazin, Oktober"),
    Said(38, "Am Telefon wurde ich wie eine Nachbarin behandelt.", GOOD, HOTLINE, Via.CALL, 2, PEOPLE),
    Said(45, "Drei Mails, keine Antwort.", BAD, CLAIM, Via.REVIEW, 3, SILENT, source="Bewertungsportal, ein Stern"),
    Said(52, "Nach zehn Jahren eine neue Armlehne bekommen, ohne Rechnung. Das erzähle ich weiter.", GOOD, PARTS,
         Via.POST, 3, PEOPLE, source="Forum der Terrassenfreunde", may_quote=True),
)  # fmt: skip

CASES = (
    Looked("Wo bleibt mein Tisch?", "tarek", 5, ("Spedition angerufen: steht im Lager Köln.",)),
    Looked("18 Minuten Warteschleife", "mira", 61, ("Zweimal nicht erreicht.",)),
    Looked("Eine Ecke angestoßen", "mira", 70, ("Foto gesehen: die linke Armlehne.",),
           "Die Armlehne kommt morgen neu, die alte darf bleiben.", "solved", "Neue Armlehne, Kunde sehr zufrieden."),
)  # fmt: skip

PRAISED = (
    ("Frau Sommer hat mir am Telefon", ("mira",), (), "Am Telefon Schritt für Schritt, bis es sitzt."),
    ("Die Bank steht!", (), ("Logistik",), "Bis auf die Terrasse tragen, wo zwei es können."),
)

SUGGESTIONS = (
    Proposed(1, "ole", "Die Schraubentüten mit großen Buchstaben beschriften",
             "In der Anleitung stehen A bis F, auf den Tüten Nummern. Beim Aufbau sucht jeder.", MANUAL),
    Proposed(6, "sina", "Liefertermin schon im Konfigurator zeigen",
             "Danach fragen im Laden alle. Die Logistik kennt die Wochen.", WEBSITE, ("lena", "tarek"),
             (("lena", 5, "Das fragen auch im Chat die meisten."),),
             (("in_review", "anna", ""),)),
    Proposed(20, "tarek", "Der Fahrer ruft eine Stunde vorher an",
             "Die Nummer steht auf dem Lieferschein, es ruft nur niemand.", DELIVERY, ("mira",),
             (("mira", 5, "Erspart uns die Hälfte der Anrufe am Liefertag."),),
             (("in_review", "anna", ""),
              ("accepted", "anna", "Machen wir, ab nächster Woche. Danke für den Anstoß!"),
              ("done", "anna", "Läuft seit zwei Wochen, die Hotline merkt es schon.")),
             "Tareks Idee: der Anruf vor der Lieferung. Seither fragt kaum noch jemand nach."),
    Proposed(34, "jonas", "Rechnungen nur noch als Brief",
             "Mails gehen unter.", INVOICE, (), (),
             (("in_review", "anna", ""),
              ("declined", "anna", "Wir haben darüber gesprochen: drei von vier Kunden wollen die Mail. "
               "Wir schreiben dafür „Rechnung“ vorn in den Betreff."))),
    Proposed(9, "", "Einmal im Monat alle eine Stunde an die Hotline",
             "Auch Marketing und Geschäftsführung. Dann hören alle dasselbe.", HOTLINE),
)  # fmt: skip

LEARNED = (
    (12, "Niemand weiß, wann die Spedition kommt.", "Der Fahrer ruft eine Stunde vorher an.", DELIVERY, True),
    (40, "Welche Holzprobe ist welche?", "Jede Probe trägt ihren Namen und einen Pflegehinweis.",
     "Musterkiste nach Hause", True),
    (75, "In der Anleitung fehlt, wie herum die Lehne sitzt.",
     "Fotos statt Zeichnungen, und eine Nummer für Rückfragen.", MANUAL, False),
)  # fmt: skip

ASKED, WORDING = PARTS, "Wie war es mit dem Ersatzteil?"
STEPS = (5, 4, 2, 5, 4, 3, 1, 4, 5, 2, 4, 4, 3, 5, 1, 4, 2, 5, 4, 5, 3, 4, 2, 1, 5, 4)
"""What was chosen from 1 to 5, the newest first, one a day."""

LOOKED_ON = (3, 1, 4, 2, 0, 5, 2)
"""How many looked at the question and went, by day, over and over."""
