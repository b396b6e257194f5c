"""What the pages of touchpoints, on a floor below, show about where these stand in the cycle."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from meetings.cycle import Leg, Step, standing_of
from meetings.cycle_page import positions_of
from meetings.next_step import TO_DO, button_for
from teams.models import Membership, Team
from touchpoints.models import Touchpoint

register = template.Library()


@register.simple_tag
def cycle_of(touchpoint: Touchpoint, membership: Membership) -> dict[str, Any]:
    """Where one touchpoint stands, step by step, and what this person may do next."""
    standing = standing_of(touchpoint)
    return {
        "legs": [(leg, [(step, step in standing.done) for step in leg.steps]) for leg in Leg],
        "step": Step.at(standing.position),
        "next": standing.next,
        "to_do": TO_DO[standing.next],
        "button": button_for(touchpoint=touchpoint, standing=standing, membership=membership),
    }


@register.simple_tag
def cycle_bars(lines: Iterable[dict[str, Any]], team: Team) -> dict[int, SafeString]:
    """How far each touchpoint of a page of the inventory has come, as a bar by primary key."""
    positions, language = positions_of((line["pk"] for line in lines), team.zone), get_language()
    return {pk: _bar(position, language) for pk, position in positions.items()}


@cache
def _bar(position: int, language: str) -> SafeString:
    return render_to_string("meetings/cycle_bar.html", {"step": Step.at(position)})


@register.simple_tag
def step_choices() -> list[tuple[str, Any]]:
    """Every step as value and words."""
    return Step.choices


@register.simple_tag
def to_do_after(step: Step) -> str:
    """What is to do at touchpoints that stand at this step."""
    return str(TO_DO[Step.at(step.position + 1) if step.position < len(Step) else None])
