"""Actions as entries in people's calendars (iCalendar, RFC 5545): all-day, and nobody counts as busy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actions.models import Action
from teams.wording import one_line

DAY = timedelta(days=1)


def calendar_file(action: Action, *, at: datetime) -> str:
    """The days of one action as an .ics text in the active language."""
    calendar = new_calendar()
    for entry in entries(action, at=at):
        calendar.add_component(entry)
    return calendar.to_ical().decode()


def file_name(action: Action) -> str:
    """What the calendar file is called when it is saved: plain letters and the last day."""
    name = slugify(action.what)[:60].strip("-") or slugify(_("Maßnahme"))
    return f"{name}-{action.due_on:%Y-%m-%d}.ics"


def new_calendar() -> Calendar:
    """An empty calendar of ours, to be read and not answered."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kontaktpunkt//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def entries(action: Action, *, at: datetime) -> Iterator[Event]:
    """The last day while it is open, and the follow-up while nobody has answered; the same UID in every version."""
    if action.is_open:
        yield _entry(action, "due", action.due_on, _("Fällig: %s") % action, at)
    if action.follow_up_on and action.asks_for_result(date.max):
        yield _entry(action, "follow-up", action.follow_up_on, _("Was wurde daraus? %s") % action, at)


def _entry(action: Action, kind: str, day: date, summary: str, at: datetime) -> Event:
    url = settings.BASE_URL + action.get_absolute_url()
    entry = Event()
    entry.add("uid", f"action-{action.pk}-{kind}@{urlsplit(settings.BASE_URL).hostname}")
    entry.add("dtstamp", at)
    entry.add("dtstart", day)
    entry.add("dtend", day + DAY)
    entry.add("summary", one_line(summary))
    entry.add("description", "\n".join(filter(None, [_who(action), url])))
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    return entry


def _who(action: Action) -> str:
    return _("Wer: %s") % action.responsible if action.responsible else ""
