"""The rows of a journey, their order, and the map that is made of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from journeys import making, placing
from journeys.document import as_document, map_from
from journeys.feeling import Felt, summary
from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind, JourneyPhase, JourneyStep
from journeys.writing import Conflict, change_step, write_cell
from teams.models import Membership
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


def test_step_without_touchpoint_and_name_is_nowhere(journey: Journey) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    with pytest.raises(ValidationError):
        placing.add_step(step=JourneyStep(journey=journey, phase=phase))
    with pytest.raises(IntegrityError), transaction.atomic():
        JourneyStepFactory(phase=phase, name="")


def test_steps_move_within_and_between_phases(journey: Journey) -> None:
    first, second = (JourneyPhaseFactory(journey=journey, name=name) for name in ("Kaufen", "Nutzen"))
    a, b, c = (placing.add_step(step=JourneyStep(journey=journey, phase=first, name=name)) for name in "abc")
    placing.move_step(step=c, phase=first, to=0)
    placing.move_step(step=a, phase=second, to=5)
    assert [[step.title for step in phase.steps] for phase in map_of(journey).phases] == [["c", "b"], ["a"]]
    placing.move_step(step=b, phase=second, to=0)
    assert [[step.title for step in phase.steps] for phase in map_of(journey).phases] == [["c"], ["b", "a"]]


def test_step_is_not_moved_into_another_journey(journey: Journey) -> None:
    step = JourneyStepFactory(phase__journey=journey)
    foreign = JourneyPhaseFactory()
    placing.move_step(step=step, phase=foreign, to=0)
    step.refresh_from_db()
    assert step.phase.journey == journey


def test_second_writer_of_a_cell_is_told_what_stands_there(journey: Journey) -> None:
    step = JourneyStepFactory(phase__journey=journey)
    write_cell(step=step, lane="goal", before="", after="Schnell fertig werden")
    with pytest.raises(Conflict) as told:
        write_cell(step=step, lane="goal", before="", after="Nichts zahlen")
    assert told.value.theirs == "Schnell fertig werden"
    write_cell(step=step, lane="goal", before="", after="Schnell fertig werden")


def test_whoever_writes_into_a_journey_that_is_gone_is_told_that_the_step_is(journey: Journey) -> None:
    step = JourneyStepFactory(phase__journey=journey)
    making.remove(journey=journey)
    with pytest.raises(JourneyStep.DoesNotExist):
        write_cell(step=step, lane="goal", before="", after="Zu spät")


def test_department_removed_while_somebody_writes_does_not_come_back(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = JourneyStepFactory(phase__journey=journey, department=DepartmentFactory(team=journey.team))
    monkeypatch.setattr(JourneyStep, "full_clean", lambda *_args, **_words: journey.team.departments.all().delete())
    write_cell(step=step, lane="goal", before="", after="Ruhe")
    step.refresh_from_db()
    assert (step.goal, step.department) == ("Ruhe", None)


def test_words_beyond_a_cell_and_emotions_off_the_scale_are_refused(journey: Journey) -> None:
    step = JourneyStepFactory(phase__journey=journey)
    for values in ({"goal": "x" * 1001}, {"emotion": 3}):
        with pytest.raises(ValidationError):
            change_step(step=step, values=values)


def test_change_from_online_to_offline_is_a_break(journey: Journey) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    for medium in ("online", "", "offline", "offline"):
        JourneyStepFactory(phase=phase, medium=medium)
    assert [step.is_break for step in map_of(journey).steps] == [False, False, True, False]


def test_document_of_a_map_is_the_map_again(journey: Journey) -> None:
    touchpoint = TouchpointFactory(team=journey.team, name="Angebot")
    phase = JourneyPhaseFactory(journey=journey)
    JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=-1, goal="Preis verstehen", medium="online")
    JourneyStepFactory(phase=phase, medium="offline", waiting_minutes=90)
    drawn = map_of(journey)
    assert as_document(map_from(as_document(drawn))) == as_document(drawn)
    assert [step.is_break for step in map_from(as_document(drawn)).steps] == [False, True]


def test_peak_and_end_are_remembered() -> None:
    figures = summary([Felt(1), Felt(-2), Felt(0), Felt(1)])
    assert figures is not None
    assert (figures.mean, figures.peak, figures.end, figures.peak_end, figures.n) == (0, -2, 1, -0.5, 4)
    assert summary([]) is None


def test_copy_takes_the_threads_along_and_a_case_is_told_anew(journey: Journey) -> None:
    step = JourneyStepFactory(phase__journey=journey, emotion=-1, goal="Preis verstehen")
    target = making.copy(
        journey=journey,
        into=Journey(team=journey.team, persona=journey.persona, occasion=journey.occasion, kind=JourneyKind.TARGET),
    )
    case = making.copy(
        journey=journey,
        into=Journey(
            team=journey.team,
            persona=journey.persona,
            occasion=journey.occasion,
            kind=JourneyKind.CASE,
            case_name="Auftrag 4711",
        ),
    )
    assert [(twin.thread, twin.goal) for twin in target.steps.all()] == [(step.thread, "Preis verstehen")]
    assert [twin.emotion for each in (target, case) for twin in each.steps.all()] == [-1, None]
    with pytest.raises(ValidationError):
        making.copy(
            journey=journey, into=Journey(team=journey.team, persona=journey.persona, occasion="HEIZUNG TAUSCHEN")
        )


def test_map_costs_the_same_queries_however_long(journey: Journey, django_assert_num_queries) -> None:
    phase = JourneyPhaseFactory(journey=journey)
    for number in range(5):
        JourneyStepFactory(phase=phase, touchpoint=TouchpointFactory(team=journey.team, name=f"Kontakt {number}"))
    journey = Journey.objects.select_related("persona", "team").get(pk=journey.pk)
    with django_assert_num_queries(4):
        assert len(map_of(journey).steps) == 5
    assert JourneyPhase.objects.count() == 1
