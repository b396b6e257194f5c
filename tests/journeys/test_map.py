"""The map as a page, its curve, and the same told step by step."""

from __future__ import annotations

import gzip
import re
from datetime import date

import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from journeys.feeling import Felt, Origin
from journeys.lanes import LANES
from journeys.map.asked import Asked
from journeys.map.curve import HEIGHT, SHAPES, WIDTH, curve, points_of
from journeys.map.grid import Grid
from journeys.mapping import JourneyMap, MapPhase, MapStep, map_of
from journeys.models import TEXTS, Journey, JourneyKind
from journeys.paper.wrapping import BOLD, width
from journeys.wording import known_from, mood, signed, waiting
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.django_db

LONG = "Grüße & Küsse: ein Rückruf kommt nach drei Tagen, mitten in der Arbeit. "


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


@pytest.fixture
def ben_looks(ben: Membership) -> Client:
    return signed_in(ben)


def page(name: str, journey: Journey) -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk])


def felt(value: float, origin: Origin = Origin.STEP) -> MapStep:
    return MapStep(thread=str(value), title=str(value), felt=Felt(value, origin, evidence="guess"))


def filled(journey: Journey, *, phases: int, steps: int, words: str = "") -> None:
    for _phase in range(phases):
        phase = JourneyPhaseFactory(journey=journey)
        for number in range(steps):
            touchpoint = TouchpointFactory(team=journey.team)
            texts = {name: f"{name} {phase.pk} {number}: {words}" for name in TEXTS}
            JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=number % 5 - 2, **texts)


# --- Who sees it --------------------------------------------------------------------------------


def test_strangers_find_no_map(journey: Journey, clara: Membership) -> None:
    for name in ("map", "steps"):
        assert signed_in(clara).get(page(name, journey)).status_code == 404


def test_readers_see_the_same_cells_and_nothing_to_change_them_with(
    journey: Journey, ben_looks: Client, rita: Membership
) -> None:
    filled(journey, phases=2, steps=2)
    written, read = ben_looks.get(page("map", journey)).text, signed_in(rita).get(page("map", journey)).text
    assert re.findall("<td.*?</td>", written) == re.findall("<td.*?</td>", read)
    assert "journey-map-writing.js" in written
    for trace in ("journey-map-writing", 'class="more"', 'class="plus"', "map-addresses", "/edit/", "<template"):
        assert trace not in read


# --- What it shows ------------------------------------------------------------------------------


def test_empty_journey_says_what_belongs_here_and_how_to_begin(
    journey: Journey, ben_looks: Client, rita: Membership
) -> None:
    new_step = reverse("journeys:add_step", args=[journey.team.slug, journey.pk])
    for phases in range(2):
        answer = ben_looks.get(page("map", journey)).text
        assert "Noch kein Schritt" in answer
        assert f'<a class="button primary" href="{new_step}">' in answer
        assert answer.count("button primary") == 1
        assert new_step not in signed_in(rita).get(page("map", journey)).text
        assert "Noch kein Schritt" in ben_looks.get(page("steps", journey)).text
        JourneyPhaseFactory(journey=journey, name=f"Phase {phases}")


def test_every_cell_stands_under_its_step_and_words_stay_words(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=3, steps=2, words="<script>alert(1)</script> ä\nö 😊")
    JourneyPhaseFactory(journey=journey, name="Noch <leer>")
    content = ben_looks.get(page("map", journey)).text
    html5lib.HTMLParser(strict=True).parse(content)
    assert "<script>alert" not in content
    rows = re.findall(r'<tr data-lane="(\w+)"[^>]*>(.*?)</tr>', content, re.DOTALL)
    assert [name for name, _cells in rows] == list(TEXTS)
    for name, cells in rows:
        said = re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)
        assert [words.split(":")[0] for words in said[:-1]] == [
            f"{name} {step.phase_id} {number % 2}" for number, step in enumerate(journey.steps.on_the_way())
        ]
        assert said[-1] == ""


