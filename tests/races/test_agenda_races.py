"""Two people who put a touchpoint each on the agenda of one round in the same moment."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import MeetingFactory, TouchpointFactory
from tests.races.at_once import at_once
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(anna: Membership) -> Meeting:
    """The next round, without a touchpoint yet."""
    soon = timezone.now() + timedelta(days=2)
    return MeetingFactory(team=anna.team, touchpoint=None, moderator=anna.user, starts_at=soon)


def putting(who: Membership, touchpoint: Touchpoint, occasion: str, **seen: object) -> partial[Any]:
    """One person's request, still to be sent."""
    typed = {"touchpoint": touchpoint.pk, "occasion": occasion, **seen}
    return partial(signed_in(who).post, reverse("meetings:put_on_agenda", args=[who.team.slug]), typed)


def status_of(answer: Any) -> int:
    return int(answer.status_code)


def test_of_two_touchpoints_one_stands_there_and_nothing_is_mixed(meeting: Meeting, anna: Membership) -> None:
    first, second = TouchpointFactory.create_batch(2, team=anna.team)
    answers: list[Any] = at_once([putting(anna, first, "Zuerst"), putting(anna, second, "Danach")])
    meeting.refresh_from_db()
    assert sorted(map(status_of, answers)) == [302, 422]
    assert (meeting.touchpoint, meeting.what_happened) in [(first, "Zuerst"), (second, "Danach")]
    (refused,) = (answer.text for answer in answers if answer.status_code == 422)
    assert ("Danach" if meeting.touchpoint == first else "Zuerst") in refused
    assert f'name="instead_of" value="{meeting.touchpoint_id}"' in refused


def test_two_occasions_for_one_touchpoint_are_both_told(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=anna.team)
    Meeting.objects.filter(pk=meeting.pk).update(touchpoint=touchpoint)
    answers = at_once([putting(anna, touchpoint, "Zu spät"), putting(ben, touchpoint, "Zu teuer")])
    meeting.refresh_from_db()
    assert list(map(status_of, answers)) == [302, 302]
    assert sorted(meeting.what_happened.split("\n\n")) == ["Zu spät", "Zu teuer"]


def test_who_has_seen_another_touchpoint_replaces_none(meeting: Meeting, anna: Membership) -> None:
    seen, first, second = TouchpointFactory.create_batch(3, team=anna.team)
    Meeting.objects.filter(pk=meeting.pk).update(touchpoint=seen)
    told = {"round": meeting.pk, "instead_of": seen.pk}
    answers = at_once([putting(anna, first, "Zuerst", **told), putting(anna, second, "Danach", **told)])
    meeting.refresh_from_db()
    assert sorted(map(status_of, answers)) == [302, 422]
    assert (meeting.touchpoint, meeting.what_happened) in [(first, "Zuerst"), (second, "Danach")]
