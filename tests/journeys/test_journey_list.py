"""The list of journeys: what stands together, what it is narrowed down to, and that it stays quick."""

import pytest
from django.urls import reverse

from journeys.building.listing import JOURNEYS_A_PAGE, Entry, asked_for, occasions_on
from journeys.models import Journey, JourneyKind, JourneyStep
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory, PersonaFactory

pytestmark = pytest.mark.django_db


def address(who: Membership) -> str:
    return reverse("journeys:list", args=[who.team.slug])


def page(who: Membership, **query: str | int) -> str:
    """The list as a person reads it."""
    response = signed_in(who).get(address(who), query)
    assert response.status_code == 200
    return str(response.content.decode())


def together(team: Team, **query: str) -> list[list[str]]:
    """The names of what stands together."""
    _page, occasions = occasions_on(team.journeys.select_related("team"), asked_for(query), number=None)  # type: ignore[arg-type]
    return [[str(entry.journey) for entry in occasion.entries] for occasion in occasions]


def test_ways_of_one_occasion_stand_together_ist_soll_cases(team: Team) -> None:
    berta, arno = (PersonaFactory(team=team, name=name) for name in ("Berta", "arno"))
    for kind, case_name in (("case", "4711"), ("target", ""), ("actual", ""), ("case", "42")):
        JourneyFactory(team=team, persona=berta, kind=kind, case_name=case_name)
    JourneyFactory(team=team, persona=arno)
    JourneyFactory(team=team, persona=berta, occasion="heizung TAUSCHEN", kind="case", case_name="5")
    JourneyFactory(team=team, persona=berta, occasion="Wartung")
    assert together(team) == [
        ["Heizung tauschen · arno · Ist"],
        [
            "Heizung tauschen · Berta · Ist",
            "Heizung tauschen · Berta · Soll",
            "Heizung tauschen · Berta · 42",
            "Heizung tauschen · Berta · 4711",
            "heizung TAUSCHEN · Berta · 5",
        ],
        ["Wartung · Berta · Ist"],
    ]


def test_steps_and_gaps_are_counted(ben: Membership) -> None:
    phase = JourneyPhaseFactory(journey__team=ben.team)
    for _each in range(2):
        JourneyStepFactory(phase=phase)
    JourneyStepFactory(phase=phase, touchpoint=TouchpointFactory(team=ben.team))
    shown = page(ben)
    assert "3 Schritte" in shown
    assert "2 Lücken" in shown


def test_emotions_are_drawn_in_the_order_of_the_way(ben: Membership) -> None:
    journey: Journey = JourneyFactory(team=ben.team)
    second, first = (JourneyPhaseFactory(journey=journey, position=position) for position in (1, 0))
    for phase, emotion in ((second, 2), (first, -2), (first, None), (first, 0)):
        JourneyStepFactory(phase=phase, emotion=emotion)
    _page, (occasion,) = occasions_on(ben.team.journeys.select_related("team"), asked_for({}), number=None)  # type: ignore[arg-type]
    assert occasion.entries[0].emotions == [-2, 0, 2]
    assert occasion.entries[0].line == "3.0,25.0 60.0,14.0 117.0,3.0"
    assert Entry(journey, [1]).line == ""
    assert "Gefühl am Anfang -2, am Ende 2" in page(ben)


def test_the_list_is_narrowed_down(ben: Membership) -> None:
    team = ben.team
    berta = PersonaFactory(team=team, name="Berta Grün 🌱")
    JourneyFactory(team=team, persona=berta, occasion="Heizung tauschen")
    JourneyFactory(team=team, persona=berta, occasion="Wartung", kind="case", case_name="Auftrag 4711")
    JourneyFactory(team=team, persona__name="Carl", occasion="Wartung")
    assert len(together(team, q="wartung")) == 2
    assert together(team, q="4711") == together(team, q="berta wartung") == together(team, kind="case")
    assert len(together(team, persona=str(berta.pk))) == 2
    assert len(together(team, persona="9" * 40, kind="quer", q="\0")) == 3
    assert "Nichts gefunden" in page(ben, q="Mondfahrt")


def test_an_empty_list_says_what_a_journey_is_and_offers_ready_ones(ben: Membership, rita: Membership) -> None:
    shown = page(ben)
    assert "Eine Journey ist der Weg einer Kundin oder eines Kunden" in shown
    assert reverse("journeys:ready_made", args=[ben.team.slug]) in shown
    read = page(rita)
    assert "Journey zeichnen" not in read and reverse("journeys:ready_made", args=[rita.team.slug]) not in read


def test_others_see_nothing_of_it(clara: Membership, team: Team) -> None:
    JourneyFactory(team=team, occasion="Streng geheim")
    assert "Streng geheim" not in page(clara)
    assert signed_in(clara).get(reverse("journeys:list", args=[team.slug])).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(ben: Membership) -> None:
    browser, costs = signed_in(ben), []
    for count in (1, 2):
        for _each in range(count):
            step = JourneyStepFactory(phase__journey__team=ben.team, emotion=1)
            JourneyStepFactory(phase=step.phase, emotion=2)
        costs.append(queries_of(browser, address(ben)))
    assert costs[0] == costs[1]


def test_five_hundred_journeys_are_paged(ben: Membership) -> None:
    persona = PersonaFactory(team=ben.team)
    rows = [Journey(team=ben.team, persona=persona, occasion=f"Anlass {n}") for n in range(500)]
    Journey.objects.bulk_create(rows)
    JourneyStep.objects.bulk_create(
        JourneyStep(journey=phase.journey, phase=phase, name="X", emotion=n % 5 - 2)
        for phase in (JourneyPhaseFactory(journey=row) for row in rows[:3])
        for n in range(20)
    )
    browser = signed_in(ben)
    assert "Seite 1 von 9" in page(ben)
    assert queries_of(browser, address(ben)) <= queries_of(browser, f"{address(ben)}?page=9")
    assert page(ben, page="9").count("journey-entry") == 500 - 8 * JOURNEYS_A_PAGE


def test_kinds_are_ordered_as_people_name_them() -> None:
    assert JourneyKind.values == ["actual", "target", "case"]
