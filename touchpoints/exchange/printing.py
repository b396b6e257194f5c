"""Prints the inventory, or what a filter finds of it, for the wall and for the binder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F
from django.utils import timezone

from teams.models import Team
from teams.pdf import print_template
from touchpoints.models import Touchpoint, TouchpointQuerySet

MOST = 2000
"""Touchpoints that are printed in one go. Two milliseconds each: as many take five seconds and 120 MB, on 50 pages."""
IN_FULL = 300
"""Touchpoints that are printed with what customers meet there, which takes five times as long; more are a list."""

SIGNS = 480
"""Signs of a state that fit into its column; the page in the browser has the rest."""


@dataclass(frozen=True)
class Chapter:
    """The touchpoints of one stage; without a name those that lie in none."""

    stage: str
    touchpoints: list[Touchpoint]


def is_printable(touchpoints: TouchpointQuerySet) -> bool:
    """Whether there are not too many of them."""
    return touchpoints.order_by()[: MOST + 1].count() <= MOST


def print_inventory(touchpoints: TouchpointQuerySet, *, team: Team, is_part: bool, at: datetime) -> bytes:
    """A PDF in the team's language; `is_part` says on it that these are not all."""
    chapters = list(_chapters(touchpoints))
    count = sum(len(chapter.touchpoints) for chapter in chapters)
    context = {
        "team": team,
        "chapters": chapters,
        "count": count,
        "in_full": IN_FULL,
        "is_part": is_part,
        "signs": SIGNS,
        "at": at,
    }
    with timezone.override(team.zone):
        return print_template("touchpoints/exchange/inventory_pdf.html", context, language=team.language)


def _chapters(touchpoints: TouchpointQuerySet) -> Iterator[Chapter]:
    in_order = (
        touchpoints.select_related("stage", "department", "owner")
        .prefetch_related("tags")
        .order_by(F("stage__position").asc(nulls_last=True), "stage__name", "name")
    )
    for stage, group in groupby(in_order[:MOST], key=lambda touchpoint: touchpoint.stage):
        yield Chapter(stage.name if stage else "", list(group))
