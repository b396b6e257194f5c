"""Two sides held against each other: what they have in common, what differs, and who may look."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Polarity
from journeys import placing
from journeys.comparing.comparison import Comparison
from journeys.comparing.sides import Side, side_of
from journeys.comparing.taking import take
from journeys.feeling import Felt
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import Journey, JourneyKind, JourneyStep
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.comparable import a_way, its_plan
from tests.journeys.of_journeys import (
    JourneyFactory,
    JourneyPhaseFactory,
    JourneyStepFactory,
    PersonaFactory,
    SnapshotFactory,
)
from touchpoints.measuring.formulas import SMALL_GROUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return a_way(anna.team, PersonaFactory(team=anna.team, name="Bauherrin Berta"))


def url(journey: Journey, **query: Any) -> str:
    words = "&".join(f"{name}={quote(str(value))}" for name, value in query.items())
    return reverse("journeys:compare", args=[journey.team.slug, journey.pk]) + f"?{words}"


def compared(left: Journey, right: Journey) -> Comparison:
    sides = [side_of(journey.team, f"j{journey.pk}") for journey in (left, right)]
    assert sides[0] and sides[1]
    return Comparison(sides[0], sides[1])


# --- What differs ----------------------------------------------------------------------------------


def test_plan_is_held_against_the_way_as_it_is(journey: Journey) -> None:
    comparison = compared(journey, its_plan(journey))
    assert comparison.names == ("Ist", "Soll")
    assert comparison.in_common == "Heizung tauschen · Bauherrin Berta"
    steps = {step.title: step for step in comparison.steps}
    assert steps["Anruf"].reasons == ["entfällt im Soll"]
    assert steps["Rückruf nach vier Wochen"].reasons == [
        "kommt im Soll dazu",
        "Lücke: diesen Kontakt sollte es geben",
    ]
    assert [str(line.title) for line in steps["Angebot"].differing] == ["Erwartung", "Gefühl", "Wartezeit"]
    assert [(step.title, step.moved) for step in comparison.steps if step.is_moved] == [
        ("Besuch vor Ort", ("Anruf", "Angebot"))
    ]
    assert steps["Einbau"].is_same
    assert (comparison.only, comparison.moved) == ((1, 1), 1)


def test_figures_stand_beside_each_other_with_their_difference(journey: Journey) -> None:
    figures = {str(figure.title): figure for figure in compared(journey, its_plan(journey)).figures}
    told = {title: (each.left, each.right, each.difference, each.verdict.value) for title, each in figures.items()}
    assert told["Mittel"] == ("−0,2", "+0,8", "+1", "better")
    assert told["Spitze"] == ("−2", "+2", "+4", "better")
    assert told["Ende"] == ("−1", "+2", "+3", "better")
    assert told["Schritte mit Gefühl (n)"] == ("6", "6", "0", "")
    assert told["Momente der Wahrheit"] == ("1", "1", "0", "")
    assert told["Medienbrüche"] == ("1", "0", "−1", "better")
    assert told["Lücken"] == ("0", "1", "+1", "")
    assert told["Wartezeit zusammen"][2:] == ("−9 Tage", "better")


def test_a_way_without_emotions_has_no_figures_of_them(journey: Journey) -> None:
    figures = {str(each.title): each for each in compared(JourneyFactory(team=journey.team), journey).figures}
    assert (figures["Mittel"].left, figures["Mittel"].right, figures["Mittel"].difference) == ("–", "−0,2", "")
    assert figures["Wartezeit zusammen"].left == "–"


def test_measured_against_estimated_is_warned_about(journey: Journey) -> None:
    other = a_way(journey.team, PersonaFactory(team=journey.team, name="Verwalter Viktor"))
    assert not compared(journey, other).is_uneven
    other.steps.update(evidence="guess")
    comparison = compared(journey, other)
    assert comparison.is_uneven
    assert [(known.steps, known.measured, known.estimated) for known in comparison.known] == [(6, 1, 5), (6, 0, 6)]
    page = signed_in(journey.team.memberships.get()).get(url(journey, right=f"j{other.pk}")).content.decode()
    assert "Teils von Kunden bekannt: Bauherrin Berta. Nur eingeschätzt: Verwalter Viktor." in page


def test_what_customers_voices_tell_is_not_called_measured(journey: Journey, anna: Membership) -> None:
    said = {"polarity": Polarity.NEGATIVE, "said_on": timezone.now().date()}
    visited = journey.steps.get(touchpoint__name="Besuch vor Ort").touchpoint
    FeedbackFactory.create_batch(SMALL_GROUP, team=journey.team, touchpoint=visited, **said)
    plan = its_plan(journey)
    (known, _wished) = compared(journey, plan).known
    assert (known.measured, known.heard, known.estimated, known.is_of_customers) == (1, 1, 4, True)
    page = signed_in(anna).get(url(journey, right=f"j{plan.pk}")).content.decode()
    assert "Gefühl an 6 von 6 Schritten bekannt: 1 gemessen, 1 aus Kundenstimmen, 4 eingeschätzt." in page
    assert page.count('class="mark measured"') == 1
    assert page.count('class="mark heard"') == page.count("heard-dot") == 1


def test_a_plan_is_wished_for_and_no_estimate(journey: Journey) -> None:
    plan = its_plan(journey)
    plan.steps.update(evidence="guess")
    assert not compared(journey, plan).is_uneven
    page = signed_in(journey.team.memberships.get()).get(url(journey, right=f"j{plan.pk}")).content.decode()
    assert "Gefühl an 6 von 6 Schritten angestrebt." in page
    assert "eingeschätzt. Der Unterschied" not in page


def test_other_customers_are_named(journey: Journey) -> None:
    other = a_way(journey.team, PersonaFactory(team=journey.team, name="Verwalter Viktor"))
    placing.remove_step(step=other.steps.get(touchpoint__name="Einbau"))
    comparison = compared(journey, other)
    assert comparison.names == ("Bauherrin Berta", "Verwalter Viktor")
    lonely = [step for step in comparison.steps if not step.is_on_both]
    assert [(step.title, step.reasons) for step in lonely] == [("Einbau", ["nur bei: Bauherrin Berta"])]


def test_a_case_says_what_only_it_went_through(journey: Journey) -> None:
    case = JourneyFactory(team=journey.team, persona=journey.persona, kind=JourneyKind.CASE, case_name="Auftrag 4711")
    JourneyStepFactory(phase=JourneyPhaseFactory(journey=case), name="Beschwerde")
    steps = {step.title: step for step in compared(journey, case).steps}
    assert steps["Beschwerde"].reasons[0] == "nur in diesem Fall erlebt"
    assert steps["Anruf"].reasons == ["in diesem Fall nicht erlebt"]


def test_today_is_held_against_a_snapshot(journey: Journey, anna: Membership) -> None:
    kept = take(journey=journey, name="November 2025", by=anna.user, at=NOW)
    placing.remove_step(step=journey.steps.get(touchpoint__name="Anruf"))
    JourneyStepFactory(phase=journey.phases.last(), name="Chat")
    for left, right in (("s", "j"), ("j", "s")):
        keys = {"s": f"s{kept.pk}", "j": f"j{journey.pk}"}
        sides = side_of(anna.team, keys[left]), side_of(anna.team, keys[right])
        assert sides[0] and sides[1]
        steps = {step.title: step for step in Comparison(*sides).steps}  # type: ignore[arg-type]
        assert steps["Anruf"].reasons == ["seither entfallen"]
        assert steps["Chat"].reasons[0] == "seither dazugekommen"


TEXTS = st.sampled_from(["", "Angebot", "ANGEBOT", "Straße", " 🙂"])
STEPS = st.builds(
    MapStep,
    thread=st.integers(0, 10_000).map(str),
    title=TEXTS,
    touchpoint_name=TEXTS,
    texts=st.dictionaries(st.sampled_from(["goal", "doing", "quote"]), TEXTS),
    felt=st.none() | st.builds(Felt, value=st.floats(-2, 2)),
)
MAPS = st.lists(st.builds(MapPhase, name=TEXTS, steps=st.lists(STEPS, max_size=4)), max_size=3).map(
    lambda phases: JourneyMap(persona="Berta", occasion="Umzug", kind=JourneyKind.ACTUAL, phases=phases)
)


@settings(suppress_health_check=list(HealthCheck), max_examples=25, deadline=None)
@given(left=MAPS, right=MAPS)
def test_a_map_never_differs_from_itself_and_no_step_is_lost(left: JourneyMap, right: JourneyMap) -> None:
    journey = Journey(pk=1)
    itself = Comparison(Side("j1", journey, left), Side("j1", journey, left))
    assert itself.is_same
    assert all(figure.difference in ("0", "") for figure in itself.figures)
    both = Comparison(Side("j1", journey, left), Side("j2", Journey(pk=2), right))
    assert sum(bool(step.left) for step in both.steps) == len(left.steps)
    assert sum(bool(step.right) for step in both.steps) == len(right.steps)
    drawn = [len(curve.marks) for curve in both.overlaid.curves]
    assert drawn == [len(left.feelings), len(right.feelings)]
    assert all(0 <= mark.y <= both.overlaid.height for curve in both.overlaid.curves for mark in curve.marks)


# --- The page --------------------------------------------------------------------------------------


def test_both_views_open_and_sides_can_be_swapped(journey: Journey, rita: Membership) -> None:
    plan, browser = its_plan(journey), signed_in(rita)
    for view in ("", "beside"):
        page = browser.get(url(journey, left=f"j{journey.pk}", right=f"j{plan.pk}", view=view)).content.decode()
        assert "Ist gegen Soll" in page
        assert f"?left=j{plan.pk}&amp;right=j{journey.pk}" in page
        assert "Ein Festpreis am nächsten Tag." in page


def test_what_people_typed_is_never_markup(journey: Journey, anna: Membership) -> None:
    JourneyStep.objects.filter(journey=journey).update(quote="<script>alert(1)</script> 🙃 größer")
    plan = its_plan(journey)
    plan.steps.update(quote="")
    page = signed_in(anna).get(url(journey, right=f"j{plan.pk}")).content.decode()
    assert "<script>alert" not in page
    assert "🙃 größer" in page


@pytest.mark.parametrize("key", ["j0", "s0", "x1", "j", "1", "j1; drop", "j" + "9" * 40, "j١", "j-1", "jj1", "j\0"])
def test_what_is_no_side_is_not_found(journey: Journey, anna: Membership, key: str) -> None:
    assert signed_in(anna).get(url(journey, right=key)).status_code == 404
    assert signed_in(anna).get(url(journey, left=key, right=f"j{journey.pk}")).status_code == 404


def test_other_teams_journeys_and_snapshots_are_no_sides(journey: Journey, anna: Membership, clara: Membership) -> None:
    theirs = JourneyFactory(team=clara.team)
    kept = SnapshotFactory(journey=theirs)
    for key in (f"j{theirs.pk}", f"s{kept.pk}"):
        assert signed_in(anna).get(url(journey, right=key)).status_code == 404
    assert signed_in(clara).get(url(journey, right=f"j{theirs.pk}")).status_code == 404


def test_without_a_right_side_people_choose(journey: Journey, anna: Membership) -> None:
    response = signed_in(anna).get(url(journey))
    assert response.headers["Location"] == reverse("journeys:snapshots", args=[journey.team.slug, journey.pk])


def test_plan_is_found_from_either_of_the_two(journey: Journey, anna: Membership) -> None:
    browser = signed_in(anna)
    answer = browser.get(url(journey, right="plan"), follow=True)
    assert "noch nicht beides" in answer.content.decode()
    plan = its_plan(journey)
    for each in (journey, plan):
        location = browser.get(url(each, right="plan")).headers["Location"]
        assert location == url(each, left=f"j{journey.pk}", right=f"j{plan.pk}")


def test_comparison_costs_the_same_queries_however_long(journey: Journey, anna: Membership) -> None:
    plan, browser = its_plan(journey), signed_in(anna)
    short = queries_of(browser, url(journey, right=f"j{plan.pk}"))
    for each in (journey, plan):
        for number in range(74):
            JourneyStepFactory(phase=each.phases.last(), name=f"Schritt {number}", emotion=number % 5 - 2, goal="x")
    assert queries_of(browser, url(journey, right=f"j{plan.pk}")) == short
