"""What a timeline shows: a page of what the filter finds, in the order of its groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db.models import F
from django.http import QueryDict

from actions.models import Action, ActionQuerySet
from actions.plans.sequence import dependencies_among
from actions.timeline.drawing import FIELDS, Grouping, Timeline, drawn
from actions.timeline.scales import Scale
from teams.models import Team
from teams.working_days import is_working_day

MOST = 200
"""Bars of one page: more could neither be told apart nor be printed on a wall."""


def grouped(actions: ActionQuerySet, by: Grouping) -> ActionQuerySet:
    """In the order of their groups, those without one last; inside a group by their last day."""
    name = FIELDS[by]
    found = actions.select_related("team", "responsible", "department", "touchpoint", "plan").with_progress()
    if by == Grouping.PLAN:
        found = found.prefetch_related("plan__milestones")
    return found.order_by(F(f"{name}__name").asc(nulls_last=True), F(name).asc(nulls_last=True), "due_on", "pk")


def grouping_of(asked: QueryDict, actions: ActionQuerySet) -> Grouping:
    """The grouping that the address asks for; else by plan where one is found, by person where there is none."""
    if (wanted := asked.get("group")) in Grouping.values:
        return Grouping(wanted)
    return Grouping.PLAN if actions.filter(plan__isnull=False).exists() else Grouping.PERSON


def scale_of(asked: QueryDict) -> Scale | None:
    """The scale that the address asks for."""
    wanted = asked.get("scale")
    return Scale(wanted) if wanted in Scale.values else None


def timeline_of(
    actions: Sequence[Action],
    *,
    team: Team,
    by: Grouping,
    today: date,
    scale: Scale | None = None,
    on_paper: bool = False,
) -> Timeline:
    """The drawing of these actions, with what comes after what among them and the days on which the team works."""
    pairs, works_on = dependencies_among(actions), partial(is_working_day, team)
    return drawn(actions, by=by, pairs=pairs, today=today, scale=scale, works_on=works_on, on_paper=on_paper)
