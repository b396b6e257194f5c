"""What puts touchpoints into an order: worked values, and what holds for any figures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from touchpoints.models import Metric, Status
from touchpoints.priorities import scores
from touchpoints.priorities.candidates import Candidate, crosshair, quadrant
from touchpoints.priorities.perspectives import PERSPECTIVES, perspective
from touchpoints.priorities.proposal import proposal, ranking, score
from touchpoints.priorities.scores import MIDDLE, Bet, Point, Quadrant
from touchpoints.priorities.voices import Figure, Origin, on_five

FIVE, TEN = st.integers(1, 5), st.integers(1, 10)
FIGURES = st.builds(Figure, st.floats(1, 5), st.just(Origin.CUSTOMERS))


def said(value: float | None) -> Figure | None:
    return None if value is None else Figure(value, Origin.ESTIMATE)


def candidate(name: str = "Rechnung", pk: int = 1, **fields: Any) -> Candidate:
    facts: dict[str, Any] = {"kind": "direct", "status": Status.ACTIVE, "is_key": False, "is_moment_of_truth": False}
    figures = {each: said(fields.pop(each, None)) for each in ("importance", "performance")}
    return Candidate(pk, name, **(facts | figures | fields))


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        pk=st.integers(1, 10**6),
        name=st.sampled_from(["Rechnung", "rechnung", "Hotline", "Ärger", "Zusage"]),
        kind=st.sampled_from(["direct", "indirect"]),
        status=st.sampled_from(Status.values),
        is_key=st.booleans(),
        is_moment_of_truth=st.booleans(),
        importance=st.none() | FIGURES,
        performance=st.none() | FIGURES,
        impact=st.none() | TEN,
        confidence=st.none() | TEN,
        effort=st.none() | TEN,
        contacts=st.none() | st.integers(0, 10**8),
        company=st.none() | FIVE,
    ),
    max_size=25,
    unique_by=lambda each: each.pk,
)


# --- ICE and RICE --------------------------------------------------------------------------------


def test_ice_multiplies_impact_confidence_and_ease() -> None:
    assert scores.ice(8, 7, 3) == 448
    assert (scores.ice(1, 1, 10), scores.ice(10, 10, 1)) == (1, 1000)


def test_rice_multiplies_by_contacts_and_divides_by_effort() -> None:
    assert scores.rice(1200, 8, 7, 3) == pytest.approx(2240)
    assert scores.rice(0, 10, 10, 1) == 0


@given(TEN, TEN, TEN, st.integers(0, 10**8))
def test_less_effort_never_scores_less(impact: int, confidence: int, effort: int, contacts: int) -> None:
    less = max(1, effort - 1)
    assert scores.ice(impact, confidence, less) >= scores.ice(impact, confidence, effort)
    assert scores.rice(contacts, impact, confidence, less) >= scores.rice(contacts, impact, confidence, effort)


def test_score_is_missing_while_a_figure_is() -> None:
    assert candidate(impact=8, confidence=7).ice is None
    assert candidate(impact=8, confidence=7, effort=3).rice is None


# --- The two matrices ----------------------------------------------------------------------------


def test_crosshair_stands_at_the_means() -> None:
    assert scores.means([Point(2, 5), Point(4, 3)]) == (3, 4)
    assert scores.means([]) is None


@pytest.mark.parametrize(
    ("point", "field"),
    [
        ((2, 5), Quadrant.START),
        ((4, 5), Quadrant.KEEP),
        ((2, 3), Quadrant.LOW),
        ((4, 3), Quadrant.TOO_MUCH),
        ((3, 4), Quadrant.KEEP),
    ],
)
def test_field_follows_from_the_sides_of_the_crosshair(point: tuple[int, int], field: Quadrant) -> None:
    assert scores.field_of(Quadrant, Point(*point), Point(3, 4)) == field


def test_much_impact_for_little_effort_is_a_quick_win() -> None:
    sides = [(effort, impact) for effort in (5, 6) for impact in (5, 6)]
    bets = {side: scores.field_of(Bet, Point(*side), MIDDLE) for side in sides}
    assert bets == {(5, 6): Bet.QUICK_WIN, (6, 6): Bet.BIG, (5, 5): Bet.ASIDE, (6, 5): Bet.HARDLY}


@given(FIVE, FIVE, st.integers(1, 40))
def test_equal_touchpoints_stand_on_the_crosshair(importance: int, performance: int, count: int) -> None:
    third = [candidate(pk=pk, importance=importance / 3 + 1, performance=performance / 3 + 1) for pk in range(count)]
    assert {quadrant(each, crosshair(third)) for each in third} == {Quadrant.KEEP}


def test_what_nobody_meets_yet_has_no_place_among_performances() -> None:
    idea = candidate(status=Status.IDEA, importance=5, performance=1)
    assert (idea.performing, idea.gap) == (None, None)


@pytest.mark.parametrize(
    ("scale", "value", "figure"),
    [(Metric.Type.CSAT, 84, 4.36), (Metric.Type.NPS, 0, 3), (Metric.Type.NPS, -100, 1), (Metric.Type.CES, 7, 5)],
)
def test_customers_scales_meet_on_five(scale: Metric.Type, value: float, figure: float) -> None:
    converted = on_five(scale, value, 50, None)
    assert converted.value == pytest.approx(figure)
    assert (converted.origin, converted.n) == (Origin.CONVERTED, 50)


def test_answers_count_before_the_share_of_the_best_two() -> None:
    assert on_five(Metric.Type.CSAT, 100, 10, {"4": 5, "5": 5}) == (4.5, Origin.CUSTOMERS, 10, "")


# --- The one to start with -----------------------------------------------------------------------


def test_score_of_the_proposal_weighs_gap_and_marks() -> None:
    full = candidate(importance=5, performance=2, is_key=True, impact=8, effort=3)
    assert score(full) == pytest.approx(13)
    assert score(candidate(importance=2, performance=5)) == 0


def test_proposal_says_why_in_a_sentence() -> None:
    full = candidate(importance=4.6, performance=2.1, is_key=True, is_moment_of_truth=True, impact=8, effort=3)
    start = proposal([candidate("Hotline", 2, importance=4, performance=3), full])
    assert start
    assert start.candidate is full
    assert start.reason == (
        "Die Leistung (2,1 von 5) bleibt hinter der Wichtigkeit (4,6) zurück; "
        "dazu: viel Wirkung für wenig Aufwand, Super-Touchpoint, Moment der Wahrheit."
    )
    with translation.override("en"):
        assert start.reason.startswith("Performance (2.1 of 5)")


def test_quick_win_alone_is_reason_enough() -> None:
    start = proposal([candidate(impact=8, effort=3)])
    assert start
    assert start.reason == "Viel Wirkung für wenig Aufwand."


@pytest.mark.parametrize("status", [Status.IDEA, Status.RETIRED])
def test_nobody_starts_with_what_customers_do_not_meet(status: Status) -> None:
    assert proposal([candidate(status=status, importance=5, performance=1, impact=9, effort=1)]) is None


def test_a_mark_alone_proposes_nothing() -> None:
    assert proposal([candidate(is_key=True, is_moment_of_truth=True)]) is None


def test_equal_scores_are_told_apart_by_what_matters_to_the_company_and_then_by_name() -> None:
    equal = {"importance": 5, "performance": 2}
    found = ranking(
        [
            candidate("Angebot", 1, **equal),
            candidate("Rechnung", 2, company=4, **equal),
            candidate("Hotline", 3, company=4, **equal),
            candidate("Messe", 4, company=5, **equal),
            candidate("Fax", 5, importance=5, performance=1),
        ]
    )
    assert [each.candidate.name for each in found] == ["Fax", "Messe", "Hotline", "Rechnung", "Angebot"]


@given(CANDIDATES)
def test_what_matters_to_the_company_only_decides_between_equals(candidates: list[Candidate]) -> None:
    found = ranking(candidates)
    assert [each.score for each in found] == [each.score for each in ranking(map(unweighed, candidates))]
    for one, next_one in pairwise(found):
        if one.score == next_one.score:
            assert (one.candidate.company or 0) >= (next_one.candidate.company or 0)


def unweighed(candidate: Candidate) -> Candidate:
    return candidate._replace(company=None)


@given(CANDIDATES, st.data())
def test_what_rests_is_passed_over_and_nothing_else_moves(candidates: list[Candidate], data: st.DataObject) -> None:
    order = [each.candidate.pk for each in ranking(candidates)]
    resting = data.draw(st.sets(st.sampled_from(order))) if order else set[int]()
    start = proposal(candidates, resting=resting)
    assert (start and start.candidate.pk) == next((pk for pk in order if pk not in resting), None)


@given(CANDIDATES, st.randoms())
def test_the_order_of_the_input_changes_nothing(candidates: list[Candidate], random: Any) -> None:
    shuffled = random.sample(candidates, len(candidates))
    assert ranking(shuffled) == ranking(candidates)
    for each in PERSPECTIVES:
        known = [one for one in candidates if each.knows(one)]
        again = [one for one in shuffled if each.knows(one)]
        for order in (each.order, "name", "-name"):
            assert each.ordered(again, order) == each.ordered(known, order)


@given(CANDIDATES)
def test_ranking_falls_and_holds_only_what_customers_meet(candidates: list[Candidate]) -> None:
    found = ranking(candidates)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.candidate.is_met and each.score > 0 and each.reason for each in found)


def test_mistyped_view_shows_the_first() -> None:
    assert perspective("nothing") is PERSPECTIVES[0]
