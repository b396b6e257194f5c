"""What stands in a calendar that people subscribe to."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Event

from actions.calendar import entries, new_calendar
from actions.models import ActionQuerySet
from meetings.calendar import A_YEAR, round_entry
from meetings.models import Feed, Phase
from meetings.models.meeting import MeetingQuerySet
from meetings.planning import FARTHEST

LOOKS_BACK = timedelta(days=90)
"""How long a day stays in the calendar after it has gone by: pages say what is overdue, calendars what comes."""

MOST = 2000
"""Actions in a calendar, the next days first: more than that, no program shows usefully."""


def written(feed: Feed, *, at: datetime) -> str:
    """The calendar as an .ics text in its person's language.

    The same rows give the same text all day long, so that programs which ask every few minutes are told "unchanged".
    """
    membership = feed.membership
    stamp = at.replace(hour=0, minute=0, second=0, microsecond=0)
    with translation.override(membership.user.language):
        calendar = new_calendar()
        calendar.add("name", _name(feed))
        calendar.add("x-wr-calname", _name(feed))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
        for entry in _entries(feed, at, stamp):
            calendar.add_component(entry)
    calendar.add_missing_timezones(first_date=at.date() - A_YEAR, last_date=at.date() + FARTHEST + A_YEAR)
    return calendar.to_ical().decode()


def _name(feed: Feed) -> str:
    names = {"team": feed.membership.team}
    if feed.scope == Feed.Scope.TEAM:
        return _("Kontaktpunkt: %(team)s") % names
    return _("Kontaktpunkt: meine Termine in %(team)s") % names


def _entries(feed: Feed, at: datetime, stamp: datetime) -> Iterator[Event]:
    for meeting in _rounds(feed, at):
        yield round_entry(meeting, at=stamp)
    for action in _actions(feed, at):
        yield from entries(action, at=stamp)


def _rounds(feed: Feed, at: datetime) -> MeetingQuerySet:
    team, user = feed.membership.team, feed.membership.user
    rounds = team.meetings.exclude(phase=Phase.CANCELLED).filter(starts_at__gte=at - LOOKS_BACK)
    wanted = rounds if feed.scope == Feed.Scope.TEAM else rounds.expecting(user)
    return wanted.select_related("team", "touchpoint").order_by("starts_at", "pk")


def _actions(feed: Feed, at: datetime) -> ActionQuerySet:
    team, user = feed.membership.team, feed.membership.user
    since = team.today(at) - LOOKS_BACK
    unsettled = team.actions.awaited().filter(Q(due_on__gte=since) | Q(follow_up_on__gte=since))
    wanted = unsettled if feed.scope == Feed.Scope.TEAM else unsettled.concerning(user)
    return wanted.select_related("team", "responsible").order_by("due_on", "pk")[:MOST]
