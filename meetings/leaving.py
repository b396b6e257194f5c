"""Leaving: whoever goes from the team, or only reads in it from now on, is not expected in its rounds any more."""

from contextlib import suppress
from datetime import datetime

from meetings import casting, planning
from meetings.errors import RoundMovedOn
from meetings.models import Series
from teams.models import Team, User


def let_go(*, team: Team, user: User, at: datetime) -> None:
    """Take someone out of the planned rounds and the series of their team; a lead steps in where they moderate.

    Their calendar gets a cancellation, those of the others the change.
    """
    Series.members.through.objects.filter(series__team=team, user=user).delete()
    for meeting in team.meetings.planned().expecting(user):
        moderator, deputy = casting.chosen(meeting)
        with suppress(RoundMovedOn):  # started or called off meanwhile: a round that runs goes on with who is in it
            planning.change(meeting=meeting, at=at, moderator=moderator, deputy=deputy)
