"""Several people at one journey in the same moment: one order is left, and nobody sees an error page."""

import pytest

from journeys.models import Journey, JourneyPhase
from journeys.placing import MOST_STEPS
from teams.models import Membership, Team
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory, PersonaFactory
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def journey(team: Team) -> Journey:
    return JourneyFactory(team=team)


@pytest.fixture
def phase(journey: Journey) -> JourneyPhase:
    return JourneyPhaseFactory(journey=journey, name="Kaufen", position=0)


def positions(phase: JourneyPhase) -> list[int]:
    return [step.position for step in phase.steps.all()]


def test_two_clicks_on_create_make_one_journey_and_one_profile(team: Team, ben: Membership) -> None:
    typed = {"new_persona": "Berta", "occasion": "Heizung tauschen", "kind": "actual", "phases": "Kaufen"}
    assert statuses(at_once([posting(ben, "journeys:create", **typed) for _click in range(4)])) == [302, 422, 422, 422]
    assert (team.journeys.count(), team.personas.count()) == (1, 1)


def test_two_clicks_on_copy_make_one_copy(journey: Journey, ben: Membership) -> None:
    typed = {"persona": journey.persona_id, "occasion": journey.occasion, "kind": "target"}
    assert statuses(at_once([posting(ben, "journeys:copy", journey.pk, **typed) for _click in range(3)])) == [
        302,
        422,
        422,
    ]
    assert journey.team.journeys.count() == 2


def test_steps_added_and_moved_at_once_leave_one_order(
    journey: Journey, phase: JourneyPhase, anna: Membership, ben: Membership
) -> None:
    a, b, c = (JourneyStepFactory(phase=phase, position=position) for position in range(3))
    results = at_once(
        [
            posting(anna, "journeys:add_step", journey.pk, phase=phase.pk, to=0, name="vorn"),
            posting(ben, "journeys:add_step", journey.pk, phase=phase.pk, to=0, name="noch weiter vorn"),
            posting(anna, "journeys:move_step", journey.pk, c.pk, phase=phase.pk, to=0),
            posting(ben, "journeys:move_step", journey.pk, a.pk, steps=1),
            posting(ben, "journeys:move_step", journey.pk, b.pk, steps=-1),
        ]
    )
    assert statuses(results) == [302] * 5
    assert positions(phase) == list(range(5))


def test_a_step_added_while_its_phase_is_removed_is_in_it_or_refused(
    journey: Journey, phase: JourneyPhase, anna: Membership, ben: Membership
) -> None:
    JourneyPhaseFactory(journey=journey, name="Nutzen", position=1)
    results = at_once(
        [
            posting(anna, "journeys:remove_phase", journey.pk, phase.pk),
            posting(ben, "journeys:add_step", journey.pk, phase=phase.pk, name="Angebot"),
        ]
    )
    assert statuses(results) in ([302, 302], [302, 422])
    assert journey.steps.count() == 0


def test_a_journey_removed_meanwhile_is_not_found(
    journey: Journey, phase: JourneyPhase, anna: Membership, ben: Membership
) -> None:
    step = JourneyStepFactory(phase=phase)
    results = at_once(
        [
            posting(anna, "journeys:remove", journey.pk),
            posting(anna, "journeys:remove", journey.pk),
            posting(ben, "journeys:add_phase", journey.pk, name="Nutzen"),
            posting(ben, "journeys:move_step", journey.pk, step.pk, steps=1),
            posting(ben, "journeys:remove_step", journey.pk, step.pk),
        ]
    )
    assert set(statuses(results)) <= {302, 404}
    assert not Journey.objects.filter(pk=journey.pk).exists()


def test_the_last_place_is_given_once(journey: Journey, phase: JourneyPhase, ben: Membership) -> None:
    for position in range(MOST_STEPS - 1):
        JourneyStepFactory(phase=phase, position=position)
    results = at_once([posting(ben, "journeys:add_step", journey.pk, phase=phase.pk, name="X") for _click in range(3)])
    assert statuses(results) == [302, 422, 422]
    assert journey.steps.count() == MOST_STEPS


def test_a_gap_that_two_put_into_the_inventory_is_there_once(
    journey: Journey, phase: JourneyPhase, anna: Membership, ben: Membership
) -> None:
    twins = [JourneyStepFactory(phase=phase, name="Rückruf") for _each in range(2)]
    results = at_once(
        [
            posting(who, "journeys:into_inventory", journey.pk, step.pk)
            for who, step in zip((anna, ben), twins, strict=True)
        ]
    )
    assert statuses(results) == [302, 422]
    assert journey.team.touchpoints.get().name == "Rückruf"


def test_journeys_for_a_new_profile_drawn_at_once_have_the_same(team: Team, anna: Membership, ben: Membership) -> None:
    typed = {"new_persona": "Berta", "kind": "actual"}
    results = at_once([posting(who, "journeys:create", **typed, occasion=who.user.name) for who in (anna, ben)])
    assert statuses(results) == [302, 302]
    assert team.personas.get().journeys.count() == 2


def test_a_profile_of_that_name_is_not_made_twice(team: Team, ben: Membership) -> None:
    PersonaFactory(team=team, name="Berta")
    typed = {"new_persona": "berta", "occasion": "X", "kind": "actual"}
    assert statuses(at_once([posting(ben, "journeys:create", **typed) for _click in range(2)])) == [302, 422]
    assert team.personas.count() == 1
