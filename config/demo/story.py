"""The company that the demo tells of: who works there, where its customers meet it, what its rounds said."""

from dataclasses import dataclass, field

from actions.models import Outcome
from teams.models import Role
from touchpoints.models import Kind

TEAM = "Hölzel Gartenmöbel"
DOMAIN = "hoelzel-gartenmoebel.example"
DEPARTMENTS = ("Buchhaltung", "Geschäftsführung", "Kundenservice", "Logistik", "Marketing", "Vertrieb", "Werkstatt")
SERIES = "Kundenrunde am Dienstag"


@dataclass(frozen=True)
class Person:
    """Someone of the company, known in the story by the first word of the name."""

    name: str
    department: str
    role: Role = Role.MEMBER

    @property
    def key(self) -> str:
        """How the story calls them."""
        return self.name.split()[0].lower()


@dataclass(frozen=True)
class Place:
    """A touchpoint, its states as customers see them."""

    name: str
    kind: Kind
    stage: str
    department: str
    owner: str
    actual: str = ""
    target: str = ""
    is_key: bool = False
    is_personal: bool = False


@dataclass(frozen=True)
class Idea:
    """A card, what was noted beside it, and the card it was put under, by place in the list."""

    author: str
    text: str
    note: str = ""
    under: int | None = None


@dataclass(frozen=True)
class Task:
    """An action that a round decided on; days count from the day the demo is made."""

    who: str
    what: str
    with_whom: str
    due: int
    follow_up: int
    done: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a round heard about an earlier action."""

    by: str
    outcome: Outcome
    result: str


@dataclass(frozen=True)
class Occasion:
    """The state that can no longer be borne."""

    title: str
    what_happened: str
    customer: str
    problems: str
    consequences: str

    @property
    def words(self) -> dict[str, str]:
        """As the deed that plans a round takes them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Round:
    """A round that was held: who came, what hung on the wall, how they voted, what they will do."""

    occasion: Occasion
    present: tuple[str, ...]
    ideas: tuple[Idea, ...]
    votes: dict[str, int | None]
    closing_word: str
    tasks: tuple[Task, ...]
    next_place: str
    guest: str = ""
    answers: tuple[Answer, ...] = field(default=())
    minutes: tuple[int, ...] = (5, 5, 11, 3, 6)


LEAD = Person("Anna Keller", "Vertrieb", Role.LEAD)
PEOPLE = (
    Person("Mira Sommer", "Kundenservice"),
    Person("Tarek Baran", "Logistik"),
    Person("Jonas Weber", "Buchhaltung"),
    Person("Lena Nowak", "Marketing"),
    Person("Sina Krüger", "Vertrieb"),
    Person("Ole Petersen", "Werkstatt"),
    Person("Katrin Hölzel", "Geschäftsführung", Role.READER),
)

