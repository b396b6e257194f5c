"""The plans of the demo company: a project with its parts, a trial with voices, a crisis plan in the drawer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.models import Action, Decision, Milestone, PilotVoice, Plan, PlanKind, Status, Training
from actions.plans import drawer, making
from actions.plans.parts import hear, hold, reach
from actions.plans.ready import begin_reputation_crisis
from actions.plans.sequence import connect
from actions.plans.trying import decide, roll_out
from actions.recording import record
from config.demo.round import as_of
from teams.models import Team, User

BEGAN = timedelta(days=12)
"""How long ago the plans were made."""


@dataclass(frozen=True)
class Work:
    """An action of a plan: from and until which day, counted from today, and what it comes after."""

    who: str
    what: str
    begins: int
    ends: int
    after: str = ""
    status: Status = Status.PLANNED


PROJECT, PLACE = "Ankommen wie ein Geschenk", "Lieferung durch die Spedition"
AIM = "Die Bank steht dort, wo sie stehen soll, und niemand räumt Pappe weg. Zufriedenheit nach der Lieferung: 80 %."
PARTS: Mapping[str, tuple[str, tuple[Work, ...]]] = {
    "Verpackung, die wieder mitfährt": (
        "ole",
        (
            Work("ole", "Drei Muster einer Mehrwegkiste bauen", -12, -3, status=Status.DONE),
            Work("ole", "Falltest mit beladener Kiste", -2, 6, "Drei Muster einer Mehrwegkiste bauen", Status.RUNNING),
            Work("jonas", "Pfand und Rückweg mit der Spedition rechnen", 9, 20, "Falltest mit beladener Kiste"),
        ),
    ),
    "Termin, auf den Verlass ist": (
        "tarek",
        (
            Work("tarek", "Zeitfenster von zwei Stunden mit der Spedition vereinbaren", -6, 10, status=Status.RUNNING),
            Work(
                "mira",
                "Nachricht am Morgen der Lieferung: „Wir sind um 10 da“",
                4,
                20,
                "Zeitfenster von zwei Stunden mit der Spedition vereinbaren",
            ),
        ),
    ),
}
MILESTONES = (
    ("Muster stehen in der Werkstatt", -3, True),
    ("Spedition hat zugesagt", 10, False),
    ("Erste Lieferung mit Kiste", 35, False),
)

TRIAL, MARKET = "Karte mit Handschrift im Paket", "Postleitzahl 87, rund 60 Lieferungen"
TRIED = (
    Work("lena", "Karte gestalten und 80 Stück schreiben", -11, -7, status=Status.DONE),
    Work(
        "tarek",
        "Karte obenauf legen, Foto der ersten zehn Pakete",
        -7,
        12,
        "Karte gestalten und 80 Stück schreiben",
        Status.RUNNING,
    ),
)
VOICES = (
    (
        2,
        "customers",
        "positive",
        "Kundin aus Kempten",
        "Die Karte hängt jetzt in der Küche. So etwas bekommt man sonst nicht.",
    ),
    (4, "customers", "positive", "Kunde, zweite Bestellung", "Ich habe sofort gesehen, wen ich anrufen kann."),
    (5, "customers", "negative", "Kunde, Geschäftsadresse", "Nett, aber die Lieferung kam trotzdem einen Tag zu spät."),
    (3, "staff", "positive", "Versand", "Beim Packen denkt man an einen Menschen statt an eine Nummer."),
    (6, "staff", "negative", "Versand, Frühschicht", "Bei vierzig Paketen am Tag schaffen wir das nicht von Hand."),
)

TRIED_BEFORE, TRIED_AT = "Pflegeset schon zur Lieferung", "Hamburg und Umland, 25 Lieferungen"
BEFORE = timedelta(days=64)
"""How long ago that trial began; it was decided after a month."""
CARED = (
    Work("mira", "Pflegeset packen und beilegen", 0, 12, status=Status.DONE),
    Work("sina", "Nach zwei Wochen anrufen: Wurde geölt?", 14, 26, "Pflegeset packen und beilegen", Status.DONE),
)
HEARD = (
    (14, "customers", "positive", "Kunde aus Altona", "Am ersten Wochenende gleich geölt, der Lappen war ja dabei."),
    (18, "customers", "positive", "Kundin aus Lüneburg", "Endlich weiß ich, wann das Holz wieder dran ist."),
    (20, "staff", "positive", "Versand", "Passt in jeden Karton, kostet keine halbe Minute."),
    (22, "customers", "negative", "Kunde aus Stade", "Das Öl lief aus, der Deckel war nicht fest."),
)
GO = "21 von 25 haben geölt, 3 haben nachbestellt. Der Deckel wird gesichert, sonst bleibt alles, wie es ist."
ROLLED_OUT = "Pflegeset für alle"
TRAININGS = (
    ("Set packen, Deckel sichern", "Logistik", "Tarek Baran", -4, True),
    ("Fragen zum Ölen am Telefon", "Kundenservice", "Mira Sommer", 3, False),
)


def plan_all(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Make the plans as of some days ago; nothing in them is late today."""
    _project(team, people, at)
    _trial(team, people, at)
    _rolled_out(team, people, at)
    crisis = begin_reputation_crisis(team=team, by=people["lena"], at=at - BEGAN)
    crisis.lines.filter(begins_after=1).update(responsible=people["anna"])
    crisis.lines.filter(begins_after=4).update(responsible=people["lena"])
    drawer.mark_reviewed(drawer=crisis, at=at - BEGAN)


