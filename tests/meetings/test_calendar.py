"""Calendar files, read back by another's parser."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from meetings import inviting, planning
from meetings.calendar import Method, calendar_file
from meetings.models import Meeting
from teams.models import Membership, Team
from tests.factories import NOW, TouchpointFactory

BERLIN = ZoneInfo("Europe/Berlin")


def planned(team: Team, anna: Membership, **more: Any) -> Meeting:
    known = team.touchpoints.filter(name="Rechnung").first()
    touchpoint = known or TouchpointFactory(team=team, name="Rechnung")
    details: dict[str, Any] = {"starts_at": NOW + timedelta(days=7), "touchpoint": touchpoint} | more
    return planning.plan(team=team, by=anna.user, at=NOW, **details)


def text_of(meeting: Meeting, method: Method = Method.REQUEST) -> str:
    return calendar_file(meeting=meeting, people=inviting.invited_users(meeting), method=method, at=NOW)


def event_of(meeting: Meeting, method: Method = Method.REQUEST) -> Any:
    return Calendar.from_ical(text_of(meeting, method)).walk("VEVENT")[0]


def test_the_entry_says_what_when_and_who(team: Team, anna: Membership, ben: Membership) -> None:
    event = event_of(planned(team, anna))
    assert event["SUMMARY"] == "Touchpoint-Runde „Rechnung“"
    assert event.decoded("DTSTART") == datetime(2026, 12, 1, 9, 0, tzinfo=BERLIN)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=30)
    assert event["ORGANIZER"].params["CN"] == "Vertrieb Süd"
    roles = {str(person): person.params["ROLE"] for person in event["ATTENDEE"]}
    assert roles == {"MAILTO:anna.keller@example.com": "CHAIR", "MAILTO:ben@example.com": "REQ-PARTICIPANT"}
    assert {person.params["CN"] for person in event["ATTENDEE"]} == {"Anna Keller", "Ben Yılmaz"}


def test_nine_in_the_morning_stays_nine_when_the_clocks_change(team: Team, anna: Membership) -> None:
    winter = event_of(planned(team, anna, starts_at=datetime(2027, 3, 23, 8, tzinfo=UTC)))
    summer = event_of(planned(team, anna, starts_at=datetime(2027, 3, 30, 7, tzinfo=UTC)))
    assert [event.decoded("DTSTART").hour for event in (winter, summer)] == [9, 9]
    assert [event.decoded("DTSTART").utcoffset() for event in (winter, summer)] == [
        timedelta(hours=1),
        timedelta(hours=2),
    ]


def test_the_rules_of_the_time_zone_come_along(team: Team, anna: Membership) -> None:
    calendar = Calendar.from_ical(text_of(planned(team, anna)))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Berlin"
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
    assert "DTSTART;TZID=Europe/Berlin:20261201T090000" in text_of(planned(team, anna))


def test_every_version_has_the_same_uid_and_a_rising_sequence(team: Team, anna: Membership) -> None:
    meeting = planned(team, anna)
    changed = planning.change(meeting=meeting, starts_at=NOW + timedelta(days=8), at=NOW)
    planning.cancel(meeting=changed, at=NOW)
    last = Meeting.objects.get()
    events = [event_of(meeting), event_of(changed), event_of(last, Method.CANCEL)]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_german_text_with_signs_of_the_format_survives(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rückruf; „später“, oder\\nie")
    meeting = planned(team, anna, touchpoint=touchpoint, title="Größter Ärger: Öffnungszeiten, Wartemusik; " * 2)
    event = event_of(meeting)
    assert event["SUMMARY"] == "Touchpoint-Runde „Rückruf; „später“, oder\\nie“"
    assert event["DESCRIPTION"].startswith(meeting.title)
    assert all(len(line.encode()) <= 75 for line in text_of(meeting).split("\r\n"))
