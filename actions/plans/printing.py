"""A plan on paper: a crisis plan for the day on which no screen works, a live one for the wall."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from actions.models import Plan
from actions.plans import page
from teams.pdf import print_template


def print_plan(plan: Plan, *, at: datetime) -> bytes:
    """A PDF of the plan as it stands, in the team's language and time."""
    with timezone.override(plan.team.zone):
        return _print(plan, at)


def _print(plan: Plan, at: datetime) -> bytes:
    team, today = plan.team, plan.team.today(at)
    context: dict[str, Any] = {"plan": plan, "team": team, "at": timezone.localtime(at), "today": today}
    if plan.is_in_drawer:
        template, context["steps"] = "actions/plans/drawer_pdf.html", page.steps_of(plan)
    else:
        template, context["chapters"] = "actions/plans/plan_pdf.html", page.chapters_of(plan)
        context["milestones"] = page.milestones_of(plan, today)
    return print_template(template, context, language=team.language)
