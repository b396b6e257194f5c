"""Somebody leaves in the moment in which their rounds start."""

from functools import partial

import pytest

from meetings import phases
from meetings.models import Phase
from teams import leaving
from teams.models import Membership
from tests.factories import NOW
from tests.meetings.rounds import a_round
from tests.races.at_once import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_rounds_that_start_meanwhile_and_someone_who_leaves_do_not_stop_each_other(
    anna: Membership, ben: Membership
) -> None:
    rounds = [a_round(anna, ben) for _number in range(8)]
    starts = [partial(phases.start, meeting=a.meeting, by=a.anna, at=NOW) for a in rounds]
    results = at_once([partial(leaving.end, membership=ben, at=NOW), *starts])
    assert refused(results) == []
    assert not anna.team.memberships.filter(pk=ben.pk).exists()
    for a in rounds:
        assert a.meeting.phase == Phase.ACTUAL_STATE
        assert a.meeting.moderator == anna.user
