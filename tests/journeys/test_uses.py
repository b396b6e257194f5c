"""Where touchpoints lie on customers' ways, as the inventory tells it before it changes them."""

from typing import Any

import pytest
from django.db.models import RestrictedError
from django.urls import reverse

from journeys.models import Journey
from journeys.uses import journeys_through
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from tests.touchpoints.tables import a_run, read_in, taken_back
from touchpoints.models import Status, Touchpoint

pytestmark = pytest.mark.django_db


def url(name: str, touchpoint: Touchpoint) -> str:
    return reverse(f"touchpoints:{name}", args=[touchpoint.team.slug, touchpoint.pk])


@pytest.fixture
def touchpoint(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Angebot")


def used(touchpoint: Touchpoint, occasion: str = "Heizung tauschen") -> Journey:
    journey = JourneyFactory(team=touchpoint.team, occasion=occasion)
    JourneyStepFactory(phase__journey=journey, touchpoint=touchpoint)
    return journey


def test_each_journey_is_named_once(touchpoint: Touchpoint) -> None:
    journey = used(touchpoint)
    JourneyStepFactory(phase=JourneyPhaseFactory(journey=journey), touchpoint=touchpoint)
    other = TouchpointFactory(team=touchpoint.team)
    second = used(other, "Wartung")
    assert list(journeys_through(touchpoint)) == [journey]
    assert set(journeys_through(touchpoint, other)) == {journey, second}
    assert not journeys_through()


def test_touchpoints_page_says_on_which_ways_it_lies(touchpoint: Touchpoint, rita: Membership) -> None:
    browser = signed_in(rita)
    assert "Auf dem Weg der Kunden" not in browser.get(url("detail", touchpoint)).text
    journey = used(touchpoint, "Heizung <b>tauschen</b> 🔥")
    page = browser.get(url("detail", touchpoint)).text
    assert journey.get_absolute_url() in page
    assert "Heizung &lt;b&gt;tauschen&lt;/b&gt; 🔥" in page


def test_touchpoints_page_costs_the_same_for_one_and_for_many_ways(touchpoint: Touchpoint, anna: Membership) -> None:
    browser = signed_in(anna)
    used(touchpoint)
    once = queries_of(browser, url("detail", touchpoint))
    for number in range(14):
        used(touchpoint, f"Anlass {number}")
    assert queries_of(browser, url("detail", touchpoint)) == once
    assert "15 Journeys führen hierher" in browser.get(url("detail", touchpoint)).text


def test_page_that_retires_says_where_it_is_used_and_lets_it_happen(touchpoint: Touchpoint, ben: Membership) -> None:
    journey, browser = used(touchpoint), signed_in(ben)
    page = browser.get(url("retire", touchpoint)).text
    assert "1 Journey führt hierher" in page
    assert str(journey) in page
    assert "1 Journey führt hierher" in browser.get(url("edit", touchpoint)).text
    browser.post(url("retire", touchpoint), {"reason": "Gibt es nicht mehr."})
    touchpoint.refresh_from_db()
    assert touchpoint.status == Status.RETIRED
    assert journey.steps.get().is_retired


def test_many_that_are_retired_together_say_where_they_are_used(touchpoint: Touchpoint, ben: Membership) -> None:
    journey, other = used(touchpoint), TouchpointFactory(team=touchpoint.team)
    address = f"{reverse('touchpoints:change_many', args=[touchpoint.team.slug])}?touchpoint={touchpoint.pk}"
    browser, typed = signed_in(ben), {"status": "retired", "status_reason": "Umbau"}
    assert str(journey) in browser.post(f"{address}&touchpoint={other.pk}", typed).text
    assert str(journey) not in browser.post(address, {"status": "changing", "status_reason": ""}).text


def test_undone_import_leaves_what_journeys_lead_to_and_says_why(team: Team, ben: Membership) -> None:
    run = read_in(a_run(team, "Hotline", "Portal", adds_departments=True))
    journey = used(team.touchpoints.get(name="Hotline"))
    taken_back(run)
    assert list(team.touchpoints.values_list("name", flat=True)) == ["Hotline"]
    assert journey.steps.get().touchpoint is not None
    assert "daran hängt schon etwas: Schritte von Journeys" in signed_in(ben).get(run.get_absolute_url()).text


def test_undone_import_leaves_the_department_that_a_step_names(team: Team) -> None:
    run = read_in(a_run(team, "Hotline|||Technik", adds_departments=True))
    step = JourneyStepFactory(phase__journey=JourneyFactory(team=team), department=team.departments.get())
    taken_back(run)
    step.refresh_from_db()
    assert step.department is not None
    assert step.department.name == "Technik"


def test_touchpoint_on_a_way_is_not_deleted(touchpoint: Touchpoint) -> None:
    used(touchpoint)
    with pytest.raises(RestrictedError):
        touchpoint.delete()


def test_step_outlives_its_department(touchpoint: Touchpoint) -> None:
    department = DepartmentFactory(team=touchpoint.team)
    step = JourneyStepFactory(phase__journey=used(touchpoint), department=department)
    department.delete()
    step.refresh_from_db()
    assert step.department is None


def test_team_goes_with_its_journeys_and_touchpoints(touchpoint: Touchpoint) -> None:
    journey: Any = used(touchpoint)
    touchpoint.team.delete()
    assert not Journey.objects.filter(pk=journey.pk).exists()
    assert not Touchpoint.objects.filter(pk=touchpoint.pk).exists()


def test_strangers_journeys_are_not_named(touchpoint: Touchpoint, clara: Membership) -> None:
    used(touchpoint)
    own = TouchpointFactory(team=clara.team, name="Angebot")
    assert not journeys_through(own)
    assert signed_in(clara).get(url("retire", touchpoint)).status_code == 404
