"""Rounds that come soon, for the reminders of a floor below."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from meetings.models import Meeting
from teams.models import Team

HOW_FAR = timedelta(days=14)
"""Farther than the longest holidays: whoever rests hears of a round before them."""


def rounds_ahead(*, teams: QuerySet[Team], at: datetime) -> list[tuple[int, date]]:
    """The teams' primary keys with the days, on each team's own calendar, of rounds planned for the next two weeks."""
    planned = Meeting.objects.planned().filter(team__in=teams, starts_at__gt=at, starts_at__lt=at + HOW_FAR)
    rounds = planned.select_related("team").order_by("team", "starts_at")
    return list(dict.fromkeys((meeting.team_id, meeting.team.today(meeting.starts_at)) for meeting in rounds))
