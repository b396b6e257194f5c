"""A round as an entry in people's calendars (iCalendar, RFC 5545 and 5546)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from meetings.models import Meeting
from teams.models import User

A_YEAR = timedelta(days=366)


class Method(StrEnum):
    """What the receiving calendar is asked to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(*, meeting: Meeting, people: Iterable[User], method: Method, at: datetime) -> str:
    """The round as an .ics text in the active language; the same UID in every version of it.

    Times are the team's own, with the rules of its time zone inside, so that 9:00 stays 9:00 when the clocks change.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kontaktpunkt//Runden//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_invitation(meeting, people, method, at))
    day = meeting.starts_at.date()
    calendar.add_missing_timezones(first_date=day - A_YEAR, last_date=day + A_YEAR)
    return calendar.to_ical().decode()


def file_name(meeting: Meeting) -> str:
    """What the calendar file is called when it is saved, in the active language: plain letters and the team's day."""
    day, kind = meeting.starts_at.astimezone(meeting.team.zone), _("Touchpoint-Runde")
    return f"{slugify(kind)}-{day:%Y-%m-%d}.ics"


def page_url(meeting: Meeting) -> str:
    """The round's page with the server's name, for mails and calendars."""
    return settings.BASE_URL + meeting.get_absolute_url()


def _invitation(meeting: Meeting, people: Iterable[User], method: Method, at: datetime) -> Event:
    event = round_entry(meeting, at=at)
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("organizer", _organizer(meeting))
    for person in people:
        event.add("attendee", _attendee(meeting, person))
    return event


def round_entry(meeting: Meeting, *, at: datetime) -> Event:
    """The round with its times and its place, in the active language."""
    event = Event()
    event.add("uid", f"{meeting.uid}@kontaktpunkt")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts_at.astimezone(meeting.team.zone))
    event.add("dtend", meeting.ends_at.astimezone(meeting.team.zone))
    event.add("summary", summary(meeting))
    event.add("description", _description(meeting))
    event.add("location", page_url(meeting))
    event.add("url", page_url(meeting))
    return event


def summary(meeting: Meeting) -> str:
    """The one line that a calendar shows; mails put their word and a colon before it."""
    if meeting.touchpoint is None:
        return _("Touchpoint-Runde, Kontaktpunkt noch offen")
    return _("Touchpoint-Runde „%(touchpoint)s“") % {"touchpoint": meeting.touchpoint}


def _description(meeting: Meeting) -> str:
    return "\n".join(filter(None, [meeting.title, _("Vorbereiten und teilnehmen: %s") % page_url(meeting)]))


def _organizer(meeting: Meeting) -> vCalAddress:
    """The program itself: a calendar takes no changes from another organizer, and moderators change."""
    address = vCalAddress(f"MAILTO:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(meeting.team.name)
    return address


def _attendee(meeting: Meeting, person: User) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{person.email}")
    address.params["CN"] = vText(str(person))
    address.params["ROLE"] = vText("CHAIR" if person.pk == meeting.moderator_id else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
