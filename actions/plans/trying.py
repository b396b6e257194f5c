"""A trial in a test market: go or no-go, and the roll-out that follows from a go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from actions.errors import NotAllowed
from actions.models import Action, Decision, Dependency, Plan, PlanKind
from actions.plans.making import held, make
from actions.plans.sequence import dependencies_among
from actions.recording import record
from teams.models import User
from touchpoints.describing import one_at_a_time

REPEATED = (
    "team",
    "touchpoint",
    "what",
    "why",
    "department",
    "with_whom",
    "priority",
    "budget",
    "metric",
    "target_value",
    "target_group",
    "media_use",
    "region",
    "culture",
    "brand_fit",
)
"""What an action of a roll-out takes over from the one that was tried."""


@transaction.atomic
def decide(*, pilot: Plan, decision: Decision, reason: str, by: User, at: datetime) -> Plan:
    """Say once and for all how a trial ends; the same answer again changes nothing, a no-go closes the trial.

    Raises NotAllowed for what is no trial, for an answer without a reason and where another one was given before.
    """
    pilot = held(pilot)
    if not pilot.is_pilot:
        raise NotAllowed(_("Entschieden wird nur über eine Erprobung."))
    if not reason:
        raise NotAllowed(_("Dazu gehört der Grund."))
    if pilot.decision:
        if pilot.decision == decision:
            return pilot
        raise NotAllowed(_("Darüber ist schon entschieden: %s") % pilot.get_decision_display())
    pilot.decision, pilot.decision_reason = decision, reason
    pilot.decided_on, pilot.decided_by = pilot.team.today(at), by
    if decision == Decision.NO_GO:
        pilot.closed_at = at
    pilot.save()
    return pilot


def roll_out(*, pilot: Plan, roll_out: Plan, actions: Sequence[Action], by: User, at: datetime) -> Plan:
    """Make the roll-out of a trial with a go: `actions` again, their days moved so that the first begins on its start.

    They stay with the people who still work in the team. A second click finds the roll-out that the first has made.
    Raises NotAllowed without a go and for days that no calendar has, ValidationError as `making.make` does.
    """
    with one_at_a_time(pilot.team):
        pilot = held(pilot)
        if known := Plan.objects.filter(tried_in=pilot).first():
            return known
        if pilot.decision != Decision.GO:
            raise NotAllowed(_("Ausgerollt wird nach einem Go."))
        roll_out.kind, roll_out.tried_in = PlanKind.ROLL_OUT, pilot
        make(plan=roll_out)
        _repeat(actions, into=roll_out, by=by, at=at)
    return roll_out


def _repeat(actions: Sequence[Action], *, into: Plan, by: User, at: datetime) -> None:
    if not actions:
        return
    begin = into.starts_on or into.team.today(at)
    later = begin - min(action.starts_on or action.due_on for action in actions)
    working = set(into.team.memberships.working().values_list("user", flat=True))
    again = {}
    for action in actions:
        copy, helpers = _again(action, into, later), action.helpers.filter(pk__in=working)
        copy.responsible = action.responsible if action.responsible_id in working else None
        again[action.pk] = record(action=copy, by=by, helpers=helpers, at=at)
    pairs = dependencies_among(actions)
    Dependency.objects.bulk_create(Dependency(action=again[action], after=again[after]) for action, after in pairs)


def _again(action: Action, plan: Plan, later: timedelta) -> Action:
    taken_over = {name: getattr(action, name) for name in REPEATED}
    try:
        return Action(
            **taken_over,
            plan=plan,
            starts_on=_moved(action.starts_on, later),
            due_on=action.due_on + later,
            follow_up_on=_moved(action.follow_up_on, later),
        )
    except OverflowError:
        raise NotAllowed(_("„%s“ läge nach dem letzten Tag des Kalenders.") % action) from None


def _moved(day: date | None, later: timedelta) -> date | None:
    return day + later if day else None
