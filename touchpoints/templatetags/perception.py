"""What pages say about surveys: means on the scale from 1 to 5, gaps, and what a touchpoint's page tells."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _

from touchpoints.measuring.formulas import Difference
from touchpoints.models import Touchpoint
from touchpoints.perception.gaps import last_told, results_of

register = template.Library()

LEFT, RIGHT = 4, 96
"""Where 1 and 5 lie on the drawing, in percent of its width."""


@register.filter
def at_step(value: float) -> str:
    """Where a value from 1 to 5 lies on the drawing: 3 is "50.0%"."""
    return f"{LEFT + (value - 1) / 4 * (RIGHT - LEFT):.1f}%"


@register.filter
def signed(value: float) -> str:
    """A difference with its sign and one decimal: "+0,8", "−1,2"."""
    words = floatformat(abs(value), 1)
    if not words.strip("0.,"):
        return words
    return f"{'−' if value < 0 else '+'}{words}"


@register.filter
def interval(difference: Difference) -> str:
    """The 95 % interval of a difference in words; a dash where none follows."""
    if difference.low is None or difference.high is None:
        return "–"
    return _("%(low)s bis %(high)s") % {"low": signed(difference.low), "high": signed(difference.high)}


@register.simple_tag
def perception_at(touchpoint: Touchpoint) -> dict[str, Any]:
    """The survey that asks about the touchpoint now, and what the last one that says something says about it."""
    now = timezone.now()
    closed = last_told(touchpoint, at=now)
    return {
        "open": touchpoint.surveys.open(now).first(),
        "closed": closed,
        "answered": results_of(closed, [touchpoint]).answered[0] if closed else None,
    }
