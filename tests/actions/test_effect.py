"""Whether an action has worked: what is compared, and what may be said about it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.effect import Effect, Side, Verdict, change_of, effect_of, judged
from actions.effect_picture import LEFT, RIGHT, drawn
from actions.models import Action, Outcome, Status
from actions.templatetags.actions import finished_at
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory, MetricFactory, ReadingFactory, TouchpointFactory
from touchpoints.measuring.formulas import Estimate, csat, difference, mean_of, nps
from touchpoints.measuring.readings import Measured, record
from touchpoints.models import Baseline, Metric, Reading, Source

DONE = datetime(2026, 11, 10, 8, tzinfo=UTC)
on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HIGHER, LOWER = Metric.Better.HIGHER, Metric.Better.LOWER


@pytest.fixture
def metric(team: Team) -> Metric:
    """Satisfaction at a touchpoint of the team."""
    return MetricFactory(touchpoint=TouchpointFactory(team=team, name="Hotline"), name="Zufriedenheit")


def finished(metric: Metric, /, **how: object) -> Action:
    facts = {"status": Status.DONE, "done_at": DONE, "team": metric.touchpoint.team, "touchpoint": metric.touchpoint}
    return ActionFactory(**{"metric": metric} | facts | how)


def measured(metric: Metric, on: str, satisfied: int = 42, n: int = 50, **how: object) -> Reading:
    figure = csat(satisfied, n)
    bounds = {"low": round(Decimal(figure.low or 0), 4), "high": round(Decimal(figure.high or 0), 4)}
    facts = {"value": round(Decimal(figure.value), 4), "n": n, **bounds}
    return ReadingFactory(metric=metric, measured_on=date.fromisoformat(on), **facts | how)


def told(metric: Metric) -> Effect:
    effect = effect_of(Action.objects.get(metric=metric))
    assert effect is not None
    return effect


# --- The verdict, in worked values ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "better", "verdict"),
    [
        (csat(48, 80), csat(56, 70), HIGHER, Verdict.WORKED),
        (csat(48, 80), csat(56, 70), LOWER, Verdict.WORSE),
        (csat(56, 70), csat(48, 80), HIGHER, Verdict.WORSE),
        (csat(56, 70), csat(48, 80), LOWER, Verdict.WORKED),
        (csat(42, 50), csat(44, 50), HIGHER, Verdict.NO_DIFFERENCE),
        (csat(1, 4), csat(90, 100), HIGHER, Verdict.TOO_FEW),
        (csat(10, 100), csat(4, 4), HIGHER, Verdict.TOO_FEW),
        (nps(18, 11, 2), nps(30, 1, 0), HIGHER, Verdict.WORKED),
        (nps(18, 11, 2), nps(20, 9, 2), HIGHER, Verdict.NO_DIFFERENCE),
        (mean_of(6.0, 2.0, 30), mean_of(4.0, 2.0, 30), LOWER, Verdict.WORKED),
        (Estimate(23, None, None, None), Estimate(11, None, None, None), LOWER, Verdict.TOO_FEW),
        (Estimate(50, 45, 55, None), Estimate(90, 85, 95, 100), HIGHER, Verdict.TOO_FEW),
        (Estimate(50, None, None, 90), Estimate(90, 85, 95, 100), HIGHER, Verdict.TOO_FEW),
    ],
)
def test_verdict_is_what_both_intervals_allow(
    before: Estimate, after: Estimate, better: Metric.Better, verdict: Verdict
) -> None:
    assert judged(before=Measured(before), after=Measured(after), better=better) == verdict


def test_difference_of_shares_is_newcombes() -> None:
    change = difference(csat(56, 70), csat(48, 80))
    assert (change.value, change.low, change.high) == pytest.approx((20, 5.24, 33.39), abs=0.01)


@st.composite
def estimates(draw: st.DrawFn) -> Measured:
    """Any figure, with or without an interval, a number of answers and a spread."""
    value = draw(st.floats(-1000, 1000))
    below, above = (draw(st.none() | st.floats(0, 500)) for _side in "<>")
    low, high = None if below is None else value - below, None if above is None else value + above
    figure = Estimate(value, low, high, draw(st.none() | st.integers(1, 10_000)))
    return Measured(figure, draw(st.none() | st.floats(0.001, 500)))


@on_a_busy_machine
@given(before=estimates(), after=estimates(), better=st.sampled_from(Metric.Better))
def test_nothing_has_worked_or_got_worse_whose_interval_holds_zero(
    before: Measured, after: Measured, better: Metric.Better
) -> None:
    change = change_of(before, after)
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        assert judged(before=before, after=after, better=better) in {Verdict.NO_DIFFERENCE, Verdict.TOO_FEW}


@on_a_busy_machine
@given(before=estimates(), after=estimates())
def test_what_is_better_one_way_is_worse_the_other(before: Measured, after: Measured) -> None:
    opposite = {Verdict.WORKED: Verdict.WORSE, Verdict.WORSE: Verdict.WORKED}
    up = judged(before=before, after=after, better=HIGHER)
    assert judged(before=before, after=after, better=LOWER) == opposite.get(up, up)


@on_a_busy_machine
@given(figure=estimates(), better=st.sampled_from(Metric.Better))
def test_the_same_value_twice_never_tells_a_difference(figure: Measured, better: Metric.Better) -> None:
    assert judged(before=figure, after=figure, better=better) in {Verdict.NO_DIFFERENCE, Verdict.TOO_FEW}


# --- What is compared -----------------------------------------------------------------------------


def values(side: Side | None) -> tuple[float, int | None, int, int | None]:
    """What a side says: value, its n, how many readings and answers stand behind it."""
    assert side is not None
    return side.figure.value, side.figure.n, side.readings, side.answers


def test_answers_before_are_held_against_the_answers_after(metric: Metric) -> None:
    finished(metric)
    for day, satisfied in (("2026-09-01", 10), ("2026-11-10", 25), ("2026-11-11", 30), ("2026-12-01", 45)):
        measured(metric, day, satisfied)
    effect = told(metric)
    assert effect.before == Side(date(2026, 9, 1), date(2026, 11, 10), Measured(csat(35, 100)), 2, 100)
    assert effect.after == Side(date(2026, 11, 11), date(2026, 12, 1), Measured(csat(75, 100)), 2, 100)
    assert (effect.verdict, effect.basis) == (
        Verdict.WORKED,
        "Verglichen: Kundinnen und Kunden. Die Antworten jeder Seite sind zusammengezählt.",
    )


def test_nps_of_a_side_counts_every_answer(team: Team) -> None:
    metric = MetricFactory(touchpoint__team=team, type=Metric.Type.NPS)
    finished(metric)
    for day, answers in (
        (date(2026, 10, 1), (18, 11, 2)),
        (date(2026, 11, 1), (10, 0, 0)),
        (date(2026, 12, 1), (9, 9, 9)),
    ):
        groups = dict(zip(("promoters", "passives", "detractors"), answers, strict=True))
        record(metric=metric, measured_on=day, by=None, distribution=groups)
    effect = told(metric)
    assert effect.before is not None
    assert effect.before.figure == nps(28, 11, 2)


def visited(metric: Metric, month: int, *scores: float, **how: object) -> None:
    for day, score in enumerate(scores, start=1):
        facts = {"value": Decimal(score), "n": None, "low": None, "high": None, "source": Source.MYSTERY}
        ReadingFactory(metric=metric, measured_on=date(2026, month, day), **facts | how)


@pytest.fixture
def visits(team: Team) -> Metric:
    """Test purchases, each of them one value without an interval."""
    return MetricFactory(touchpoint__team=team, type=Metric.Type.MYSTERY)


def test_visits_are_a_sample_of_visits(visits: Metric) -> None:
    finished(visits)
    visited(visits, 10, 60, 70, 80, 70, 70)
    visited(visits, 12, 85, 90, 95, 90, 90)
    effect = told(visits)
    assert (values(effect.before), values(effect.after)) == ((70, 5, 5, None), (90, 5, 5, None))
    assert effect.change is not None
    assert (effect.change.value, effect.change.low, effect.change.high) == pytest.approx((20, 11.31, 28.69), abs=0.01)
    assert effect.verdict == Verdict.WORKED
    assert effect.basis == "Verglichen: Testkauf. Wo n oder Streuung fehlen, zählt jede Messung einmal."


def test_counts_that_swing_tell_no_difference(visits: Metric) -> None:
    finished(visits)
    visited(visits, 10, 40, 95, 60, 85, 70)
    visited(visits, 12, 50, 95, 75, 90, 70)
    assert told(visits).verdict == Verdict.NO_DIFFERENCE


@pytest.mark.parametrize(("before", "n"), [((60, 70, 80, 70), None), ((60, 70, 80, 70), 1), ((70,), 50)])
def test_four_visits_are_too_few(visits: Metric, before: tuple[float, ...], n: int | None) -> None:
    finished(visits)
    visited(visits, 10, *before, n=n)
    visited(visits, 12, 85, 90, 95, 90, 90)
    effect = told(visits)
    assert effect.verdict == Verdict.TOO_FEW
    assert effect.reason == "Wo n oder Streuung fehlen, zählt jede Messung einmal, und dann braucht jede Seite fünf."


def test_visits_that_are_all_alike_do_not_say_how_far_others_would_differ(visits: Metric) -> None:
    finished(visits)
    visited(visits, 10, *[70] * 6)
    visited(visits, 12, 85, 90, 95, 90, 90)
    effect = told(visits)
    assert effect.verdict == Verdict.TOO_FEW
    assert effect.reason == "Ohne Streuung lässt sich nicht sagen, was davon Zufall ist."


def test_before_ends_where_the_action_begins(metric: Metric) -> None:
    finished(metric, starts_on=date(2026, 10, 1))
    for day, satisfied in (("2026-10-01", 10), ("2026-10-02", 50), ("2026-11-10", 50), ("2026-11-11", 45)):
        measured(metric, day, satisfied)
    effect = told(metric)
    assert (values(effect.before), values(effect.after)) == ((20, 50, 1, 50), (90, 50, 1, 50))


def test_a_beginning_behind_the_end_changes_nothing(metric: Metric) -> None:
    finished(metric, starts_on=date(2026, 11, 15), due_on=date(2026, 11, 20))
    measured(metric, "2026-11-12", 45)
    assert told(metric).before is None


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [
        (("2025-06-01", "2026-08-10", "2026-08-11", "2026-12-01"), "2026-08-11", "2026-12-01"),
        (("2025-06-01", "2026-12-01"), "2025-06-01", "2026-12-01"),
        (("2026-11-01", "2027-02-10", "2027-02-11"), "2026-11-01", "2027-02-10"),
        (("2026-05-01", "2026-05-15", "2027-05-10"), "2026-05-15", "2027-05-10"),
        (("2024-05-01", "2025-11-09", "2025-11-10", "2028-01-01"), "2025-11-10", "2028-01-01"),
    ],
    ids=[
        "a quarter at least",
        "the nearest however far",
        "the same after",
        "as far as the other side",
        "a year at most",
    ],
)
def test_each_side_reaches_as_far_as_the_other(metric: Metric, days: tuple[str, ...], before: str, after: str) -> None:
    finished(metric)
    for day in days:
        measured(metric, day)
    effect = told(metric)
    assert effect.before is not None
    assert effect.after is not None
    assert (f"{effect.before.first}", f"{effect.after.last}") == (before, after)


def test_the_voice_that_most_answers_stand_behind_on_both_sides_is_compared(metric: Metric) -> None:
    finished(metric)
    measured(metric, "2026-10-01", 10)
    measured(metric, "2026-11-20", 45)
    measured(metric, "2026-10-01", 20, 20, source=Source.STAFF)
    measured(metric, "2026-11-25", 20, 400, source=Source.STAFF)
    measured(metric, "2026-12-01", 400, 400, source=Source.OWN_COUNT)
    effect = told(metric)
    assert (effect.whose, values(effect.before), values(effect.after)) == (
        "Kundinnen und Kunden",
        (20, 50, 1, 50),
        (90, 50, 1, 50),
    )


def test_a_baseline_of_staff_does_not_stand_in_for_customers(metric: Metric, anna: Membership) -> None:
    finished(metric)
    first = measured(metric, "2026-09-01", 10, source=Source.STAFF)
    Baseline.frozen(first, by=anna.user, at=NOW)
    first.delete()
    measured(metric, "2026-12-01", 45)
    assert told(metric).before is None


def test_a_baseline_alone_is_before(metric: Metric, anna: Membership) -> None:
    finished(metric)
    first = measured(metric, "2026-09-01", 10)
    Baseline.frozen(first, by=anna.user, at=NOW)
    first.delete()
    effect = told(metric)
    assert (effect.reason, effect.basis) == ("Seit dem Abschluss fehlt noch eine Messung.", "")


def test_without_an_earlier_reading_the_baseline_of_that_time_counts(metric: Metric, anna: Membership) -> None:
    finished(metric)
    first = measured(metric, "2026-09-01", 10)
    Baseline.frozen(first, by=anna.user, at=NOW)
    first.delete()
    Baseline.frozen(measured(metric, "2026-12-01", 45), by=anna.user, at=NOW)
    effect = told(metric)
    assert effect.before is not None
    assert effect.before.figure.value == 20
    assert effect.verdict == Verdict.WORKED


def test_staff_is_not_held_against_customers_nor_one_department_against_another(metric: Metric, team: Team) -> None:
    finished(metric)
    service = DepartmentFactory(team=team)
    measured(metric, "2026-09-01", 10, source=Source.STAFF, department=service)
    measured(metric, "2026-09-02", 20, source=Source.STAFF)
    measured(metric, "2026-12-01", 45, source=Source.STAFF, department=service)
    effect = told(metric)
    assert effect.before is not None
    assert effect.before.figure.value == 20
    assert effect.whose == f"Mitarbeitende, {service}"


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ((), "Es fehlt eine vergleichbare Messung von vorher."),
        (("2026-12-01",), "Es fehlt eine vergleichbare Messung von vorher."),
        (("2026-09-01",), "Seit dem Abschluss fehlt noch eine Messung."),
        (("2026-11-10",), "Seit dem Abschluss fehlt noch eine Messung."),
    ],
)
def test_one_side_alone_says_too_little(metric: Metric, days: tuple[str, ...], reason: str) -> None:
    finished(metric)
    for day in days:
        measured(metric, day)
    effect = told(metric)
    assert (effect.verdict, effect.reason) == (Verdict.TOO_FEW, reason)
    assert effect.change is None


def test_small_group_is_not_shown(metric: Metric, team: Team) -> None:
    finished(metric)
    measured(metric, "2026-09-01")
    measured(metric, "2026-12-01", 1, 4, source=Source.STAFF, department=DepartmentFactory(team=team))
    assert told(metric).after is None


def test_others_finished_between_the_two_readings_are_named(metric: Metric) -> None:
    finished(metric)
    for done_at in ("2026-08-01", "2026-09-01", "2026-11-20", "2026-12-01"):
        finished(metric, metric=None, done_at=f"{done_at}T09:00Z")
    measured(metric, "2026-09-01")
    measured(metric, "2026-12-01")
    assert told(metric).meanwhile == 2


@pytest.mark.parametrize("how", [{"status": Status.RUNNING, "done_at": None}, {"metric": None}])
def test_open_action_and_action_without_metric_have_no_effect(metric: Metric, how: dict) -> None:
    assert effect_of(finished(metric, **how)) is None


# --- Where it is shown ----------------------------------------------------------------------------


def test_page_shows_verdict_both_values_their_n_and_the_difference(metric: Metric, rita: Membership) -> None:
    action = finished(metric)
    measured(metric, "2026-09-01", 48, 80)
    measured(metric, "2026-12-01", 56, 70)
    page = signed_in(rita).get(action.get_absolute_url()).text
    for words in ("hat gewirkt", "60\u00a0%", "80\u00a0%", "49 bis 70", "+20", "5,2 bis 33,4", ">80<", ">70<"):
        assert words in page
    assert "<title id=" in page


@pytest.mark.parametrize(("after", "is_said"), [(56, True), (20, True), (43, False)])
def test_page_says_that_before_and_after_are_not_with_and_without(
    metric: Metric, rita: Membership, after: int, is_said: bool
) -> None:
    action = finished(metric)
    measured(metric, "2026-09-01", 48, 80)
    measured(metric, "2026-12-01", after, 70)
    assert ("Jahreszeit" in signed_in(rita).get(action.get_absolute_url()).text) == is_said


def test_page_asks_writers_for_the_missing_reading(metric: Metric, ben: Membership, rita: Membership) -> None:
    action = finished(metric)
    assert "Messung festhalten" in signed_in(ben).get(action.get_absolute_url()).text
    assert "Messung festhalten" not in signed_in(rita).get(action.get_absolute_url()).text


def test_page_costs_the_same_however_much_was_measured(metric: Metric, rita: Membership) -> None:
    action, browser = finished(metric), signed_in(rita)
    costs = []
    for month in (1, 2, 3):
        measured(metric, f"2026-0{month}-01")
        measured(metric, f"2026-12-0{month}")
        costs.append(queries_of(browser, action.get_absolute_url()))
    assert len(set(costs)) == 1


def test_picture_holds_both_intervals_on_one_scale(metric: Metric) -> None:
    day = date(2026, 11, 1)
    before, after = (Side(day, day, Measured(figure)) for figure in (csat(48, 80), csat(56, 70)))
    first, second = drawn(Effect(metric, before, after))
    assert first.start == LEFT
    assert second.end == RIGHT
    assert first.start < first.x < first.end
    assert first.x < second.x
    assert drawn(Effect(metric, before, None)) == []


def test_picture_of_two_equal_counts_stands_in_the_middle(metric: Metric) -> None:
    side = Side(date(2026, 11, 1), date(2026, 11, 1), Measured(Estimate(5, None, None, None)))
    assert {line.x for line in drawn(Effect(metric, side, side))} == {(LEFT + RIGHT) // 2}


def test_finished_actions_are_marks_on_the_metrics_chart(metric: Metric, team: Team) -> None:
    later = finished(metric, what="Rückruf anbieten", done_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    finished(metric, what="Ansage kürzen", outcome=Outcome.WORKS, settled_at=NOW)
    finished(metric, status=Status.RUNNING, done_at=None)
    assert [(mark.day, mark.label) for mark in finished_at(metric)] == [
        (date(2026, 11, 10), "Ansage kürzen"),
        (date(2026, 11, 21), "Rückruf anbieten"),
    ]
    assert finished_at(metric)[1].url == later.get_absolute_url()


# --- Choosing the metric --------------------------------------------------------------------------


def form_data(metric: Metric, /, **more: object) -> dict:
    told = {"what": "Rückruf anbieten", "due_on": "2099-12-01", "priority": "2"}
    return told | {"touchpoint": metric.touchpoint_id} | more


def test_form_offers_the_metrics_of_its_touchpoint_alone(metric: Metric, team: Team, ben: Membership) -> None:
    MetricFactory(touchpoint=TouchpointFactory(team=team), name="Anderswo gemessen")
    create = reverse("actions:create", args=[team.slug])
    page = signed_in(ben).get(create, {"touchpoint": metric.touchpoint_id}).text
    assert "Zufriedenheit" in page
    assert "Anderswo gemessen" not in page
    assert "Kennzahl</label>" not in signed_in(ben).get(create).text


def test_choice_of_metrics_follows_the_touchpoint(metric: Metric, team: Team, ben: Membership) -> None:
    fragment = reverse("actions:metrics", args=[team.slug])
    answer = signed_in(ben).get(fragment, {"touchpoint": metric.touchpoint_id}).text
    assert "Zufriedenheit" in answer
    assert "<html" not in answer
    assert "<select" not in signed_in(ben).get(fragment, {"touchpoint": "9" * 30}).text


def test_metric_of_another_team_is_not_offered(team: Team, ben: Membership) -> None:
    foreign = MetricFactory(name="Fremde Kennzahl")
    fragment = reverse("actions:metrics", args=[team.slug])
    assert "Fremde" not in signed_in(ben).get(fragment, {"touchpoint": foreign.touchpoint_id}).text


def test_action_keeps_its_metric(metric: Metric, team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(reverse("actions:create", args=[team.slug]), form_data(metric, metric=metric.pk))
    assert answer.status_code == 302
    assert team.actions.get().metric == metric


def test_metric_of_another_touchpoint_is_refused_beside_its_field(metric: Metric, team: Team, ben: Membership) -> None:
    elsewhere = MetricFactory(touchpoint=TouchpointFactory(team=team))
    data = form_data(metric, metric=elsewhere.pk)
    answer = signed_in(ben).post(reverse("actions:create", args=[team.slug]), data)
    assert answer.status_code == 422
    assert "Diese Kennzahl wird an einem anderen Kontaktpunkt gemessen." in answer.text
