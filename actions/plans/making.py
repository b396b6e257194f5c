"""Making plans and changing what they say: names, parts, people, and the decision that one is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actions.errors import NotAllowed
from actions.models import Action, Plan
from actions.recording import change as change_action
from teams.models import User
from touchpoints.describing import one_at_a_time


def make(*, plan: Plan) -> Plan:
    """Save a new plan. Raises ValidationError if its name is taken or its place among the others is none."""
    with one_at_a_time(plan.team):
        _check(plan)
        plan.save()
    return plan


def change(*, plan: Plan, values: Mapping[str, Any]) -> Plan:
    """Change these fields of the plan as it stands now, and no other. Raises ValidationError as `make` does."""
    with one_at_a_time(plan.team):
        plan = held(plan)
        for name, value in values.items():
            setattr(plan, name, value)
        _check(plan)
        plan.save()
    return plan


def close(*, plan: Plan, at: datetime) -> Plan:
    """Say that the plan is over, whatever is still open in it; a second click is the same end."""
    with transaction.atomic():
        plan = held(plan)
        if plan.is_in_drawer:
            raise NotAllowed(_("Ein Krisenplan bleibt in der Schublade, bis er entfernt wird."))
        if plan.closed_at is None:
            plan.closed_at = at
            plan.save(update_fields=["closed_at"])
    return plan


def reopen(*, plan: Plan) -> Plan:
    """Go on with a plan that was closed."""
    with transaction.atomic():
        plan = held(plan)
        if plan.closed_at is not None:
            plan.closed_at = None
            plan.save(update_fields=["closed_at"])
    return plan


def remove(*, plan: Plan) -> None:
    """Remove a plan with its milestones, voices, trainings and steps; its actions and parts stay."""
    with one_at_a_time(plan.team):
        held(plan).delete()


@transaction.atomic
def take_in(*, plan: Plan, actions: Iterable[Action], by: User, at: datetime) -> int:
    """Put actions into the plan; how many came. Raises NotAllowed for a plan in the drawer, which holds none."""
    plan = held(plan)
    if plan.is_in_drawer:
        raise NotAllowed(_("Ein Krisenplan hat Schritte, keine Maßnahmen."))
    moved = [change_action(action=action, values={"plan": plan}, by=by, at=at) for action in actions]
    return len(moved)


def let_out(*, plan: Plan, action: Action, by: User, at: datetime) -> None:
    """Take an action out of the plan; it stays what it is."""
    if action.plan_id == plan.pk:
        change_action(action=action, values={"plan": None}, by=by, at=at)


def held(plan: Plan) -> Plan:
    """The plan as it stands now; nobody else changes it before the caller's transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("team").get(pk=plan.pk)


def _check(plan: Plan) -> None:
    """Plans have parts, parts have none: a second level would hide what is late."""
    plan.validate_constraints()
    if plan.parent is None:
        return
    if plan.parent.is_in_drawer:
        raise ValidationError({"parent": _("Ein Krisenplan hat keine Teilprojekte.")})
    if plan.parent.parent_id is not None:
        raise ValidationError({"parent": _("„%s“ ist selbst ein Teilprojekt.") % plan.parent})
    if plan.pk and plan.parts.exists():
        raise ValidationError({"parent": _("Dieser Plan hat selbst Teilprojekte.")})
