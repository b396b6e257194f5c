"""A survey that is changed, closed and deleted in the same moment: what was closed once stays so."""

from datetime import UTC, datetime

import pytest
import time_machine

from teams.models import Membership, Team
from tests.factories import SurveyFactory
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def test_survey_changed_while_it_is_closed_stays_closed(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(8):
        survey = SurveyFactory(team=team)
        changed = {"title": "Wie sehen wir uns?", "open_until": "2026-12-08"}
        deeds = [
            posting(anna, "touchpoints:edit_survey", survey.pk, **changed),
            posting(ben, "touchpoints:close_survey", survey.pk),
        ]
        assert statuses(at_once(deeds)) == [302, 302]
        survey.refresh_from_db()
        assert survey.closes_at == NOON


def test_survey_deleted_meanwhile_breaks_nothing(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(6):
        survey = SurveyFactory(team=team)
        deeds = [
            posting(anna, f"touchpoints:{deed}", survey.pk)
            for deed in ("renew_survey_link", "remove_survey", "close_survey")
        ]
        assert {*statuses(at_once([*deeds, posting(ben, "touchpoints:remove_survey", survey.pk)]))} <= {302, 404}
    assert not team.surveys.exists()
