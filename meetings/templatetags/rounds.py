"""What the pages of touchpoints, on a floor below, show about rounds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import template
from django.db.models import F, QuerySet
from django.utils import timezone

from actions.models import Action
from meetings.models import Meeting, Phase
from meetings.suggesting import resting
from teams.models import Team
from touchpoints.models import Touchpoint
from touchpoints.priorities.board import Board

register = template.Library()


@register.simple_tag
def awake(board: Board) -> Board:
    """The priorities, of which nothing is proposed that a round has just taken up or will take up."""
    return replace(board, resting=resting(board.team, at=board.at))


@register.simple_tag
def round_ahead(team: Team) -> Mapping[str, Any] | None:
    """The round that is running, else the next one planned, in the few words that stand beside the inventory."""
    ahead = team.meetings.ahead(timezone.now())
    return ahead.values("pk", "title", "phase", "starts_at", touchpoint_name=F("touchpoint__name")).first()


@register.simple_tag
def rounds_about(touchpoint: Touchpoint) -> QuerySet[Meeting]:
    """The rounds about one touchpoint, newest first."""
    return touchpoint.meetings.exclude(phase=Phase.CANCELLED).order_by(F("starts_at").desc())


@register.simple_tag
def round_of(action: Action) -> Meeting | None:
    """The round that decided on an action, if one did."""
    return Meeting.objects.filter(decided_actions__action=action).first()


@register.simple_tag
def never_discussed(team: Team) -> QuerySet[Touchpoint, Any]:
    """Primary key and name of the few key touchpoints that no round has taken up yet."""
    return team.touchpoints.active().filter(is_key=True, meetings=None).values("pk", "name")[:5]