def test_heads_say_what_marks_a_step(journey: Journey, ben_looks: Client) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    old = TouchpointFactory(team=journey.team, name="Fax", kind="indirect", status="retired")
    JourneyStepFactory(phase=phase, name="Rückruf", medium="online", happened_on=date(2026, 3, 1))
    JourneyStepFactory(phase=phase, touchpoint=old, medium="offline", waiting_minutes=90, is_moment_of_truth=True)
    for name in ("map", "steps"):
        content = ben_looks.get(page(name, journey)).text
        marks = (
            "Lücke",
            "01.03.2026",
            "indirekt",
            "Medienbruch: jetzt offline",
            "wartet 1,5 Std.",
            "Moment der Wahrheit",
        )
        for mark in (*marks, "stillgelegt"):
            assert f"{mark}</span>" in content


def test_the_linear_view_says_what_the_map_says(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=2, steps=2, words="gesagt & getan")
    told = ben_looks.get(page("steps", journey)).text
    html5lib.HTMLParser(strict=True).parse(told)
    for words in re.findall(r"<td>(\w+ \d+ \d: .*?)</td>", ben_looks.get(page("map", journey)).text):
        assert words in told
    assert "−2, verärgert (vermutet)" in told


def test_snapshot_without_rows_is_drawn_without_links() -> None:
    step = MapStep(thread="1", title="Angebot", texts=dict.fromkeys(TEXTS, ""))
    drawn = Grid(JourneyMap("Berta", "Kauf", JourneyKind.ACTUAL, [MapPhase("Kaufen", [step])]), Asked()).drawn()
    assert "Angebot" in drawn
    assert "<a " not in drawn


# --- What is asked of it ------------------------------------------------------------------------


def test_lanes_are_left_out_by_the_address(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=1, steps=1)
    content = ben_looks.get(page("map", journey) + "?hide=goal&hide=emotion&hide=unsinn").text
    hidden = re.findall(r'data-lane="(\w+)" hidden', content)
    assert hidden == ["goal", "emotion", "emotion"]
    assert 'href="?hide=goal"' in content, "switches the emotion on again"
    assert "Alle Zeilen zeigen" in content
    told = ben_looks.get(page("steps", journey) + "?hide=goal").text
    assert "<dt>Ziel</dt>" not in told
    assert "<dt>Tun</dt>" in told


def test_a_side_without_lanes_goes_with_its_heading(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=1, steps=1)
    inside = "&".join(f"hide={lane.name}" for lane in LANES if lane.side == "inside")
    assert '<tbody class="inside" hidden>' in ben_looks.get(f"{page('map', journey)}?{inside}").text


def test_steps_of_other_departments_step_back_and_come_again(journey: Journey, ben_looks: Client) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    for name in ("Montage", "Vertrieb & Co"):
        JourneyStepFactory(phase=phase, name=f"von {name}", department=DepartmentFactory(team=journey.team, name=name))
    content = ben_looks.get(page("map", journey), {"department": "Vertrieb & Co"}).text
    assert re.findall(r'<th scope="col" class="gap(.*?)"', content) == [" first dim", ""]
    assert "1 von 2 Schritten" in content
    assert "Alle zeigen" in content
    told = ben_looks.get(page("steps", journey), {"department": "Vertrieb & Co"}).text
    assert "von Vertrieb &amp; Co" in told
    assert "von Montage" not in told
    assert "1 Schritt anderer Bereiche ist ausgelassen." in told


def test_map_leads_to_what_shall_be_above_what_is_and_to_a_copy(
    journey: Journey, ben_looks: Client, rita: Membership
) -> None:
    compare, copy = (page(name, journey) for name in ("compare", "copy"))
    content = ben_looks.get(page("map", journey)).text
    assert copy in content
    assert compare not in content
    target = JourneyFactory(team=journey.team, persona=journey.persona, kind=JourneyKind.TARGET)
    content = signed_in(rita).get(page("map", journey)).text
    assert f"{compare}?right=plan" in content
    assert copy not in content
    assert f"{page('compare', target)}?right=plan" in ben_looks.get(page("map", target)).text


# --- The curve and its figures ------------------------------------------------------------------


