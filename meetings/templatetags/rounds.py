"""What the pages of touchpoints, on a floor below, show about rounds."""

from django import template
from django.db.models import Case, F, QuerySet, When

from actions.models import Action
from meetings.models import Meeting, Phase
from teams.models import Team
from touchpoints.models import Touchpoint

register = template.Library()


@register.simple_tag
def next_round(team: Team) -> Meeting | None:
    """The round that is running, else the next one planned."""
    ahead = team.meetings.exclude(phase__in=[Phase.CLOSED, Phase.CANCELLED])
    running_first = Case(When(phase=Phase.LOBBY, then=1), default=0)
    return ahead.select_related("touchpoint", "moderator").order_by(running_first, "starts_at").first()


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
    return team.touchpoints.active().filter(is_key=True, meetings=None)[:5]
