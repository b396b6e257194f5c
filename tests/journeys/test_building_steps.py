"""Building the steps of a journey by forms: where they lie, and everything that the map tells of them."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from journeys.building.step_fields import WaitingWidget
from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind, JourneyPhase, JourneyStep
from journeys.placing import MOST_STEPS
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from touchpoints.models import Status, Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(team: Team) -> Journey:
    return JourneyFactory(team=team)


@pytest.fixture
def buying(journey: Journey) -> JourneyPhase:
    return JourneyPhaseFactory(journey=journey, name="Kaufen", position=0)


@pytest.fixture
def using(journey: Journey) -> JourneyPhase:
    return JourneyPhaseFactory(journey=journey, name="Nutzen", position=1)


def post(who: Membership, deed: str, /, *args: int, **typed: object) -> Any:
    """What a person posts to one of the forms."""
    return signed_in(who).post(reverse(f"journeys:{deed}", args=[who.team.slug, *args]), typed)


def get(who: Membership, page: str, /, *args: int, **query: str | int) -> str:
    """A page as a person reads it."""
    response = signed_in(who).get(reverse(f"journeys:{page}", args=[who.team.slug, *args]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def refusal(response: Any) -> str:
    """The page that says what does not fit."""
    assert response.status_code == 422
    return str(response.content.decode())


def way(journey: Journey) -> list[list[str]]:
    """The steps by phase."""
    return [[step.title for step in phase.steps] for phase in map_of(journey).phases]


def untouched(step: JourneyStep, **typed: object) -> dict[str, object]:
    """What the form of a step posts, with what somebody has typed into it."""
    seen = step.history.first().pk
    name = step.touchpoint.name if step.touchpoint else ""
    usual = {"touchpoint": name, "name": step.name, "evidence": "guess", "waiting_minutes_1": "minutes"}
    return {"seen": seen, "told": seen, **usual, **typed}


# --- Adding ----------------------------------------------------------------------------------------


def test_steps_are_added_at_any_place(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    TouchpointFactory(team=journey.team, name="Angebot")
    post(ben, "add_step", journey.pk, phase=buying.pk, touchpoint="angebot")
    post(ben, "add_step", journey.pk, phase=buying.pk, name="Rückruf 📞")
    post(ben, "add_step", journey.pk, place=f"{buying.pk}:1", name="Probe")
    assert way(journey) == [["Angebot", "Probe", "Rückruf 📞"]]
    assert [step.is_gap for step in map_of(journey).steps] == [False, True, True]


def test_a_name_that_the_inventory_does_not_have_is_offered_as_a_gap(
    ben: Membership, journey: Journey, buying: JourneyPhase
) -> None:
    typed = {"phase": buying.pk, "touchpoint": "  Rückruf "}
    page = refusal(post(ben, "add_step", journey.pk, **typed))
    assert "Einen Kontaktpunkt „Rückruf“ gibt es hier nicht." in page
    assert "Als Lücke aufnehmen" in page
    post(ben, "add_step", journey.pk, **typed, gap="on")
    assert [(step.name, step.is_gap) for step in journey.steps.all()] == [("Rückruf", True)]


def test_a_step_that_is_nowhere_is_refused(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    assert "Ein Schritt hat einen Kontaktpunkt" in refusal(post(ben, "add_step", journey.pk, phase=buying.pk))
    assert "Diese Phase gibt es hier nicht" in refusal(post(ben, "add_step", journey.pk, phase="9" * 30, name="X"))
    assert "Diese Phase gibt es hier nicht" in refusal(post(ben, "add_step", journey.pk, name="X"))


def test_a_retired_touchpoint_is_chosen_no_more(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    fax = TouchpointFactory(team=journey.team, name="Fax", status=Status.RETIRED)
    assert "„Fax“ ist stillgelegt" in refusal(post(ben, "add_step", journey.pk, phase=buying.pk, touchpoint="Fax"))
    step = JourneyStepFactory(phase=buying, touchpoint=fax)
    assert "bleibt nur hier noch stehen" in get(ben, "edit_step", journey.pk, step.pk)
    assert post(ben, "edit_step", journey.pk, step.pk, **untouched(step, goal="Senden")).status_code == 302


def test_touchpoints_of_others_are_no_choice(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    TouchpointFactory(name="Nebenan")
    assert "gibt es hier nicht" in refusal(post(ben, "add_step", journey.pk, phase=buying.pk, touchpoint="Nebenan"))


def test_a_journey_has_an_end(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    rows = [JourneyStep(journey=journey, phase=buying, name=str(number)) for number in range(MOST_STEPS)]
    JourneyStep.objects.bulk_create(rows)
    page = refusal(post(ben, "add_step", journey.pk, phase=buying.pk, name="Noch einer"))
    assert "Mehr als 200 Schritte hat eine Journey nicht." in page


def test_whoever_adds_a_step_without_phases_makes_one_first(ben: Membership, journey: Journey) -> None:
    response = post(ben, "add_step", journey.pk, name="X")
    assert response.url == reverse("journeys:add_phase", args=[ben.team.slug, journey.pk])


def test_the_form_knows_the_place_that_was_asked_for(
    ben: Membership, journey: Journey, buying: JourneyPhase, using: JourneyPhase
) -> None:
    JourneyStepFactory(phase=buying, name="Angebot")
    page = get(ben, "add_step", journey.pk, phase=buying.pk, to=1)
    assert f'<option value="{buying.pk}:1" selected>Kaufen: nach „Angebot“</option>' in page
    assert f'<option value="{using.pk}:0" selected>' in get(ben, "add_step", journey.pk)


def test_the_form_costs_the_same_for_one_and_three_steps(
    ben: Membership, journey: Journey, buying: JourneyPhase
) -> None:
    browser, address = signed_in(ben), reverse("journeys:add_step", args=[ben.team.slug, journey.pk])
    costs = []
    for number in range(2):
        for each in range(1 + number):
            JourneyStepFactory(phase=buying, touchpoint=TouchpointFactory(team=ben.team, name=f"T{number}{each}"))
        costs.append(queries_of(browser, address))
    assert costs[0] == costs[1]


def test_names_are_offered_while_one_is_typed(ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="Angebot")
    response = signed_in(ben).get(reverse("touchpoints:names", args=[ben.team.slug]), {"touchpoint": "ange"})
    assert 'value="Angebot"' in response.content.decode()


# --- Moving and removing ---------------------------------------------------------------------------


def test_a_step_goes_forward_and_back_over_the_borders_of_phases(
    ben: Membership, journey: Journey, buying: JourneyPhase, using: JourneyPhase
) -> None:
    a, b = (JourneyStepFactory(phase=buying, name=name) for name in "ab")
    JourneyStepFactory(phase=using, name="c")
    seen = []
    for step, steps in ((a, 1), (a, 1), (a, 1), (a, 1), (a, -1), (a, -1), (b, -1)):
        post(ben, "move_step", journey.pk, step.pk, steps=steps)
        seen.append(way(journey))
    assert seen == [
        [["b", "a"], ["c"]],
        [["b"], ["a", "c"]],
        [["b"], ["c", "a"]],
        [["b"], ["c", "a"]],
        [["b"], ["a", "c"]],
        [["b", "a"], ["c"]],
        [["b", "a"], ["c"]],
    ]


def test_a_step_is_put_where_its_form_says(
    ben: Membership, journey: Journey, buying: JourneyPhase, using: JourneyPhase
) -> None:
    step, *_others = (JourneyStepFactory(phase=buying, name=name) for name in "abc")
    assert "Kaufen: nach „b“" in get(ben, "edit_step", journey.pk, step.pk)
    post(ben, "move_step", journey.pk, step.pk, place=f"{buying.pk}:1")
    assert way(journey) == [["b", "a", "c"], []]
    post(ben, "move_step", journey.pk, step.pk, phase=using.pk)
    assert way(journey) == [["b", "c"], ["a"]]


def test_a_place_that_is_gone_is_told(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    step = JourneyStepFactory(phase=buying)
    client = signed_in(ben)
    url = reverse("journeys:move_step", args=[ben.team.slug, journey.pk, step.pk])
    client.post(url, {"phase": 4711, "next": reverse("journeys:list", args=[ben.team.slug])})
    page = client.get(reverse("journeys:list", args=[ben.team.slug])).content.decode()
    assert "Die Phase gibt es nicht mehr." in page


def test_removing_a_step_asks_once_and_leaves_the_touchpoint(
    ben: Membership, journey: Journey, buying: JourneyPhase
) -> None:
    step = JourneyStepFactory(phase=buying, touchpoint=TouchpointFactory(team=journey.team))
    assert "Der Kontaktpunkt bleibt im Inventar." in get(ben, "remove_step", journey.pk, step.pk)
    post(ben, "remove_step", journey.pk, step.pk)
    assert (journey.steps.count(), journey.team.touchpoints.count()) == (0, 1)
    assert post(ben, "remove_step", journey.pk, step.pk).status_code == 404


# --- Everything about a step -----------------------------------------------------------------------


def test_everything_about_a_step_stands_in_one_form(ben: Membership, team: Team, journey: Journey) -> None:
    case = JourneyFactory(team=team, persona=journey.persona, kind=JourneyKind.CASE, case_name="Auftrag 4711")
    step = JourneyStepFactory(phase__journey=case, name="Rückruf")
    TouchpointFactory(team=team, name="Hotline")
    typed = {
        "touchpoint": "hotline",
        "name": "",
        "happened_on": "2026-11-02",
        "goal": "Termin bekommen\r\nund zwar bald",
        "emotion": "-2",
        "evidence": "customers",
        "quote": "Ich hing in der Schleife 😡",
        "department": DepartmentFactory(team=team).pk,
        "is_moment_of_truth": "on",
        "medium": "offline",
        "waiting_minutes_0": "1,5",
        "waiting_minutes_1": "hours",
    }
    assert post(ben, "edit_step", case.pk, step.pk, **untouched(step, **typed)).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.happened_on, step.emotion, step.waiting_minutes) == ("Hotline", date(2026, 11, 2), -2, 90)
    assert (step.goal, step.medium, step.is_moment_of_truth) == ("Termin bekommen\nund zwar bald", "offline", True)
    page = get(ben, "edit_step", case.pk, step.pk)
    assert 'value="90"' in page
    assert '<option value="minutes" selected>' in page


def test_only_a_case_has_days(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    step = JourneyStepFactory(phase=buying)
    assert "happened_on" not in get(ben, "edit_step", journey.pk, step.pk)


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (None, ["", "minutes"]),
        (0, ["0", "minutes"]),
        (90, ["90", "minutes"]),
        (120, ["2", "hours"]),
        (2 * 1440, ["2", "days"]),
    ],
)
def test_waiting_is_written_in_the_unit_that_reads_best(minutes: int | None, written: list[str]) -> None:
    assert WaitingWidget().decompress(minutes) == written


@pytest.mark.parametrize("number", ["-1", "viel", "999999999999", "99999999999999999999999999999999999999"])
def test_nobody_waits_less_than_nothing_or_more_than_ten_years(
    ben: Membership, journey: Journey, buying: JourneyPhase, number: str
) -> None:
    step = JourneyStepFactory(phase=buying)
    typed = untouched(step, waiting_minutes_0=number, waiting_minutes_1="days")
    assert "Hier gehört eine" in refusal(post(ben, "edit_step", journey.pk, step.pk, **typed))


def test_words_beyond_a_cell_and_forged_choices_are_refused(
    ben: Membership, journey: Journey, buying: JourneyPhase
) -> None:
    step = JourneyStepFactory(phase=buying)
    for typed in ({"goal": "x" * 1001}, {"emotion": "3"}, {"medium": "mail"}, {"name": ""}):
        refusal(post(ben, "edit_step", journey.pk, step.pk, **untouched(step, **typed)))


def test_two_people_who_change_a_step_at_once_are_merged_or_told(
    anna: Membership, ben: Membership, journey: Journey, buying: JourneyPhase
) -> None:
    step = JourneyStepFactory(phase=buying, name="Rückruf")
    opened = untouched(step)
    post(anna, "edit_step", journey.pk, step.pk, **opened | {"goal": "Schnell fertig werden", "emotion": "1"})
    page = refusal(post(ben, "edit_step", journey.pk, step.pk, **opened | {"goal": "Nichts zahlen"}))
    assert "Anna Keller hat hier inzwischen „Schnell fertig werden“ geschrieben" in page
    post(ben, "edit_step", journey.pk, step.pk, **opened | {"quote": "Endlich!"})
    step.refresh_from_db()
    assert (step.goal, step.emotion, step.quote) == ("Schnell fertig werden", 1, "Endlich!")


def test_saving_what_stands_there_is_no_change(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    step = JourneyStepFactory(phase=buying)
    post(ben, "edit_step", journey.pk, step.pk, **untouched(step))
    journey.refresh_from_db()
    assert (journey.version, step.history.count()) == (0, 1)


# --- A gap becomes a touchpoint --------------------------------------------------------------------


def test_a_gap_becomes_an_idea_in_the_inventory(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    step = JourneyStepFactory(phase=buying, name="Rückruf", department=DepartmentFactory(team=journey.team))
    assert "„Rückruf“ als Kontaktpunkt anlegen?" in get(ben, "into_inventory", journey.pk, step.pk)
    for _click in range(2):
        assert post(ben, "into_inventory", journey.pk, step.pk).status_code == 302
    step.refresh_from_db()
    idea = Touchpoint.objects.get()
    assert (idea.name, idea.status, idea.department) == ("Rückruf", Status.IDEA, step.department)
    assert (step.touchpoint, step.name, step.title) == (idea, "", "Rückruf")


def test_a_gap_that_the_inventory_knows_is_linked(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    known = TouchpointFactory(team=journey.team, name="RÜCKRUF")
    step = JourneyStepFactory(phase=buying, name="Rückruf")
    page = refusal(post(ben, "into_inventory", journey.pk, step.pk))
    assert "„Rückruf“ steht schon im Inventar." in page
    assert "Verknüpfen" in page
    post(ben, "into_inventory", journey.pk, step.pk, link="on")
    step.refresh_from_db()
    assert step.touchpoint == known


def test_a_gap_is_not_linked_to_what_is_retired(ben: Membership, journey: Journey, buying: JourneyPhase) -> None:
    TouchpointFactory(team=journey.team, name="Fax", status=Status.RETIRED)
    step = JourneyStepFactory(phase=buying, name="Fax")
    assert "ist stillgelegt" in get(ben, "into_inventory", journey.pk, step.pk)
    post(ben, "into_inventory", journey.pk, step.pk, link="on")
    step.refresh_from_db()
    assert step.is_gap
