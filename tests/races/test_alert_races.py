"""Complaints that come in, and are told, in the same moment: each is one alert, and each alert is told once."""

from __future__ import annotations

from functools import partial

import pytest

from feedback import keeping
from feedback.alerting import noticing, telling
from feedback.models import Alert, AlertKind, Feedback, Polarity
from teams.models import Letter, Membership
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from tests.races.at_once import at_once
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hotline(anna: Membership, ben: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Hotline", is_key=True, owner=ben.user)


def test_voice_that_two_judge_at_once_is_one_alert(hotline: Touchpoint, anna: Membership, ben: Membership) -> None:
    voice = FeedbackFactory(team=hotline.team, touchpoint=hotline, polarity="")
    judge = partial(keeping.judge, voice, polarity=Polarity.NEGATIVE, touchpoint=hotline, at=NOW)
    results = at_once([partial(judge, by=person.user) for person in (anna, ben)])
    assert all(isinstance(result, Feedback) for result in results)
    assert Alert.objects.get().feedback == voice


def test_two_workers_tell_an_alert_once(hotline: Touchpoint) -> None:
    for _number in range(3):
        voice = FeedbackFactory(team=hotline.team, touchpoint=hotline)
        Alert.objects.create(
            team=hotline.team, touchpoint=hotline, kind=AlertKind.NEGATIVE, feedback=voice, raised_at=NOW
        )
    at_once([partial(telling.tell, NOW)] * 3)
    assert Letter.objects.count() == 1
    assert not Alert.objects.filter(told_at=None).exists()


def test_rise_that_two_sweeps_see_at_once_is_one_alert(hotline: Touchpoint) -> None:
    FeedbackFactory(team=hotline.team, touchpoint=hotline, polarity="positive", said_on="2026-09-01")
    FeedbackFactory.create_batch(6, team=hotline.team, touchpoint=hotline)
    at_once([partial(noticing.notice_rises, NOW)] * 3)
    assert [alert.kind for alert in Alert.objects.all()] == [AlertKind.RISE]