PLACES = (
    Place(
        "Website mit Konfigurator",
        Kind.DIRECT,
        "Orientierung",
        "Marketing",
        "lena",
        "Der Konfigurator zeigt schöne Bilder, aber den Preis erst nach der Anmeldung. Auf dem Telefon springt die "
        "Seite bei jeder Auswahl nach oben.",
        "Holz, Maß und Stoff wählen, sofort Preis und Liefertermin sehen, mit einem Klick an jemanden schicken, "
        "der mitentscheidet.",
        is_key=True,
    ),
    Place(
        "Musterkiste nach Hause",
        Kind.DIRECT,
        "Orientierung",
        "Marketing",
        "lena",
        "Fünf Holzproben in einem Luftpolsterumschlag, ohne Namen darauf. Welche Probe ist Robinie, welche Lärche?",
        "Eine kleine Kiste, die man gern auf den Tisch stellt: beschriftet, mit Pflegehinweis und einem Gesicht.",
    ),
    Place(
        "Messestand in Köln",
        Kind.DIRECT,
        "Orientierung",
        "Vertrieb",
        "sina",
        "Man darf probesitzen und wird freundlich beraten. Danach kommt vier Wochen lang nichts.",
        "Am Montag nach der Messe liegt das besprochene Angebot im Postfach, mit dem Namen vom Stand.",
        is_personal=True,
    ),
    Place(
        "Bewertungsportal",
        Kind.INDIRECT,
        "Orientierung",
        "Marketing",
        "lena",
        "4,1 Sterne. Auf die Beschwerden zur Lieferung antwortet seit dem Sommer niemand.",
        "Jede Bewertung hat binnen zwei Tagen eine Antwort, die nach einem Menschen klingt.",
    ),
    Place(
        "Test im Gartenmagazin",
        Kind.INDIRECT,
        "Orientierung",
        "Marketing",
        "lena",
        "„Sehr gut verarbeitet, die Anleitung zum Aufbau ist ein Ärgernis.“ Der Satz wird oft zitiert.",
    ),
    Place(
        "Ausstellung beim Fachhändler",
        Kind.DIRECT,
        "Orientierung",
        "Vertrieb",
        "sina",
        "In manchen Häusern steht die Bank vom vorletzten Jahr, ausgeblichen, mit handgeschriebenem Preis.",
        is_personal=True,
    ),
    Place(
        "Angebot",
        Kind.DIRECT,
        "Kauf",
        "Vertrieb",
        "anna",
        "Kommt nach drei Tagen als PDF mit sechs Seiten. Der Liefertermin steht auf Seite fünf.",
        "Am selben Tag, eine Seite, Preis und Termin oben, darunter ein Foto der gewählten Bank.",
        is_key=True,
    ),
    Place(
        "Auftragsbestätigung",
        Kind.DIRECT,
        "Kauf",
        "Vertrieb",
        "sina",
        "Technisch richtig, aber niemand versteht „Lieferkondition EXW, KW 47 vorbehaltlich“.",
    ),
    Place(
        "Rechnung",
        Kind.DIRECT,
        "Kauf",
        "Buchhaltung",
        "jonas",
        "Die Rechnung liegt drei Tage vor der Bank im Briefkasten. Das Zahlungsziel läuft, bevor man sitzen kann.",
        "Wer die Rechnung öffnet, hat auf der Bank schon Kaffee getrunken.",
        is_key=True,
    ),
    Place(
        "Lieferung durch die Spedition",
        Kind.DIRECT,
        "Kauf",
        "Logistik",
        "tarek",
        "„Frei Bordsteinkante“: Die Palette mit 80 Kilo steht auf dem Gehweg, der Fahrer ist schon weg.",
        "Die Bank steht dort, wo sie stehen soll, und die Verpackung fährt wieder mit.",
        is_key=True,
        is_personal=True,
    ),
    Place(
        "Aufbauanleitung",
        Kind.DIRECT,
        "Nutzung",
        "Werkstatt",
        "ole",
        "Zwölf Bilder ohne Worte. Bei Bild sieben drehen alle die Lehne falsch herum.",
        "In zwanzig Minuten zu zweit aufgebaut, ohne einmal zurückzuschrauben.",
    ),
    Place(
        "Pflegeset nach einem Jahr",
        Kind.DIRECT,
        "Nutzung",
        "Werkstatt",
        "ole",
        "Gibt es, aber nur wer im Shop danach sucht, findet es.",
        "Im ersten Frühling kommt eine Karte: Jetzt ölen, so geht es, hier ist eine Probe.",
    ),
    Place(
        "Hotline",
        Kind.DIRECT,
        "Service",
        "Kundenservice",
        "mira",
        "Vier Minuten Musik, dann jemand, der verbinden muss. Beim zweiten Anruf erzählt man alles von vorn.",
        "Nach spätestens einer Minute hebt jemand ab oder ruft zur gewünschten Zeit zurück und kennt den Auftrag.",
        is_key=True,
        is_personal=True,
    ),
    Place(
        "Reklamation",
        Kind.DIRECT,
        "Service",
        "Kundenservice",
        "mira",
        "Man schickt Fotos und hört eine Woche lang: wird geprüft.",
        "Am selben Tag ein Name, am nächsten eine Lösung. Im Zweifel kommt das Ersatzteil sofort.",
        is_personal=True,
    ),
    Place(
        "Ersatzteile",
        Kind.DIRECT,
        "Service",
        "Werkstatt",
        "ole",
        "Schrauben gibt es auch nach zehn Jahren noch. Wer das weiß, ist begeistert. Kaum jemand weiß es.",
    ),
    Place(
        "Empfehlung über den Gartenzaun",
        Kind.INDIRECT,
        "Empfehlung",
        "Vertrieb",
        "anna",
        "Jede dritte Bestellung beginnt mit „Die Nachbarn haben auch so eine Bank“. Bedankt hat sich nie jemand.",
        "Wer empfiehlt, bekommt zum Frühling etwas, das in keinem Katalog steht.",
        is_key=True,
    ),
    Place(
        "Forum der Terrassenfreunde",
        Kind.INDIRECT,
        "Empfehlung",
        "Marketing",
        "lena",
        "Ein langer Faden über unsere Robinie, mit klugen Fragen. Die Antworten kommen von anderen.",
    ),
)