def test_peak_is_the_strongest_and_of_two_the_later() -> None:
    points = points_of([felt(-2), None, felt(2), felt(1)])
    assert [(point.column, point.is_peak, point.is_end) for point in points] == [
        (0, False, False),
        (2, True, False),
        (3, False, True),
    ]
    assert points_of([None]) == []


def test_the_line_has_a_gap_where_nothing_is_known() -> None:
    drawn = curve([felt(1), felt(2), None, felt(0), felt(-1)])
    assert len(re.findall(r'class="way" d="M[^"]*C[^"]*"', drawn)) == 2
    assert drawn.count('class="point') == 4


def test_measured_heard_and_estimated_points_differ_in_shape() -> None:
    drawn = curve([felt(1), felt(-0.6, Origin.READINGS), felt(-1, Origin.VOICES)])
    assert all(drawn.count(f'<path d="{shape}"/>') == 1 for shape in SHAPES.values())
    assert len(set(SHAPES.values())) == 3
    assert "−0,6" in drawn


def test_words_of_the_curve_stay_within_their_step_and_the_drawing() -> None:
    for value in (-2, 0, 2):
        (point,) = points_of([felt(value)])
        assert [words for words, _below in point.labels] == [signed(value), "stärkster Moment · Ende"]
        for words, below in point.labels:
            assert width(words) * BOLD * 13 < WIDTH
            assert 13 <= point.y + below <= HEIGHT - 4


def test_figures_show_how_many_steps_they_are_of(journey: Journey, ben_looks: Client) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    for emotion in (-2, 1, None):
        JourneyStepFactory(phase=phase, emotion=emotion)
    content = ben_looks.get(page("map", journey)).text
    assert re.findall(r"<b>(\S+)</b> (\w+)</dd>", content) == [
        ("−0,5", "neutral"),
        ("−2", "verärgert"),
        ("+1", "zufrieden"),
        ("−0,5", "neutral"),
    ]
    assert "n = 2 von 3 Schritten: 0 gemessen, 2 eingeschätzt" in content
    Journey.objects.update(kind=JourneyKind.TARGET)
    assert "n = 2 von 3 Schritten: angestrebt" in ben_looks.get(page("map", journey)).text


@pytest.mark.parametrize(
    ("value", "figure", "word"), [(2, "+2", "begeistert"), (0.04, "0", "neutral"), (-1.5, "−1,5", "unzufrieden")]
)
def test_emotions_read_as_people_say_them(value: float, figure: str, word: str) -> None:
    assert (signed(value), mood(value)) == (figure, word)


def test_measured_emotions_say_their_metric_and_how_many_stand_behind_them() -> None:
    assert known_from(Felt(1, Origin.READINGS, metric="CSAT", n=50)) == "gemessen: CSAT, n = 50"
    assert known_from(Felt(1, Origin.VOICES, n=12)) == "aus Kundenstimmen, n = 12"
    assert known_from(Felt(1, Origin.VOICES)) == "aus Kundenstimmen"


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 Min."), (60, "1 Std."), (90, "1,5 Std."), (4320, "3 Tage")])
def test_waiting_reads_in_its_unit(minutes: int, words: str) -> None:
    assert waiting(minutes) == words


def test_figures_follow_the_readers_language() -> None:
    with override("en"):
        assert signed(-0.64) == "−0.6"


# --- What it costs ------------------------------------------------------------------------------


def test_map_costs_the_same_queries_for_one_step_and_for_many(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=1, steps=1)
    few = {name: queries_of(ben_looks, page(name, journey)) for name in ("map", "steps")}
    filled(journey, phases=3, steps=3)
    assert {name: queries_of(ben_looks, page(name, journey)) for name in ("map", "steps")} == few


def test_eighty_steps_weigh_little(journey: Journey, ben_looks: Client) -> None:
    filled(journey, phases=8, steps=10, words=LONG * 3)
    assert len(map_of(journey).steps) == 80
    content = ben_looks.get(page("map", journey)).content
    assert len(gzip.compress(content)) < 120 * 1024
    assert content.count(b"<td") < 80 * 14 + 100
