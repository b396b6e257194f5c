"""Streams of a real web process, read over the wire."""

import time

import pytest
from django.utils import timezone

from meetings.live import tokens
from meetings.live.presence import BEAT, STAY
from meetings.models import Meeting
from tests.factories import MeetingFactory, ParticipantFactory
from tests.live.conftest import someone, ticket
from tests.live.server import Server

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stream_begins_with_everything_and_goes_on_with_what_changes(server: Server, meeting: Meeting) -> None:
    anna = server.stream(ticket(meeting))
    name, first = anna.next_event()
    assert name == "state"
    assert {"clock", "wall", "people"} <= set(first["sections"])
    assert abs(first["now"] - time.time() * 1000) < 5000
    ben = server.stream(ticket(meeting))
    assert set(ben.next_event()[1]["sections"]) == set(first["sections"])
    changed = anna.next_event()[1]["sections"]
    assert "people" in changed
    assert "wall" not in changed


def test_the_wall_looks_on_without_being_present(server: Server, meeting: Meeting) -> None:
    wall = server.stream(tokens.issue(meeting, None, "en"))
    assert wall.next_event()[0] == "state"
    assert not meeting.participants.present(timezone.now()).exists()


@pytest.mark.parametrize("token", ["", "forged", "1.1.de:abc:def"])
def test_without_a_ticket_there_is_no_stream(server: Server, token: str) -> None:
    assert server.stream(token).open().status == 403


def test_someone_removed_is_shown_out_and_stays_out(server: Server, meeting: Meeting) -> None:
    anna, ben = someone(meeting), someone(meeting)
    watching = server.stream(tokens.issue(meeting, anna, "de"))
    watching.next_event()
    leaving = server.stream(tokens.issue(meeting, ben, "de"))
    leaving.next_event()
    meeting.participants.filter(pk=ben.pk).update(removed_at=timezone.now())
    server.stream(ticket(meeting)).next_event()
    assert leaving.until_end()[-1] == ("bye", {"reason": "removed"})
    assert server.stream(tokens.issue(meeting, ben, "de")).open().status == 403
    assert watching.next_event()[0] == "state"


def test_the_wall_of_a_round_that_was_deleted_is_closed_once(server: Server, meeting: Meeting) -> None:
    token = tokens.issue(meeting, None, "de")
    wall, anna = server.stream(token), server.stream(ticket(meeting))
    for stream in (wall, anna):
        stream.next_event()
    time.sleep(BEAT)
    meeting.team.delete()
    for stream in (wall, server.stream(token)):
        assert stream.until_end()[-1] == ("bye", {"reason": "closed"})


def test_someone_who_closes_the_page_is_soon_seen_to_be_gone(server: Server, meeting: Meeting) -> None:
    watching = server.stream(tokens.issue(meeting, None, "de"))
    leaving = server.stream(ticket(meeting))
    leaving.next_event()
    time.sleep(BEAT)
    watching.events(0.5)
    leaving.close()
    seconds = STAY.total_seconds() + 2 * BEAT
    assert "gerade nicht verbunden" in watching.next_event(seconds)[1]["sections"]["people"]


def test_a_thousand_streams_need_no_more_threads_and_connections_than_ten(server: Server) -> None:
    meetings = [MeetingFactory(starts_at=timezone.now()) for _ in range(100)]
    people = [[ticket(meeting) for _ in range(10)] for meeting in meetings]
    for token in people[0]:
        server.stream(token).next_event()
    time.sleep(1)
    threads, databases = server.threads, server.open_databases
    streams = [server.stream(token) for tokens_ in people[1:] for token in tokens_]
    for stream in streams:
        stream.next_event(20)
    assert (server.threads, server.open_databases) == (threads, databases)


def test_a_reader_who_never_reads_costs_little(server: Server, meeting: Meeting) -> None:
    """Each of twenty who do not read misses more than a megabyte: kept for them, that would be seen."""
    guests = [ParticipantFactory(meeting=meeting, user=None, is_guest=True) for _ in range(150)]
    meeting.participants.filter(pk__in=[guest.pk for guest in guests[:40]]).update(present_until=None)
    wall = tokens.issue(meeting, None, "de")
    attentive = server.stream(wall)
    attentive.next_event()
    before = server.memory
    deaf = [server.stream(wall, buffer=4096) for _ in range(20)]
    sent = 0
    for guest in guests[:40]:
        server.stream(tokens.issue(meeting, guest, "de")).open().close()
        sent += sum(len(str(content)) for _name, content in attentive.events(0.06))
    assert sent > 1_000_000
    assert (server.memory - before) / len(deaf) < 500_000
