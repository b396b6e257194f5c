"""What became of an action: the answer at the follow-up, and the action that follows from it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actions.announcing import announce_action
from actions.errors import NotAllowed
from actions.models import Action, Outcome, Status
from actions.moving import held
from actions.recording import change, record, remove
from teams.models import Event, User
from touchpoints.measuring.readings import check_on_scale

HANDED_ON = (
    "team",
    "touchpoint",
    "plan",
    "what",
    "why",
    "department",
    "responsible",
    "with_whom",
    "priority",
    "metric",
    "start_value",
    "target_value",
    "target_group",
    "media_use",
    "region",
    "culture",
    "brand_fit",
)
"""What an action that fine-tunes another takes over from it."""


TYPED = ("steps", "comments", "files", "expenses", "scenarios")
"""What people have put on an action: nothing of it is thrown away unseen."""


@transaction.atomic
def settle(
    *,
    action: Action,
    outcome: Outcome,
    result: str,
    again_on: date | None = None,
    measured_value: Decimal | None = None,
    by: User | None = None,
    at: datetime,
) -> Action:
    """Say what became of an action; the same answer again changes nothing, a different one corrects the first.

    Fine-tuning makes the action that follows, until `again_on`, when the team asks again; a correction takes it back
    while nothing has been done about it. Raises NotAllowed for what was dropped, for fine-tuning without a day and for
    a value that the metric cannot have. Without a metric nothing is measured, and what was measured earlier stays.
    """
    action = held(action)
    _check(action, outcome, again_on, measured_value)
    measured_value = measured_value if action.metric_id else action.measured_value
    if (action.outcome, action.result, action.measured_value) != (outcome, result, measured_value):
        _answer(action, outcome, result, measured_value, at)
    if outcome == Outcome.FINE_TUNE and again_on:
        _go_on(action, until=again_on, by=by, at=at)
    else:
        _take_back(action, at)
    return action


def _check(action: Action, outcome: Outcome, again_on: date | None, measured_value: Decimal | None) -> None:
    if action.status == Status.DROPPED:
        raise NotAllowed(_("Diese Maßnahme ist verworfen."))
    if outcome == Outcome.FINE_TUNE and again_on is None:
        raise NotAllowed(_("Zum Nachjustieren gehört ein neuer Folgetermin."))
    if action.metric and measured_value is not None:
        try:
            check_on_scale(action.metric.type, measured_value)
        except ValidationError as refusal:
            raise NotAllowed(refusal.messages[0]) from refusal


def _answer(action: Action, outcome: Outcome, result: str, measured_value: Decimal | None, at: datetime) -> None:
    before = action.status
    action.settle(outcome=outcome, result=result, measured_value=measured_value, at=at)
    announce_action(Event.ACTION_SETTLED, action, at)
    if action.status != before:
        announce_action(Event.ACTION_STATUS_CHANGED, action, at, before=before)


def _go_on(action: Action, *, until: date, by: User | None, at: datetime) -> None:
    """Make the action that follows; if it is there already and not over, let it end on another day."""
    follows = _held_follower(action)
    if follows is None:
        handed_on = {name: getattr(action, name) for name in HANDED_ON}
        follows = Action(**handed_on, predecessor=action, due_on=until, follow_up_on=until)
        record(action=follows, by=by, helpers=action.helpers.all(), at=at)
    elif follows.is_open and follows.follow_up_on != until:
        if follows.starts_on and follows.starts_on > until:
            raise NotAllowed(_("Die Maßnahme, die daran anschließt, beginnt erst nach diesem Tag."))
        change(action=follows, values={"due_on": until, "follow_up_on": until}, by=by, at=at)


def _take_back(action: Action, at: datetime) -> None:
    """Remove the action that follows, unless somebody has begun it or put something on it."""
    follows = _held_follower(action)
    if follows and follows.status == Status.PLANNED and not any(getattr(follows, rows).exists() for rows in TYPED):
        remove(action=follows, at=at)


def _held_follower(action: Action) -> Action | None:
    follows = Action.objects.filter(predecessor=action).first()
    return held(follows) if follows else None
