"""The way to a garden bench, as customers of the demo company take it: today, as it should be, and in one real case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.demo.portrait import portrait
from config.demo.round import as_of
from journeys import making, placing, writing
from journeys.comparing import taking
from journeys.models import Journey, JourneyKind, JourneyStep, Persona
from journeys.personas import describing, pictures
from journeys.sharing.linking import share
from teams.models import Team, User
from touchpoints.models import Evidence

A_YEAR_AGO, SHARED = timedelta(days=365), timedelta(days=10)
OCCASION, FOR_WHOM = "Gartenbank kaufen", "Spedition Nordwind"
ON, OFF = "online", "offline"


@dataclass(frozen=True)
class Stop:
    """A step: a touchpoint of the story, or a gap; how it felt a year ago, feels now, and should feel.

    What should not be any more has no `target`.
    """

    name: str
    medium: str
    then: int | None
    now: int | None
    target: int | None = 1
    is_gap: bool = False
    is_moment_of_truth: bool = False
    waits: int | None = None
    says: Mapping[str, str] = field(default_factory=dict)


GARDENER = {
    "name": "Gartenfreundin Gudrun",
    "summary": "Spart auf eine Bank, die bleibt, und will beim Kauf nicht zur Fachfrau werden müssen.",
    "situation": "58, Lehrerin, Reihenhaus mit Terrasse. Die Kinder sind ausgezogen, jetzt ist der Garten dran.",
    "needs": "Sich vorstellen können, wie die Bank dort steht. Wissen, wann sie kommt und wer sie trägt.",
    "fears": "80 Kilo auf dem Gehweg. Holz, das nach zwei Wintern grau ist.",
    "media_use": "Gartenmagazin, Nachbarschaft, Suchmaschine am Abend. Ruft lieber an, als zu schreiben.",
    "delights": "Schrauben, die es nach zehn Jahren noch gibt. Ein Mensch, der sich den Namen merkt.",
    "drives_away": "Preise hinter einer Anmeldung. „Wird geprüft.“",
    "share": 60,
    "evidence": Evidence.CUSTOMERS,
    "source": "Elf Gespräche auf der Messe und am Telefon",
}
HOST = {
    "name": "Gastwirt Bernd",
    "summary": "Braucht zwölf Bänke bis Ostern und jemanden, der Rechnungen auf den Betrieb schreibt.",
    "situation": "46, Biergarten mit 90 Plätzen. Rechnet jede Bank gegen eine Saison.",
    "needs": "Mengenpreis, fester Termin, Ersatzteile sofort.",
    "fears": "Zu Ostern ohne Bänke.",
    "share": 15,
    "evidence": Evidence.STAFF,
    "source": "Vertrieb, drei Betriebe",
}

GARDENERS_WAY: Mapping[str, tuple[Stop, ...]] = {
    "Träumen": (
        Stop(
            "Empfehlung über den Gartenzaun",
            OFF,
            2,
            2,
            2,
            says={
                "doing": "Sitzt bei den Nachbarn auf der Bank und streicht über die Lehne.",
                "quote": "Auf so einer will ich alt werden.",
            },
        ),
        Stop(
            "Website mit Konfigurator",
            ON,
            -1,
            0,
            says={
                "goal": "Wissen, was die Bank kostet.",
                "doing": "Wählt Holz und Maß, fängt auf dem Telefon dreimal von vorn an.",
                "thinking": "Warum muss ich mich anmelden, um einen Preis zu sehen?",
                "systems": "Konfigurator eines Dienstleisters, Preise aus der Warenwirtschaft.",
            },
        ),
        Stop(
            "Test im Gartenmagazin",
            OFF,
            1,
            1,
            says={
                "experience": "„Sehr gut verarbeitet“, und der Satz mit der Anleitung.",
                "thinking": "Der Nachbar hilft mir.",
            },
        ),
        Stop(
            "Musterkiste nach Hause",
            OFF,
            -1,
            1,
            2,
            waits=3 * 24 * 60,
            says={
                "goal": "Das Holz im eigenen Licht sehen.",
                "experience": "Fünf Proben, seit dem Sommer mit Namen darauf.",
                "people": "Lena packt selbst.",
            },
        ),
    ),
    "Entscheiden": (
        Stop(
            "Ausstellung beim Fachhändler",
            OFF,
            -2,
            -1,
            says={
                "doing": "Fährt 40 Kilometer zum Probesitzen.",
                "experience": "Die Bank ist vom vorletzten Jahr, der Preis handgeschrieben.",
                "rules": "Händler zahlen ihre Ausstellungsstücke selbst.",
            },
        ),
        Stop(
            "Angebot",
            ON,
            -2,
            -1,
            2,
            is_moment_of_truth=True,
            waits=3 * 24 * 60,
            says={
                "goal": "Preis, Termin, fertig.",
                "expectation": "Morgen, auf einer Seite.",
                "experience": "Drei Tage später, der Liefertermin auf Seite fünf.",
                "quote": "Ich kaufe eine Bank, keine Brücke.",
                "process": "Der Vertrieb schreibt, die Werkstatt gibt frei, die Logistik schätzt.",
            },
        ),
    ),
    "Warten": (
        Stop(
            "Auftragsbestätigung",
            ON,
            -1,
            -1,
            says={
                "thinking": "Was heißt EXW?",
                "data": "Der Text kommt aus der Warenwirtschaft, wie er ist.",
            },
        ),
        Stop(
            "Rechnung",
            OFF,
            -2,
            -2,
            says={
                "experience": "Liegt drei Tage vor der Bank im Briefkasten.",
                "quote": "Bezahlen soll ich im Stehen?",
                "process": "Geht hinaus, sobald die Spedition abgeholt hat.",
                "people": "Jonas, Buchhaltung.",
            },
        ),
        Stop(
            "Nachricht am Morgen der Lieferung",
            ON,
            None,
            -1,
            is_gap=True,
            says={
                "goal": "Wissen, ob der Vormittag frei bleiben muss.",
                "thinking": "Ich sitze seit sieben am Fenster.",
            },
        ),
        Stop(
            "Lieferung durch die Spedition",
            OFF,
            -2,
            -2,
            2,
            is_moment_of_truth=True,
            waits=6 * 7 * 24 * 60,
            says={
                "expectation": "Jemand trägt sie auf die Terrasse.",
                "experience": "80 Kilo auf dem Gehweg, der Fahrer ist schon weg.",
                "quote": "Und jetzt?",
                "rules": "„Frei Bordsteinkante“ steht im Vertrag mit der Spedition.",
                "costs": "Jede vierte Lieferung zieht einen Anruf nach sich.",
                "training": "Fahrerinnen und Fahrer der Spedition kennen unsere Möbel nicht.",
            },
        ),
    ),
    "Aufbauen": (
        Stop(
            "Aufbauanleitung",
            OFF,
            -2,
            -1,
            says={
                "doing": "Schraubt die Lehne falsch herum an, wie alle bei Bild sieben.",
                "experience": "Seit dem Herbst liegt das Werkzeug bei.",
            },
        ),
        Stop(
            "Hotline",
            OFF,
            -1,
            -1,
            None,
            waits=4,
            says={"goal": "Fragen, wie herum die Lehne gehört.", "quote": "Die Musik kann ich jetzt mitsingen."},
        ),
    ),
    "Sitzen": (
        Stop(
            "Pflegeset nach einem Jahr",
            ON,
            0,
            0,
            2,
            says={"thinking": "Wird die grau, wenn ich nichts tue?", "people": "Ole verschickt es, wenn jemand fragt."},
        ),
        Stop(
            "Ersatzteile",
            OFF,
            2,
            2,
            2,
            is_moment_of_truth=True,
            says={"experience": "Zwei Schrauben, nach neun Jahren, kostenlos.", "quote": "So etwas gibt es noch?"},
        ),
    ),
    "Erzählen": (
        Stop("Bewertungsportal", ON, -1, 0, says={"doing": "Schreibt vier Sätze. Antwort bekommt sie keine."}),
        Stop(
            "Empfehlung über den Gartenzaun",
            OFF,
            1,
            1,
            2,
            says={"doing": "Lässt die Nachbarin probesitzen.", "experience": "Bedankt hat sich nie jemand."},
        ),
    ),
}
HOSTS_WAY: Mapping[str, tuple[Stop, ...]] = {
    "Rechnen": (
        Stop("Messestand in Köln", OFF, None, 1, says={"goal": "Zwölf Bänke, ein Preis.", "quote": "Die trägt was."}),
        Stop("Angebot", ON, None, -2, waits=3 * 24 * 60, says={"experience": "Zwölfmal der Einzelpreis."}),
    ),
    "Aufstellen": (
        Stop("Lieferung durch die Spedition", OFF, None, -1, says={"experience": "Sechs heute, sechs irgendwann."}),
        Stop("Rechnung", ON, None, -1, says={"thinking": "Auf meinen Namen statt auf den Betrieb."}),
    ),
    "Öffnen": (
        Stop("Ersatzteile", ON, None, 2, says={"experience": "Am nächsten Tag da, mitten in der Saison."}),
        Stop("Fester Ansprechpartner für Betriebe", OFF, None, -1, is_gap=True),
    ),
}

CASE = "Frau Lindner, Auftrag 2214"
CASE_DAYS: Mapping[str, tuple[int, int, str]] = {
    "Website mit Konfigurator": (74, 1, "Auf dem großen Bildschirm ging alles glatt."),
    "Musterkiste nach Hause": (69, 2, "Die Kiste stand eine Woche auf dem Küchentisch."),
    "Angebot": (63, 0, "Kam nach zwei Tagen, mit einem Gruß von Sina."),
    "Auftragsbestätigung": (60, -1, "Rief an und fragte, was EXW heißt."),
    "Rechnung": (24, -2, "Überwies erst nach der Lieferung und wurde gemahnt."),
    "Lieferung durch die Spedition": (21, -2, "Trug mit dem Postboten."),
    "Aufbauanleitung": (20, 1, "Bild sieben stimmt jetzt."),
    "Bewertungsportal": (12, -1, "Drei Sterne: Bank wunderbar, Ankunft nicht."),
}
"""Days before today, emotion and what was experienced."""


def draw_all(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Two kinds of customers and their ways: today's with a snapshot and a link, one as it should be, one real."""
    then, lead = at - A_YEAR_AGO, people["anna"]
    gardener, host = (_persona(team, told, then, lead) for told in (GARDENER, HOST))
    pictures.keep(persona=gardener, picture=pictures.made_small(portrait()))
    today = _journey(gardener, GARDENERS_WAY, then, lead)
    taking.take(journey=today, name=taking.proposed_name([], then), by=people["mira"], at=then)
    _live_on(today, GARDENERS_WAY)
    _live_on(_journey(host, HOSTS_WAY, then, lead), HOSTS_WAY)
    _as_it_should_be(today)
    _one_case(today, at)
    share(journey=today, for_whom=FOR_WHOM, days=90, shows_inside=False, by=lead, at=at - SHARED)


