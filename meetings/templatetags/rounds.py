"""What the pages of touchpoints, on a floor below, show about rounds."""

from django import template
from django.db.models import F, QuerySet

from actions.models import Action
from meetings.models import Meeting, Phase
from teams.models import Team
from touchpoints.models import Touchpoint

register = template.Library()


@register.simple_tag
def next_round(team: Team) -> Meeting | None:
    """The round that is running, else the next one planned."""
    rounds = team.meetings.select_related("touchpoint", "moderator")
    return rounds.running().last() or rounds.planned().order_by("starts_at").first()


@register.simple_tag
def rounds_about(touchpoint: Touchpoint) -> QuerySet[Meeting]:
    """The rounds about one touchpoint, newest first."""
    return touchpoint.meetings.exclude(phase=Phase.CANCELLED).order_by(F("starts_at").desc())


@register.simple_tag
def round_of(action: Action) -> Meeting | None:
    """The round that decided on an action, if one did."""
    return Meeting.objects.filter(decided_actions__action=action).first()


@register.simple_tag
def never_discussed(team: Team) -> QuerySet[Touchpoint]:
    """The few key touchpoints that no round has taken up yet."""
    taken_up = team.meetings.exclude(phase=Phase.CANCELLED).exclude(touchpoint=None).values("touchpoint")
    return team.touchpoints.active().filter(is_key=True).exclude(pk__in=taken_up)[:5]
