"""Who may look on, and who counts as being here."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings.live.presence import STAY, call_roll, welcome, who_is_here
from meetings.models import Meeting, Participant
from meetings.models.participants import PATIENCE
from teams.models import Role
from tests.factories import NOW, MeetingFactory, MembershipFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def member(meeting: Meeting, **values: object) -> Participant:
    """Someone of the round's team who has come in, but is not present."""
    return ParticipantFactory(meeting=meeting, user=MembershipFactory(team=meeting.team).user, **values)


def test_strangers_and_those_removed_are_not_welcome() -> None:
    meeting = MeetingFactory()
    anna, removed = member(meeting), member(meeting, removed_at=NOW)
    stranger = ParticipantFactory(meeting=meeting)
    guest = ParticipantFactory(meeting=meeting, user=None, is_guest=True)
    everyone = [anna.pk, removed.pk, stranger.pk, guest.pk]
    assert welcome(everyone) == {anna.pk, guest.pk}


def test_whoever_only_reads_from_now_on_is_not_welcome() -> None:
    meeting = MeetingFactory()
    demoted = member(meeting)
    demoted.user.memberships.update(role=Role.READER)  # type: ignore[union-attr]
    assert welcome([demoted.pk]) == frozenset()


def test_calling_the_roll_keeps_people_present_for_a_while() -> None:
    meeting = MeetingFactory()
    anna = member(meeting, present_until=None)
    assert call_roll({anna.pk}, NOW).arrived_in == {meeting.pk}
    anna.refresh_from_db()
    assert anna.present_until == NOW + STAY
    assert call_roll({anna.pk}, NOW + timedelta(seconds=4)).arrived_in == frozenset()


def test_someone_removed_does_not_become_present() -> None:
    removed = member(MeetingFactory(), removed_at=NOW, present_until=None)
    assert call_roll({removed.pk}, NOW).staying == frozenset()
    removed.refresh_from_db()
    assert removed.present_until is None


def test_someone_without_a_sign_of_life_is_first_awaited_and_then_gone() -> None:
    meeting = MeetingFactory()
    anna = member(meeting, present_until=None)
    call_roll({anna.pk}, NOW)
    lost = NOW + STAY
    assert who_is_here({meeting.pk}, lost - timedelta(seconds=1)) == {meeting.pk: {(anna.pk, True)}}
    assert who_is_here({meeting.pk}, lost) == {meeting.pk: {(anna.pk, False)}}
    assert who_is_here({meeting.pk}, lost + PATIENCE) == {meeting.pk: frozenset()}


@pytest.mark.parametrize("people", [1, 3])
def test_the_roll_costs_the_same_for_one_and_for_many(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = MeetingFactory()
    participants = {member(meeting).pk for _ in range(people)}
    with django_assert_num_queries(3):
        call_roll(participants, NOW)