def _persona(team: Team, told: Mapping[str, object], at: datetime, by: User) -> Persona:
    return describing.describe(persona=as_of(at, Persona(team=team, **told), by=by))


def _journey(persona: Persona, way: Mapping[str, tuple[Stop, ...]], at: datetime, by: User) -> Journey:
    journey = as_of(at, Journey(team=persona.team, persona=persona, occasion=OCCASION), by=by)
    journey = making.make(journey=journey, phases=list(way))
    places = {place.name: place for place in journey.team.touchpoints.all()}
    for phase, stops in zip(journey.phases.all(), way.values(), strict=True):
        for stop in stops:
            step = JourneyStep(
                journey=journey,
                phase=phase,
                touchpoint=None if stop.is_gap else places[stop.name],
                name=stop.name if stop.is_gap else "",
                medium=stop.medium,
                emotion=stop.then,
                waiting_minutes=stop.waits,
                is_moment_of_truth=stop.is_moment_of_truth,
                **stop.says,
            )
            placing.add_step(step=as_of(at, step, by=by))
    return journey


def _live_on(journey: Journey, way: Mapping[str, tuple[Stop, ...]]) -> None:
    """Let the year pass: what felt otherwise then feels as it does now."""
    stops = [stop for stops in way.values() for stop in stops]
    for step, stop in zip(journey.steps.on_the_way(), stops, strict=True):
        writing.write_cell(step=step, lane="emotion", before=stop.then, after=stop.now)


