"""Where a way is weak: what counts, how much, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys.feeling import Felt, Origin
from journeys.insight.looking import seen_better, target_of, weak_points_of
from journeys.insight.occasion import occasion
from journeys.insight.weak import POINTS, Target, Weakness, table, weak_points
from journeys.mapping import JourneyMap, MapPhase, MapStep, map_of
from journeys.models import Journey, JourneyKind
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import (
    MetricFactory,
    RatingFactory,
    ReadingFactory,
    SurveyFactory,
    TouchpointFactory,
)
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from touchpoints.models import Metric, Status


def step(thread: str = "a", **more: Any) -> MapStep:
    name = {"title": "Angebot", "touchpoint_name": "Angebot", "touchpoint": 1, "kind": "direct"}
    return MapStep(thread=thread, **{**name, **more})


def felt(value: float) -> dict[str, Any]:
    return {"felt": Felt(value), "emotion": round(value)}


def way(*steps: MapStep) -> JourneyMap:
    return JourneyMap("Bauherrin Berta", "Heizung tauschen", JourneyKind.ACTUAL, [MapPhase("Kaufen", list(steps))])


def should(*steps: MapStep) -> Target:
    return Target(7, [(step, "Nutzen") for step in steps])


def weak(*steps: MapStep, target: Sequence[MapStep] = ()) -> list[tuple[str, int]]:
    found = [point for point in weak_points(way(*steps), should(*target)) if point.way is None]
    return [(reason.weakness.value, reason.points) for point in found for reason in point.reasons]


# --- What counts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "wished", "told"),
    [(-1, 1, ["Gefühl −1", "im Soll +1"]), (0, 2, ["Gefühl 0, Soll +2"]), (-1, 0, ["Gefühl −1"])],
)
def test_how_it_feels_is_told_once(value: float, wished: float, told: list[str]) -> None:
    (point,) = weak_points(way(step(**felt(value))), should(step(**felt(wished))))
    assert [reason.words for reason in point.reasons] == told


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ({"touchpoint_name": "", "touchpoint": None}, [("missing", 6)]),
        (felt(0), []),
        (felt(-0.5), []),
        (felt(-0.6), [("unhappy", 2)]),
        (felt(-1), [("unhappy", 2)]),
        (felt(-1.5), [("unhappy", 2)]),
        (felt(-2), [("angry", 4)]),
        ({**felt(-1), "is_moment_of_truth": True}, [("unhappy", 4)]),
        ({**felt(-2), "is_moment_of_truth": True}, [("angry", 8)]),
        ({**felt(1), "is_moment_of_truth": True}, []),
        ({"is_retired": True}, [("retired", 3)]),
        ({"is_break": True, "medium": "offline"}, [("break", 2)]),
        ({"waiting_minutes": 59}, []),
        ({"waiting_minutes": 60}, [("hour", 1)]),
        ({"waiting_minutes": 24 * 60}, [("day", 2)]),
        ({"waiting_minutes": 7 * 24 * 60}, [("week", 3)]),
        ({**felt(-2), "is_break": True, "waiting_minutes": 120}, [("angry", 4), ("hour", 1), ("break", 2)]),
        ({}, []),
    ],
)
def test_every_weakness_counts_as_the_table_says(made: dict[str, Any], found: list[tuple[str, int]]) -> None:
    assert weak(step(**made)) == found


@pytest.mark.parametrize(("value", "found"), [(1.1, []), (1, [("far_from_target", 5)]), (-1, [])])
def test_two_steps_of_emotion_below_the_target_are_far(value: float, found: list[tuple[str, int]]) -> None:
    target = [step(**felt(2 if value > 0 else 0.9))]
    here = step(**felt(value - 1 if value > 0 else value))
    assert [each for each in weak(here, target=target) if each[0] == "far_from_target"] == found


def test_the_same_step_of_the_target_is_found_by_thread_and_by_touchpoint() -> None:
    target = [step("x", title="Rückruf", touchpoint_name="Rückruf", **felt(0)), step("y", **felt(2))]
    assert weak(step("y", title="Anders", touchpoint_name="Anders", **felt(0)), target=target) == [
        ("far_from_target", 5)
    ]
    assert weak(step("z", **felt(0)), target=target) == [("far_from_target", 5)]
    assert weak(step("z", title="Nur hier", touchpoint_name="Nur hier", **felt(0)), target=target) == []


@pytest.mark.parametrize(
    ("known", "source"),
    [
        (Felt(-2, evidence="guess"), "vermutet"),
        (Felt(-2, Origin.READINGS, metric="CSAT", n=50), "gemessen: CSAT, n = 50"),
        (Felt(-2, Origin.VOICES, n=12), "aus Kundenstimmen, n = 12"),
    ],
)
def test_bad_feeling_says_how_it_is_known(known: Felt, source: str) -> None:
    for is_moment_of_truth in (False, True):
        here = step(felt=known, is_moment_of_truth=is_moment_of_truth)
        (point,) = weak_points(way(here), should(step(**felt(0))))
        assert point.reasons[0].words.startswith(f"Gefühl −2 ({source})")


def test_contact_that_only_the_target_has_is_missing_where_it_should_be() -> None:
    target = should(step("x", title="Bestätigung", touchpoint_name="Bestätigung", pk=70), step("a"))
    found = weak_points(way(step("a", is_break=True), step("b", touchpoint_name="Heimlich", title="Heimlich")), target)
    told = [(point.step.title, point.number, point.phase, point.way, point.points) for point in found]
    assert told == [("Bestätigung", None, "Nutzen", 7, 6), ("Angebot", 1, "Kaufen", None, 2)]
    assert [reason.words for reason in found[0].reasons] == ["Kontakt fehlt: Nur das Soll hat ihn"]


def test_gap_that_both_ways_have_is_missing_once() -> None:
    gap = {"touchpoint_name": "", "touchpoint": None, "title": "Rückruf"}
    found = weak_points(way(step("a", **gap)), should(step("b", **gap)))
    assert [(point.number, point.points) for point in found] == [(1, 6)]


def test_one_customers_way_and_a_way_without_steps_miss_nothing_of_the_target() -> None:
    target, case = should(step("x", title="Rückruf", touchpoint_name="Rückruf")), way(step("a"))
    assert weak_points(replace(case, kind=JourneyKind.CASE, case_name="4711"), target) == []
    assert weak_points(way(), target) == []


def test_worst_comes_first_and_what_is_equal_as_it_lies_on_the_way() -> None:
    found = weak_points(
        way(
            step("a", title="Zuerst", is_break=True),
            step("b", title="Gut", **felt(2)),
            step("c", title="Schlimm", **felt(-2), is_moment_of_truth=True),
            step("d", title="Danach", is_break=True),
        )
    )
    assert [(point.step.title, point.number, point.points, point.phase) for point in found] == [
        ("Schlimm", 3, 8, "Kaufen"),
        ("Zuerst", 1, 2, "Kaufen"),
        ("Danach", 4, 2, "Kaufen"),
    ]


def test_a_way_without_steps_has_none() -> None:
    assert weak_points(way()) == []


def test_table_tells_all_that_counts_most_first() -> None:
    assert [points for _weakness, points in table()] == sorted(POINTS.values(), reverse=True)
    assert set(POINTS) == set(Weakness)


def test_occasion_tells_the_way_what_is_wrong_and_the_customers_words() -> None:
    texts = {"experience": "Drei Tage Stille.", "quote": "Keiner ruft zurück 😡" + "x" * 900}
    here = step(**felt(-2), texts=texts, waiting_minutes=3 * 24 * 60)
    told = occasion(way(here), here, weak_points(way(here))[0].reasons).splitlines()
    assert told[0] == (
        "Journey „Heizung tauschen · Bauherrin Berta · Ist“, Schritt „Angebot“: Gefühl −2 · Wartezeit 3 Tage"
    )
    assert told[1] == "Drei Tage Stille."
    assert told[2].startswith("„Keiner ruft zurück 😡")
    assert len(told[2]) == 400


# --- What a way is held against -----------------------------------------------------------------


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


@pytest.mark.django_db
def test_target_is_that_of_the_same_customers_and_occasion(journey: Journey) -> None:
    assert not target_of(journey).steps
    JourneyFactory(team=journey.team, persona=journey.persona, occasion="Anderes", kind=JourneyKind.TARGET)
    JourneyFactory(team=journey.team, occasion=journey.occasion, kind=JourneyKind.TARGET)
    target = JourneyFactory(
        team=journey.team, persona=journey.persona, occasion="HEIZUNG TAUSCHEN", kind=JourneyKind.TARGET
    )
    JourneyStepFactory(phase=JourneyPhaseFactory(journey=target, name="Danach"), name="Rückruf am selben Tag")
    told = target_of(journey)
    assert (told.way, [(step.title, phase) for step, phase in told.steps]) == (
        target.pk,
        [("Rückruf am selben Tag", "Danach")],
    )
    assert not target_of(target).steps


@pytest.mark.django_db
def test_survey_in_which_staff_finds_it_surely_better_is_told(journey: Journey) -> None:
    touchpoint = TouchpointFactory(team=journey.team)
    closed = timezone.now() - timedelta(days=1)
    survey = SurveyFactory(team=journey.team, closes_at=closed)
    survey.touchpoints.add(touchpoint)
    for good in (5, 5, 4, 5, 5, 4):
        RatingFactory(survey=survey, touchpoint=touchpoint, group="Service", performance=good)
    assert seen_better(journey.team, {touchpoint.pk}, timezone.now()) == {}
    metric = MetricFactory(touchpoint=touchpoint, type=Metric.Type.CSAT)
    ReadingFactory(metric=metric, distribution={"1": 10, "2": 20, "3": 4}, n=34)
    told = seen_better(journey.team, {touchpoint.pk}, timezone.now())
    assert told == {touchpoint.pk: "Von innen (Service) um 2,8 besser gesehen als von Kunden"}
    assert seen_better(journey.team, {touchpoint.pk}, closed - timedelta(hours=1)) == {}


@pytest.mark.django_db
def test_survey_that_four_people_answered_says_nothing(journey: Journey) -> None:
    touchpoint = TouchpointFactory(team=journey.team)
    survey = SurveyFactory(team=journey.team, closes_at=timezone.now() - timedelta(days=1))
    survey.touchpoints.add(touchpoint)
    for _person in range(4):
        RatingFactory(survey=survey, touchpoint=touchpoint, group="Service", performance=5)
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint), distribution={"1": 30, "2": 2}, n=32)
    assert seen_better(journey.team, {touchpoint.pk}, timezone.now()) == {}


# --- The page -----------------------------------------------------------------------------------


def url(journey: Journey) -> str:
    return reverse("journeys:weak_points", args=[journey.team.slug, journey.pk])


@pytest.mark.django_db
def test_page_leads_to_the_step_the_agenda_and_an_action(journey: Journey, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=journey.team, name="Rückruf")
    phase = JourneyPhaseFactory(journey=journey)
    weak_step = JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=-2, quote="Keiner ruft zurück")
    gap = JourneyStepFactory(phase=phase, name="Bestätigung")
    page = signed_in(anna).get(url(journey)).content.decode()
    assert weak_step.get_absolute_url() in page
    assert f'name="touchpoint" value="{touchpoint.pk}"' in page
    assert f"?touchpoint={touchpoint.pk}" in page
    assert reverse("journeys:into_inventory", args=[journey.team.slug, journey.pk, gap.pk]) in page
    assert "Warum diese Reihenfolge" in page
    assert page.index("Bestätigung") < page.index("Rückruf")


@pytest.mark.django_db
def test_contact_of_the_target_leads_to_the_target_and_into_work(journey: Journey, anna: Membership) -> None:
    JourneyStepFactory(phase__journey=journey, touchpoint=TouchpointFactory(team=journey.team), emotion=1)
    target = JourneyFactory(team=journey.team, persona=journey.persona, kind=JourneyKind.TARGET)
    phase = JourneyPhaseFactory(journey=target)
    gap = JourneyStepFactory(phase=phase, name="Bestätigung")
    touchpoint = TouchpointFactory(team=journey.team, name="Rückruf")
    planned = JourneyStepFactory(phase=phase, touchpoint=touchpoint)
    page = signed_in(anna).get(url(journey)).content.decode()
    for there in (gap, planned):
        assert f'href="{there.get_absolute_url()}"' in page
    assert reverse("journeys:into_inventory", args=[journey.team.slug, target.pk, gap.pk]) in page
    assert f'name="touchpoint" value="{touchpoint.pk}"' in page
    assert page.count("Schritt im Soll") == 2
    shown = signed_in(anna).get(journey.get_absolute_url()).content.decode()
    assert f'href="{gap.get_absolute_url()}">Bestätigung</a>' in shown


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.RETIRED, Status.IDEA])
def test_what_customers_do_not_meet_is_no_matter_for_a_round(
    journey: Journey, anna: Membership, status: Status
) -> None:
    touchpoint = TouchpointFactory(team=journey.team, status=status)
    JourneyStepFactory(phase__journey=journey, touchpoint=touchpoint, emotion=-2)
    page = signed_in(anna).get(url(journey)).content.decode()
    assert f"?touchpoint={touchpoint.pk}" in page
    assert "Auf die Tagesordnung" not in page


@pytest.mark.django_db
def test_reader_reads_and_is_offered_nothing_to_do(journey: Journey, rita: Membership) -> None:
    JourneyStepFactory(phase__journey=journey, name="Bestätigung")
    page = signed_in(rita).get(url(journey)).content.decode()
    assert "Kontakt fehlt" in page
    assert "Auf die Tagesordnung" not in page
    assert "Als Kontaktpunkt anlegen" not in page


@pytest.mark.django_db
def test_way_without_steps_and_way_without_weakness_say_so(journey: Journey, anna: Membership) -> None:
    assert "Noch kein Schritt" in signed_in(anna).get(url(journey)).content.decode()
    JourneyStepFactory(phase__journey=journey, touchpoint=TouchpointFactory(team=journey.team), emotion=2)
    assert "Keine Schwachstelle" in signed_in(anna).get(url(journey)).content.decode()


@pytest.mark.django_db
def test_page_costs_the_same_queries_however_many_points(journey: Journey, anna: Membership) -> None:
    browser, phase = signed_in(anna), JourneyPhaseFactory(journey=journey)
    counts = []
    for rows in (1, 2):
        for number in range(rows):
            touchpoint = TouchpointFactory(team=journey.team, name=f"{rows}-{number}", status=Status.RETIRED)
            JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=-2)
        counts.append(queries_of(browser, url(journey)))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_weak_points_ask_the_database_at_most_six_times(journey: Journey, django_assert_max_num_queries: Any) -> None:
    JourneyFactory(team=journey.team, persona=journey.persona, kind=JourneyKind.TARGET)
    touchpoint = TouchpointFactory(team=journey.team)
    SurveyFactory(team=journey.team, closes_at=timezone.now()).touchpoints.add(touchpoint)
    JourneyStepFactory(phase__journey=journey, touchpoint=touchpoint, emotion=-2)
    drawn = map_of(journey)
    with django_assert_max_num_queries(6):
        assert len(weak_points_of(journey, drawn, timezone.now())) == 1
