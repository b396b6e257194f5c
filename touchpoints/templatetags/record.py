"""What the page of one touchpoint says about what is known, what is missing and what it hangs together with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from touchpoints.models import RATINGS, Touchpoint
from touchpoints.ways import journeys_through

register = template.Library()

ASKED = (
    "goal",
    "disappointing",
    "okay",
    "delightful",
    "ending",
    "brand_fit",
    "importance_customer",
    "importance_company",
    "performance",
    "contacts_per_month",
)
"""What every touchpoint should say sooner or later; the order in which it is asked for."""


@dataclass(frozen=True)
class Gap:
    """Something that nobody has written yet, and the form's field for it."""

    label: str
    field: str


@register.simple_tag
def gaps_of(touchpoint: Touchpoint) -> list[Gap]:
    """What is not known yet."""
    return [
        Gap(str(touchpoint._meta.get_field(name).verbose_name), name)  # type: ignore[union-attr]
        for name in ASKED
        if getattr(touchpoint, name) in (None, "")
    ]


@register.simple_tag
def expectations_of(touchpoint: Touchpoint) -> list[dict[str, str]]:
    """The three sentences about what customers expect, from worst to best; none if nobody has written one."""
    names = ("disappointing", "okay", "delightful")
    if not any(getattr(touchpoint, name) for name in names):
        return []
    return [_sentence(touchpoint, name) for name in names]


def _sentence(touchpoint: Touchpoint, name: str) -> dict[str, str]:
    label = str(touchpoint._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return {"name": name, "label": label, "words": getattr(touchpoint, name)}


@register.simple_tag
def ratings_of(touchpoint: Touchpoint) -> list[dict[str, Any]]:
    """The ratings from 1 to 5 that somebody has given."""
    return [
        {"label": touchpoint._meta.get_field(name).verbose_name, "value": getattr(touchpoint, name), "top": top}  # type: ignore[union-attr]
        for name, top in RATINGS.items()
        if top == 5 and getattr(touchpoint, name) is not None
    ]


@register.simple_tag
def dots(value: int, top: int) -> SafeString:
    """A rating as a row of full and empty dots; the figure itself stands beside it."""
    return format_html(
        '<span class="dots" aria-hidden="true">{}<span>{}</span></span>', "●" * value, "●" * (top - value)
    )


@register.simple_tag
def surroundings_of(touchpoint: Touchpoint) -> dict[str, Any]:
    """What stands behind it, what it acts on and what acts on it; three queries."""
    return {
        "resources": list(touchpoint.resources.select_related("owner")),
        "influences": list(touchpoint.influences.select_related("source", "target")),
        "influenced_by": list(
            touchpoint.influenced_by.select_related("source", "target").order_by("kind", "source__name")
        ),
    }


@register.simple_tag
def journeys_at(touchpoint: Touchpoint) -> list[Any]:
    """The journeys that lead over it; one query."""
    return list(journeys_through(touchpoint))