def _as_it_should_be(today: Journey) -> None:
    """The same way with the bill behind the delivery, without the call that nobody should need, and felt better."""
    planned = Journey(team=today.team, persona=today.persona, occasion=today.occasion, kind=JourneyKind.TARGET)
    planned = making.copy(journey=today, into=planned)
    stops = [stop for stops in GARDENERS_WAY.values() for stop in stops]
    for step, stop in zip(list(planned.steps.on_the_way()), stops, strict=True):
        if stop.target is None:
            placing.remove_step(step=step)
        else:
            writing.change_step(step=step, values={"emotion": stop.target, "waiting_minutes": None})
    bill = planned.steps.get(touchpoint__name="Rechnung")
    placing.move_step(step=bill, phase=bill.phase, to=bill.phase.steps.count())


def _one_case(today: Journey, at: datetime) -> None:
    """What one customer met on the way, day by day; what she did not meet is not in it."""
    case = Journey(
        team=today.team, persona=today.persona, occasion=today.occasion, kind=JourneyKind.CASE, case_name=CASE
    )
    case = making.copy(journey=today, into=case)
    for step in list(case.steps.on_the_way()):
        if step.title not in CASE_DAYS:
            placing.remove_step(step=step)
            continue
        days, emotion, experience = CASE_DAYS[step.title]
        day = case.team.today(at - timedelta(days=days))
        told = {"happened_on": day, "emotion": emotion, "experience": experience, "evidence": Evidence.CUSTOMERS}
        writing.change_step(step=step, values=told)
