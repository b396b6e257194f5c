"""What the page of a touchpoint tells about mystery shopping."""

from typing import Any

from django import template
from django.db.models import Max

from touchpoints.models import Finding, Touchpoint

register = template.Library()

LAST_FINDINGS = 3


@register.simple_tag
def mystery_at(touchpoint: Touchpoint) -> dict[str, Any]:
    """The touchpoint's checklists with their last visit, and the newest complaints."""
    negative = Finding.objects.filter(visit__checklist__touchpoint=touchpoint, kind=Finding.Kind.NEGATIVE)
    return {
        "checklists": touchpoint.checklists.annotate(last_visit=Max("visits__visited_on")).order_by("name"),
        "negative": negative.order_by("-visit__visited_on", "-pk")[:LAST_FINDINGS],
    }