EARLIER_TASK = Task(
    "ole",
    "Film zum Aufbau drehen und als QR-Code auf Bild sieben drucken",
    "Lena Nowak",
    due=-16,
    follow_up=-8,
)
EARLIER_PLACE = "Aufbauanleitung"

FIRST_PLACE = "Hotline"
FIRST = Round(
    occasion=Occasion(
        title="Vier Minuten Musik, dann falsch verbunden",
        what_happened="Herr Lindner rief an, weil an seiner neuen Bank eine Schraube fehlte. Vier Minuten "
        "Warteschleife, dann die Logistik statt der Werkstatt. Beim zweiten Anruf wieder von vorn.",
        customer="Herr Lindner, Stammkunde seit 2011, hat drei Nachbarn zu uns gebracht",
        problems="An Montagen legt jede vierte Anruferin auf, bevor jemand abhebt. Wer durchkommt, wird im Schnitt "
        "1,6-mal verbunden.",
        consequences="Herr Lindner hat die Schraube im Baumarkt gekauft und uns das geschrieben. Zwei Bewertungen "
        "mit einem Stern im Oktober nennen die Warteschleife.",
    ),
    present=("mira", "tarek", "jonas", "lena", "sina", "ole"),
    guest="Paul Huber",
    ideas=(
        Idea("mira", "Nach einer Minute Warten bietet die Ansage einen Rückruf zur Wunschzeit an", "Kann die Anlage."),
        Idea("tarek", "Liefertermin auf der Website abfragen, dann muss deswegen niemand mehr anrufen"),
        Idea("jonas", "Ansage kürzen: erst die Frage, dann die Auswahl"),
        Idea("lena", "Tipps zur Holzpflege statt Musik in der Warteschleife"),
        Idea("sina", "Wer abhebt, bleibt zuständig, bis das Anliegen gelöst ist", "Braucht Zugriff auf alle Aufträge."),
        Idea("ole", "Rückruf auf Tastendruck, die Werkstatt übernimmt technische Fragen ab 15 Uhr", under=0),
        Idea("paul", "Eine eigene Durchwahl für uns Händler"),
        Idea("anna", "Name und Auftrag stehen auf dem Bildschirm, bevor wir abheben"),
    ),
    votes={"mira": 4, "tarek": 0, "jonas": 0, "lena": 4, "sina": 0, "ole": 0, "paul": None, "anna": 0},
    closing_word="Der Rückruf kommt zuerst, er hilft schon am Montag. Sinas Idee nehmen wir mit, sobald alle die "
    "Aufträge sehen können.",
    tasks=(
        Task(
            "mira",
            "Rückruf nach einer Minute in der Telefonanlage einrichten und die Ansage neu aufnehmen",
            "Ole Petersen, Telefonanbieter",
            due=-4,
            follow_up=0,
            done=-5,
        ),
        Task(
            "sina",
            "Rückrufe fest in den Dienstplan: zweimal am Tag, namentlich",
            "Mira Sommer",
            due=-2,
            follow_up=12,
        ),
    ),
    next_place="Lieferung durch die Spedition",
)

