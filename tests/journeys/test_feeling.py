"""What the emotion of a step counts as: what customers said at its touchpoint, else what was put down at the step."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from journeys.feeling import Felt, Origin, emotion_of, felt_at, summary
from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind, JourneyStep
from teams.models import Membership
from tests.factories import NOW, DepartmentFactory, MetricFactory, ReadingFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from touchpoints.models import Metric, Source, Touchpoint

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def touchpoint(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Angebot")


@pytest.fixture
def step(touchpoint: Touchpoint) -> JourneyStep:
    phase = JourneyPhaseFactory(journey=JourneyFactory(team=touchpoint.team))
    return JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=1, evidence="staff")


def felt(step: JourneyStep) -> Felt | None:
    return felt_at([step], step.journey, at=NOW).get(step.pk)


def measured(touchpoint: Touchpoint, value: object, scale: str = Metric.Type.CSAT, **reading: Any) -> None:
    metric = MetricFactory(touchpoint=touchpoint, type=scale, better=reading.pop("better", Metric.Better.HIGHER))
    given = {"measured_on": TODAY, "value": Decimal(str(value)), "n": 50, "source": Source.CUSTOMERS} | reading
    ReadingFactory(metric=metric, **given)


@pytest.mark.parametrize(
    ("scale", "value", "emotion"),
    [
        (Metric.Type.NPS, "51.61", 1.03),
        (Metric.Type.NPS, 0, 0),
        (Metric.Type.NPS, -100, -2),
        (Metric.Type.NPS, 100, 2),
        (Metric.Type.CSAT, 84, 1.36),
        (Metric.Type.CSAT, 50, 0),
        (Metric.Type.CSAT, 0, -2),
        (Metric.Type.CES, "6.2", 1.47),
        (Metric.Type.CES, 4, 0),
        (Metric.Type.CES, 7, 2),
        (Metric.Type.CES, 1, -2),
    ],
)
def test_every_scale_becomes_an_emotion(scale: Metric.Type, value: object, emotion: float) -> None:
    assert emotion_of(scale, Decimal(str(value))) == emotion
    assert emotion_of(scale, Decimal(str(value)), is_better_higher=False) == -emotion


def test_what_customers_said_goes_before_what_was_put_down(step: JourneyStep, touchpoint: Touchpoint) -> None:
    assert felt(step) == Felt(1, Origin.STEP, "staff")
    measured(touchpoint, 84)
    told = felt(step)
    assert told is not None
    assert (told.value, told.origin, told.n, told.measured_on) == (1.36, Origin.READINGS, 50, TODAY)
    assert told.metric == str(Metric.objects.get())


def test_emotion_put_down_at_the_step_stays_beside_the_measured_one(step: JourneyStep, touchpoint: Touchpoint) -> None:
    measured(touchpoint, 20)
    drawn = felt_at([step], step.journey, at=NOW)[step.pk].value, map_of(step.journey).steps[0].emotion
    assert drawn == (-1.2, 1)


def test_step_without_an_emotion_of_its_own_has_the_measured_one(step: JourneyStep, touchpoint: Touchpoint) -> None:
    measured(touchpoint, 40, Metric.Type.NPS)
    step.emotion = None
    told = felt(step)
    assert told is not None
    assert told.value == 0.8


@pytest.mark.parametrize(("kind", "evidence"), [(JourneyKind.TARGET, ""), (JourneyKind.CASE, "staff")])
def test_way_as_it_should_be_and_one_customers_way_are_told_at_their_steps(
    step: JourneyStep, touchpoint: Touchpoint, kind: JourneyKind, evidence: str, django_assert_num_queries: Any
) -> None:
    measured(touchpoint, 0)
    Journey.objects.update(kind=kind, case_name="Auftrag 4711" if kind == JourneyKind.CASE else "")
    step.journey.refresh_from_db()
    with django_assert_num_queries(0):
        assert felt(step) == Felt(1, Origin.STEP, evidence)


@pytest.mark.parametrize(
    "reading",
    [
        {"n": 4},
        {"n": None},
        {"measured_on": TODAY - timedelta(days=366)},
        {"measured_on": TODAY + timedelta(days=1)},
        {"source": Source.STAFF},
        {"source": Source.MYSTERY},
        {"source": Source.OWN_COUNT},
        {"scale": Metric.Type.RATE},
        {"scale": Metric.Type.MYSTERY},
        {"scale": Metric.Type.DURATION},
    ],
)
def test_few_old_coming_and_other_values_say_nothing_of_what_customers_feel(
    step: JourneyStep, touchpoint: Touchpoint, reading: dict[str, Any]
) -> None:
    measured(touchpoint, 6, **reading)
    assert felt(step) == Felt(1, Origin.STEP, "staff")


def test_value_of_a_year_ago_to_the_day_still_counts(step: JourneyStep, touchpoint: Touchpoint) -> None:
    measured(touchpoint, 100, measured_on=TODAY - timedelta(days=365))
    told = felt(step)
    assert told is not None
    assert told.value == 2


def test_newest_value_counts_whatever_its_scale(step: JourneyStep, touchpoint: Touchpoint) -> None:
    measured(touchpoint, 84, measured_on=TODAY - timedelta(days=3))
    measured(touchpoint, 7, Metric.Type.CES, measured_on=TODAY - timedelta(days=2))
    measured(touchpoint, -50, Metric.Type.NPS, measured_on=TODAY - timedelta(days=9))
    told = felt(step)
    assert told is not None
    assert told.value == 2


def test_scale_that_runs_downwards_is_turned(step: JourneyStep, touchpoint: Touchpoint) -> None:
    measured(touchpoint, 7, Metric.Type.CES, better=Metric.Better.LOWER)
    told = felt(step)
    assert told is not None
    assert told.value == -2


def test_customers_of_one_department_speak_only_where_nobody_asked_all(
    step: JourneyStep, touchpoint: Touchpoint
) -> None:
    measured(touchpoint, 0, department=DepartmentFactory(team=touchpoint.team, name="Service"), n=20)
    told = felt(step)
    assert told is not None
    assert (told.value, told.metric.endswith("(Service)")) == (-2, True)
    measured(touchpoint, 100, measured_on=TODAY - timedelta(days=100))
    told = felt(step)
    assert told is not None
    assert (told.value, told.n) == (2, 50)


def test_department_from_which_a_few_others_can_be_told_says_nothing(step: JourneyStep, touchpoint: Touchpoint) -> None:
    metric = MetricFactory(touchpoint=touchpoint)
    department = DepartmentFactory(team=touchpoint.team)
    ReadingFactory(metric=metric, measured_on=TODAY, value=0, n=20, department=department)
    ReadingFactory(metric=metric, measured_on=TODAY, value=100, n=22)
    told = felt(step)
    assert told is not None
    assert told.value == 2


def test_other_teams_values_stay_theirs(step: JourneyStep) -> None:
    measured(TouchpointFactory(name="Angebot"), 0)
    assert felt(step) == Felt(1, Origin.STEP, "staff")


def test_gap_has_the_emotion_put_down_there_or_none(step: JourneyStep) -> None:
    gap = JourneyStepFactory(phase=step.phase)
    assert felt_at([step, gap], step.journey, at=NOW) == {step.pk: Felt(1, Origin.STEP, "staff")}


def test_two_queries_for_all_steps(step: JourneyStep, django_assert_num_queries: Any) -> None:
    steps = [step]
    for number in range(4):
        touchpoint = TouchpointFactory(team=step.journey.team, name=f"Kontakt {number}")
        if number % 2:
            measured(touchpoint, 84)
            measured(touchpoint, 60, measured_on=TODAY - timedelta(days=20))
        else:
            said(touchpoint, *["negative"] * 5)
        steps.append(JourneyStepFactory(phase=step.phase, touchpoint=touchpoint))
    with django_assert_num_queries(2):
        assert len(felt_at(steps, step.journey, at=NOW)) == 5


# --- Out of voices --------------------------------------------------------------------------------


def said(touchpoint: Touchpoint, *sides: str, **fields: Any) -> None:
    """A voice for each side; a number behind it is its strength, as in "negative3"."""
    for side in sides:
        polarity = side.rstrip("123")
        strength = int(side.removeprefix(polarity) or 0) or None
        given = {"polarity": polarity, "strength": strength, "said_on": TODAY} | fields
        FeedbackFactory(team=touchpoint.team, touchpoint=touchpoint, **given)


@pytest.mark.parametrize(
    ("sides", "emotion"),
    [
        (["negative2", "negative2", "negative", "negative3", "positive"], -0.8),
        (["positive3"] * 5, 2),
        (["negative1", "neutral", "neutral3", "neutral", "neutral"], -0.1),
        (["positive", "negative"] * 3, 0),
    ],
)
def test_voices_of_a_year_come_to_an_emotion(
    step: JourneyStep, touchpoint: Touchpoint, sides: list[str], emotion: float
) -> None:
    said(touchpoint, *sides)
    assert felt(step) == Felt(emotion, Origin.VOICES, n=len(sides), measured_on=TODAY)


def test_few_old_and_unjudged_voices_say_nothing_of_what_customers_feel(
    step: JourneyStep, touchpoint: Touchpoint
) -> None:
    said(touchpoint, *["negative"] * 4)
    said(touchpoint, "negative", said_on=TODAY - timedelta(days=366))
    said(touchpoint, "negative", said_on=TODAY + timedelta(days=1))
    said(touchpoint, "", "")
    assert felt(step) == Felt(1, Origin.STEP, "staff")
    said(touchpoint, "negative", said_on=TODAY - timedelta(days=365))
    assert felt(step) == Felt(-1, Origin.VOICES, n=5, measured_on=TODAY)


def test_what_was_measured_goes_before_what_was_heard(step: JourneyStep, touchpoint: Touchpoint) -> None:
    said(touchpoint, *["negative"] * 50)
    measured(touchpoint, 84, measured_on=TODAY - timedelta(days=300))
    found = felt(step)
    assert found is not None
    assert (found.origin, found.value) == (Origin.READINGS, 1.36)


def test_other_touchpoints_voices_stay_theirs(step: JourneyStep) -> None:
    said(TouchpointFactory(team=step.journey.team, name="Anderswo"), *["negative"] * 5)
    assert felt(step) == Felt(1, Origin.STEP, "staff")


@pytest.mark.parametrize(
    ("values", "mean", "peak", "peak_end"),
    [
        ([-2, 1], -0.5, -2, -0.5),
        ([2, -2, 0], 0, -2, -1),
        ([-2, 2, 1], 1 / 3, 2, 1.5),
        ([1.36, -0.4], 0.48, 1.36, 0.48),
        ([0], 0, 0, 0),
    ],
)
def test_mean_peak_and_what_is_remembered(values: list[float], mean: float, peak: float, peak_end: float) -> None:
    figures = summary([Felt(value) for value in values])
    assert figures is not None
    assert figures.mean == pytest.approx(mean)
    assert (figures.peak, figures.end, figures.n) == (peak, values[-1], len(values))
    assert figures.peak_end == pytest.approx(peak_end)
