"""Several people write into one map, keep it and share it in the same moment."""

import pytest

from journeys.models import Journey, JourneyStep
from teams.models import Membership, Team
from tests.journeys.of_journeys import JourneyStepFactory, SnapshotFactory
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def step(team: Team) -> JourneyStep:
    return JourneyStepFactory(phase__journey__team=team)


@pytest.fixture
def journey(step: JourneyStep) -> Journey:
    return step.journey


def test_of_two_writers_of_one_cell_the_second_is_told(
    journey: Journey, step: JourneyStep, anna: Membership, ben: Membership
) -> None:
    results = at_once(
        [
            posting(who, "journeys:write_cell", journey.pk, step.pk, "goal", before="", after=who.user.name)
            for who in (anna, ben)
        ]
    )
    assert statuses(results) == [200, 409]


def test_what_two_write_into_different_cells_is_all_kept(
    journey: Journey, step: JourneyStep, anna: Membership, ben: Membership
) -> None:
    results = at_once(
        [
            posting(anna, "journeys:write_cell", journey.pk, step.pk, "goal", before="", after="Ruhe"),
            posting(ben, "journeys:write_cell", journey.pk, step.pk, "thinking", before="", after="Wie lange noch?"),
            posting(anna, "journeys:write_cell", journey.pk, step.pk, "emotion", before="", after=-1),
            posting(ben, "journeys:move_step", journey.pk, step.pk, phase=step.phase_id, to=0),
        ]
    )
    assert statuses(results) == [200, 200, 200, 302]
    step.refresh_from_db()
    assert (step.goal, step.thinking, step.emotion) == ("Ruhe", "Wie lange noch?", -1)


def test_a_journey_removed_meanwhile_takes_nothing_in(
    journey: Journey, step: JourneyStep, anna: Membership, ben: Membership
) -> None:
    kept = SnapshotFactory(journey=journey)
    results = at_once(
        [
            posting(anna, "journeys:remove", journey.pk),
            posting(ben, "journeys:write_cell", journey.pk, step.pk, "goal", before="", after="Ruhe"),
            posting(ben, "journeys:take_snapshot", journey.pk, name="Vorher"),
            posting(anna, "journeys:remove_snapshot", journey.pk, kept.pk),
            posting(ben, "journeys:create_share", journey.pk, for_whom="Agentur", days="30"),
            posting(anna, "journeys:into_inventory", journey.pk, step.pk),
        ]
    )
    assert set(statuses(results)) <= {200, 302, 404, 410}
    assert not Journey.objects.filter(pk=journey.pk).exists()


def test_two_clicks_keep_the_journey_once(journey: Journey, ben: Membership) -> None:
    results = at_once([posting(ben, "journeys:take_snapshot", journey.pk, name="Vorher") for _click in range(3)])
    assert statuses(results) == [302, 302, 302]
    assert journey.snapshots.count() == 1