SECOND = Round(
    occasion=Occasion(
        title="80 Kilo Robinie auf dem Gehweg",
        what_happened="Die Bank von Frau Yıldız kam einen Tag früher als gesagt. Der Fahrer stellte die Palette auf "
        "den Gehweg und fuhr weiter. Sie ist 71 und wohnt allein.",
        customer="Frau Yıldız, Neukundin, Geschenk ihrer Kinder",
        problems="„Frei Bordsteinkante“ steht in unseren Bedingungen, aber niemand liest das. Der Anruf am Vortag "
        "fällt bei jeder dritten Lieferung aus.",
        consequences="Nachbarn trugen die Bank, eine Lehne ist zerkratzt. Die Kinder wollten alles rückgängig machen. "
        "Elf ähnliche Fälle seit Juli.",
    ),
    present=("mira", "tarek", "jonas", "lena", "ole"),
    ideas=(
        Idea("mira", "Am Vortag anrufen wir selbst, nicht die Spedition", "Etwa 14 Anrufe am Tag."),
        Idea("tarek", "Zwei-Mann-Lieferung bis auf die Terrasse als Standard ab 40 Kilo", "Kostet rund 38 € mehr."),
        Idea("jonas", "Aufstellen beim Kauf anbieten, mit Preis, statt es zu verstecken", under=1),
        Idea("lena", "SMS mit Foto des Fahrers und Zeitfenster von zwei Stunden"),
        Idea("ole", "Palette mit Rollen und Griffen, die Werkstatt baut einen Prototyp"),
        Idea("anna", "Händler in der Nähe liefern und bauen auf, gegen Provision"),
    ),
    votes={"mira": 0, "tarek": 1, "jonas": 1, "lena": 0, "ole": 1, "anna": 0},
    closing_word="Gleichstand, und ich habe mich für den Anruf entschieden: Er kostet uns nichts als Disziplin. Die "
    "Zwei-Mann-Lieferung rechnen wir bis zur nächsten Preisliste durch.",
    answers=(
        Answer(
            "ole",
            Outcome.WORKS,
            "Seit der Film auf der Anleitung steht, rufen nur noch 11 statt 23 Leute im Monat wegen des Aufbaus an.",
        ),
    ),
    tasks=(
        Task(
            "mira",
            "Jede Lieferung am Vortag selbst anrufen: Zeitfenster, Weg zur Terrasse, wer hilft",
            "Tarek Baran",
            due=9,
            follow_up=23,
        ),
        Task(
            "tarek",
            "Zwei-Mann-Lieferung ab 40 Kilo mit zwei Speditionen verhandeln",
            "Jonas Weber, Spedition Allgäu-Trans",
            due=16,
            follow_up=30,
        ),
        Task("anna", "Mit den drei größten Händlern klären, wer selbst zustellt und aufbaut", "Sina Krüger", 5, 19),
    ),
    next_place="Rechnung",
    minutes=(6, 5, 10, 4, 5),
)

NEXT = Occasion(
    title="Rechnung kommt vor der Ware an",
    what_happened="Frau Brandt bekam am 12. die Rechnung, am 15. ihre Bank und am selben Tag die erste Mahnung: Das "
    "Zahlungsziel lief ab Rechnungsdatum.",
    customer="Frau Brandt, zweite Bestellung in diesem Jahr",
    problems="Die Buchhaltung löst die Rechnung aus, sobald die Werkstatt fertig meldet. Bis die Spedition lädt, "
    "vergehen zwei bis fünf Tage.",
    consequences="Frau Brandt hat den bestellten Tisch storniert. 18 Beschwerden zur Rechnung seit September, jede "
    "kostet uns zwanzig Minuten am Telefon.",
)
