"""Whole journeys to be given out and read in, and the hands that do it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from hypothesis import strategies as st

from journeys.document import Document, as_document, map_from
from journeys.exchange.importing import Wishes, take_in
from journeys.exchange.json_in import Found
from journeys.mapping import map_of
from journeys.models import TEXTS, Journey, JourneyKind, JourneyPhase, JourneyStep, Medium
from teams.models import Team
from teams.wording import one_line
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory, PersonaFactory
from touchpoints.exchange.opening import readable
from touchpoints.models import Evidence, Kind

NASTY = '=1+1; „a“, "b": #c %% d\n- e 😀'
STUMBLING = "äß😀 :;,#%\"'=-+@|\t<>`~{}·&journeytitlesection"


def a_full_journey(team: Team) -> Journey:
    """A journey with everything that one can hold: a touchpoint, a gap, a phase without steps."""
    journey: Journey = JourneyFactory(team=team, persona=PersonaFactory(team=team, name="Bauherrin Berta"), notes=NASTY)
    buying = JourneyPhaseFactory(journey=journey, name="Kaufen: jetzt")
    JourneyPhaseFactory(journey=journey, name="Nutzen, pflegen")
    sales = DepartmentFactory(team=team, name="Vertrieb, Innendienst")
    JourneyStepFactory(
        phase=buying,
        touchpoint=TouchpointFactory(team=team, name="Angebot; per Brief", kind=Kind.INDIRECT),
        name="",
        emotion=-2,
        evidence=Evidence.CUSTOMERS,
        department=sales,
        is_moment_of_truth=True,
        medium=Medium.OFFLINE,
        waiting_minutes=1200,
        happened_on=date(2026, 11, 24),
        **{name: f"{name} {NASTY}" for name in TEXTS},
    )
    JourneyStepFactory(phase=buying, name="Rückruf #1", emotion=None, medium=Medium.ONLINE)
    return journey


def a_long_journey(team: Team, steps: int) -> Journey:
    """As many steps as are asked for, all of them gaps."""
    phase: JourneyPhase = JourneyPhaseFactory(journey__team=team)
    journey = phase.journey
    JourneyStep.objects.bulk_create(
        JourneyStep(journey=journey, phase=phase, name=f"Schritt {n}", position=n) for n in range(steps)
    )
    return journey


def told(journey: Journey, *, without: tuple[str, ...] = ()) -> Document:
    """What an export of the journey says, without these fields of its steps."""
    document = as_document(map_of(journey))
    for phase in document["phases"]:
        for step in phase["steps"]:
            for name in without:
                del step[name]
    return document


def taken_in(found: Found, team: Team, **wishes: Any) -> Journey:
    """The journey that comes of it, with everything that is missing made."""
    way = map_from(found.document)
    journey = Journey(team=team, occasion=way.occasion or "Anlass", kind=way.kind, case_name=way.case_name)
    journey.notes = way.notes
    everything: dict[str, Any] = {"makes_touchpoints": True, "makes_departments": True}
    wished = Wishes(uuid.uuid4(), persona=way.persona or "Berta", **everything | wishes)
    return take_in(journey=journey, way=way, wishes=wished)


def names(most: int) -> st.SearchStrategy[str]:
    """Names as rows keep them, with every sign that a format could stumble over."""
    alphabet = st.one_of(
        st.sampled_from("äß😀 :;,#%\"'=-+@|\t<>`~{}·&journeytitlesection"), st.characters(codec="utf-8")
    )
    lines = st.text(alphabet, min_size=1, max_size=25).map(lambda text: one_line(readable(text))[:most].strip())
    return lines.filter(lambda line: bool(line) and readable(line) == line and one_line(line) == line)


def texts() -> st.SearchStrategy[str]:
    """Words of several lines, without blanks at their ends, which tables do not keep."""
    return st.text(st.characters(codec="utf-8"), max_size=60).map(readable).map(readable)


def _as_kept(step: dict[str, Any]) -> dict[str, Any]:
    """A gap has no touchpoint that could be direct or indirect."""
    return step if step["touchpoint"] else step | {"touchpoint_kind": ""}


def steps() -> st.SearchStrategy[dict[str, Any]]:
    """One step of a document."""
    step = st.fixed_dictionaries(
        {
            "thread": st.uuids().map(str),
            "touchpoint": st.one_of(st.just(""), names(120)),
            "touchpoint_kind": st.sampled_from(Kind.values),
            "name": names(120),
            "emotion": st.one_of(st.none(), st.integers(-2, 2)),
            "evidence": st.sampled_from(Evidence.values),
            "is_moment_of_truth": st.booleans(),
            "medium": st.sampled_from(["", *Medium.values]),
            "waiting_minutes": st.one_of(st.none(), st.integers(0, 5_256_000)),
            "happened_on": st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str)),
            "department": st.one_of(st.just(""), names(60)),
            "texts": st.fixed_dictionaries({name: texts() for name in TEXTS}),
            "felt": st.none(),
        }
    )
    return step.map(_as_kept)


def phases() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Phases of different names with their steps."""
    phase = st.fixed_dictionaries({"name": names(60), "steps": st.lists(steps(), max_size=3)})
    return st.lists(phase, min_size=1, max_size=3, unique_by=lambda phase: phase["name"].lower())


def documents() -> st.SearchStrategy[Document]:
    """Whole documents as exports have them."""
    return st.fixed_dictionaries(
        {
            "format": st.just("kontaktpunkt-journey"),
            "version": st.just(1),
            "persona": names(80),
            "occasion": names(120),
            "kind": st.sampled_from([JourneyKind.ACTUAL.value, JourneyKind.TARGET.value]),
            "case_name": st.just(""),
            "notes": texts(),
            "phases": phases(),
        }
    )
