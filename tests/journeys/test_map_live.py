"""The open map asks what others have saved: the answer is cheap, says nothing twice and keeps to who asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys import placing
from journeys.models import Journey, JourneyStep
from journeys.writing import write_cell
from teams.models import Membership, Role
from tests.conftest import signed_in
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(anna: Membership) -> JourneyStep:
    phase = JourneyPhaseFactory(journey__team=anna.team, name="Kaufen")
    return JourneyStepFactory(phase=phase, name="Rückruf", goal="Ruhe", process="Callcenter wählt aus")


@pytest.fixture
def journey(step: JourneyStep) -> Journey:
    return step.journey


@pytest.fixture
def bens(ben: Membership) -> Client:
    return signed_in(ben)


def address(journey: Journey, name: str = "live_map") -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk])


def test_what_somebody_saves_is_told_once(bens: Client, journey: Journey, step: JourneyStep) -> None:
    first = bens.get(address(journey))
    again = bens.get(address(journey), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    write_cell(step=step, lane="goal", before="Ruhe", after="Wissen, wann jemand kommt")
    new = bens.get(address(journey), headers={"If-None-Match": first.headers["ETag"]})
    assert (new.status_code, "Wissen, wann jemand kommt" in new.text) == (200, True)


@pytest.mark.parametrize("deed", ["add_step", "shift_phase", "remove_step"])
def test_steps_and_phases_that_come_go_and_move_are_told(
    bens: Client, journey: Journey, step: JourneyStep, deed: str
) -> None:
    JourneyPhaseFactory(journey=journey)
    tag = bens.get(address(journey)).headers["ETag"]
    deeds: dict[str, Any] = {
        "add_step": lambda: placing.add_step(step=JourneyStep(journey=journey, phase=step.phase, name="Besuch")),
        "shift_phase": lambda: placing.shift_phase(phase=step.phase, by=1),
        "remove_step": lambda: placing.remove_step(step=step),
    }
    deeds[deed]()
    assert bens.get(address(journey), headers={"If-None-Match": tag}).status_code == 200


def test_page_knows_the_tag_of_what_it_shows(bens: Client, journey: Journey) -> None:
    tag = bens.get(address(journey)).headers["ETag"].replace('"', "&quot;")
    page = bens.get(address(journey, "map")).text
    assert f'data-live="{address(journey)}" data-live-tag="{tag}"' in page


def test_answer_has_the_map_as_the_page_has_it_with_its_lanes(bens: Client, journey: Journey) -> None:
    page, told = (bens.get(address(journey, name) + "?hide=goal").text for name in ("map", "live_map"))
    for part in (
        'id="map-frame"',
        'id="journey-figures"',
        'id="map-choices"',
        'id="map-weak"',
        'data-lane="goal" hidden',
    ):
        assert part in page
        assert part in told
    assert told.strip() in page


def test_map_without_steps_and_without_phases_is_told_too(bens: Client, anna: Membership) -> None:
    journey = JourneyFactory(team=anna.team)
    tag = bens.get(address(journey)).headers["ETag"]
    phase = placing.add_phase(phase=JourneyPhaseFactory.build(journey=journey, name="Suchen"))
    answer = bens.get(address(journey), headers={"If-None-Match": tag})
    assert (answer.status_code, "Suchen" in answer.text, phase.name) == (200, True, "Suchen")


def test_asking_costs_one_query_beside_the_door_and_writes_nothing(
    bens: Client, journey: Journey, django_assert_num_queries: Any
) -> None:
    tag = bens.get(address(journey)).headers["ETag"]
    with django_assert_num_queries(3 + 1) as queries:  # session, person, membership
        answer = bens.get(address(journey), headers={"If-None-Match": tag})
    assert (answer.status_code, bool(answer.cookies)) == (304, False)
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_reader_gets_the_words_and_nothing_to_change_them_with(
    bens: Client, journey: Journey, rita: Membership
) -> None:
    written, read = bens.get(address(journey)), signed_in(rita).get(address(journey))
    assert written.headers["ETag"] != read.headers["ETag"]
    assert "Callcenter wählt aus" in read.text
    for trace in ('class="more"', 'class="plus"', "map-addresses", "/edit/", "/add/", "<template", "<form method"):
        assert trace not in read.text
    assert 'class="more"' in written.text


def test_who_loses_a_role_gets_another_map_with_the_next_answer(
    bens: Client, journey: Journey, ben: Membership
) -> None:
    tag = bens.get(address(journey)).headers["ETag"]
    Membership.objects.filter(pk=ben.pk).update(role=Role.READER)
    answer = bens.get(address(journey), headers={"If-None-Match": tag})
    assert (answer.status_code, 'class="more"' in answer.text) == (200, False)


def test_nothing_is_told_across_teams(journey: Journey, clara: Membership) -> None:
    tag = signed_in(clara).get(address(JourneyFactory(team=clara.team))).headers["ETag"]
    strangers = signed_in(clara)
    assert strangers.get(address(journey)).status_code == 404
    assert strangers.get(address(journey), headers={"If-None-Match": tag}).status_code == 404
    under_hers = reverse("journeys:live_map", args=[clara.team.slug, journey.pk])
    assert strangers.get(under_hers).status_code == 404
    assert Client().get(address(journey)).status_code == 302
