"""What the views of the plans, on a floor below, show about rounds; `settings.ROUNDS_OF_ACTIONS` names this module."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils.dateformat import format as format_date
from django.utils.formats import date_format
from django.utils.translation import pgettext

from actions.models import ActionQuerySet
from meetings.models import DecidedAction, Phase
from teams.models import Team


def choices(team: Team) -> list[tuple[int, str]]:
    """The rounds that decided on actions, newest first: primary key, and day with title."""
    deciding = DecidedAction.objects.filter(meeting__team=team).values("meeting")
    rounds = team.meetings.filter(pk__in=deciding).select_related("touchpoint")
    return [(each.pk, f"{date_format(team.today(each.starts_at), 'SHORT_DATE_FORMAT')} · {each}") for each in rounds]


def decided_in(actions: ActionQuerySet, meeting: int) -> ActionQuerySet:
    """Those that this round decided."""
    return actions.filter(pk__in=DecidedAction.objects.filter(meeting=meeting).values("action"))


def with_round(actions: ActionQuerySet) -> ActionQuerySet:
    """Each with `round`, the primary key of the round that decided on it, or None."""
    return actions.annotate(round=F("decision__meeting"))


def between(team: Team, first: date, last: date) -> list[dict[str, Any]]:
    """What a calendar shows of the rounds of these days: day, clock, label and address of each, in their order."""
    begin, end = (datetime.combine(day, time.min, team.zone) for day in (first, last + timedelta(days=1)))
    rounds = team.meetings.filter(starts_at__gte=begin, starts_at__lt=end).exclude(phase=Phase.CANCELLED)
    clock = pgettext("time of day, in Django's date format", "G:i")
    return [
        {
            "day": team.today(each.starts_at),
            "clock": format_date(each.starts_at.astimezone(team.zone), clock),
            "label": str(each),
            "url": each.get_absolute_url(),
        }
        for each in rounds.select_related("touchpoint", "team").order_by("starts_at", "pk")
    ]