def _project(team: Team, people: Mapping[str, User], at: datetime) -> None:
    today, place = team.today(at), team.touchpoints.get(name=PLACE)
    project = _plan(team, PROJECT, people["anna"], at, aim=AIM, touchpoint=place, starts_on=today - BEGAN)
    for name, (who, works) in PARTS.items():
        part = _plan(team, name, people[who], at, touchpoint=place, parent=project)
        _work(part, works, people, today, at)
    for name, day, is_reached in MILESTONES:
        milestone = Milestone.objects.create(plan=project, name=name, due_on=today + timedelta(days=day))
        reach(milestone=milestone, is_reached=is_reached, at=at - timedelta(days=3))


def _trial(team: Team, people: Mapping[str, User], at: datetime) -> None:
    today = team.today(at)
    trial = _plan(
        team,
        TRIAL,
        people["lena"],
        at,
        kind=PlanKind.PILOT,
        market=MARKET,
        aim="Spüren Kundinnen und Kunden, dass hier Menschen arbeiten, und schafft das der Versand?",
        starts_on=today - BEGAN,
        ends_on=today + timedelta(days=16),
    )
    _work(trial, TRIED, people, today, at)
    for number, (days, side, tone, who, text) in enumerate(VOICES):
        voice = PilotVoice(said_on=today - timedelta(days=days), side=side, tone=tone, who=who, text=text)
        hear(pilot=trial, voice=voice, sheet=uuid.UUID(int=number))


def _rolled_out(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """A trial that is over, and what followed from its go: as of the days on which it happened."""
    begun, mira = at - BEFORE, people["mira"]
    today, place = team.today(begun), team.touchpoints.get(name="Pflegeset nach einem Jahr")
    ends = today + timedelta(days=30)
    trial = _plan(
        team,
        TRIED_BEFORE,
        mira,
        begun,
        kind=PlanKind.PILOT,
        market=TRIED_AT,
        touchpoint=place,
        starts_on=today,
        ends_on=ends,
    )
    _work(trial, CARED, people, today, begun)
    for number, (days, side, tone, who, text) in enumerate(HEARD):
        voice = PilotVoice(said_on=today + timedelta(days=days), side=side, tone=tone, who=who, text=text)
        hear(pilot=trial, voice=voice, sheet=uuid.UUID(int=number))
    decided = begun + timedelta(days=31)
    decide(pilot=trial, decision=Decision.GO, reason=GO, by=people["anna"], at=decided)
    _roll_out(trial, team, mira, at, decided)
    making.close(plan=trial, at=decided)


def _roll_out(trial: Plan, team: Team, by: User, at: datetime, decided: datetime) -> None:
    starts_at = at - timedelta(days=8)
    for_all = Plan(
        team=team, name=ROLLED_OUT, responsible=by, touchpoint=trial.touchpoint, starts_on=team.today(starts_at)
    )
    actions = list(trial.actions.order_by("pk"))
    for_all = roll_out(pilot=trial, roll_out=as_of(decided, for_all, by=by), actions=actions, by=by, at=decided)
    as_of(starts_at, for_all.actions.earliest("pk"), by=by).move(Status.RUNNING, at=starts_at)
    for what, department, trainer, day, is_held in TRAININGS:
        planned_on = team.today(at) + timedelta(days=day)
        learners = team.departments.get(name=department)
        training = Training.objects.create(
            plan=for_all, what=what, department=learners, trainer=trainer, planned_on=planned_on
        )
        hold(training=training, is_held=is_held, at=at - timedelta(days=4))


def _plan(team: Team, name: str, responsible: User, at: datetime, **says: object) -> Plan:
    plan = Plan(team=team, name=name, responsible=responsible, **says)
    return making.make(plan=as_of(at - BEGAN, plan, by=responsible))


def _work(plan: Plan, works: tuple[Work, ...], people: Mapping[str, User], today: date, at: datetime) -> None:
    made: dict[str, Action] = {}
    for work in works:
        action = Action(
            team=plan.team,
            plan=plan,
            touchpoint=plan.touchpoint,
            what=work.what,
            responsible=people[work.who],
            starts_on=today + timedelta(days=work.begins),
            due_on=today + timedelta(days=work.ends),
        )
        by, then = people[work.who], at - BEGAN
        made[work.what] = record(action=as_of(then, action, by=by), by=plan.responsible, at=then)
        if work.status != Status.PLANNED:
            moment = at - timedelta(days=-work.ends if work.status == Status.DONE else 1)
            as_of(moment, action, by=by).move(work.status, at=moment)
        if work.after:
            connect(action=action, after=made[work.after])
