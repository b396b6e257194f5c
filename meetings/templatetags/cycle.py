"""What the pages of touchpoints, on a floor below, show about where these stand in the cycle."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meetings.cycle import Leg, Step, Stop, standing_of, stops, with_positions
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
    """A bar by primary key for a page of the inventory; eight at most are drawn, however long the page."""
    page = team.touchpoints.all().filter(pk__in=[line["pk"] for line in lines]).order_by()
    positions = dict(with_positions(page, team.zone).values_list("pk", "position"))  # type: ignore[misc]
    bars = {position: _bar(Step.at(position)) for position in set(positions.values())}
    return {pk: bars[position] for pk, position in positions.items()}


def _bar(step: Step) -> SafeString:
    return render_to_string("meetings/cycle_bar.html", {"step": step})


@register.simple_tag
def to_do_after(step: Step) -> str:
    """What is to do at touchpoints that stand at this step."""
    return str(TO_DO[Step.at(step.position + 1) if step.position < len(Step) else None])


@register.simple_tag
def cycle_stops(team: Team) -> list[tuple[Leg, int]]:
    """How many touchpoints that customers meet stand at each of the four stages."""
    found: dict[Step, Stop] = stops(team.touchpoints.active(), team.zone)
    return [(leg, sum(found[step].count for step in leg.steps)) for leg in Leg]
