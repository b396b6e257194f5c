"""A web process of its own for a test, and people with a ticket for its streams."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from meetings.live import tokens
from meetings.models import Meeting, Participant
from tests.factories import MeetingFactory, MembershipFactory, ParticipantFactory
from tests.live.server import Server, running_server


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    """A web process on the tests' database, for tests that leave it running."""
    with running_server() as server:
        yield server


@pytest.fixture(autouse=True)
def leave(request: pytest.FixtureRequest) -> Iterator[None]:
    """Readers go when their test ends."""
    yield
    for name in {"server", "two_servers"} & set(request.fixturenames):
        found = request.getfixturevalue(name)
        for server in found if isinstance(found, tuple) else (found,):
            server.close_streams()


@pytest.fixture
def meeting(db: None) -> Meeting:
    """A round in its lobby."""
    return MeetingFactory(starts_at=timezone.now())


def someone(meeting: Meeting) -> Participant:
    """A member of the team who came into the room and has no stream yet."""
    user = MembershipFactory(team=meeting.team).user
    return ParticipantFactory(meeting=meeting, user=user, present_until=None)


def ticket(meeting: Meeting, language: str = "de") -> str:
    """A token for somebody new."""
    return tokens.issue(meeting, someone(meeting), language)
