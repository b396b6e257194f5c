"""Recording and changing actions: the doors through which who does what until when is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from actions.announcing import announce_action
from actions.models import Action
from actions.moving import held
from teams.models import Event, User


@transaction.atomic
def record(*, action: Action, by: User | None, at: datetime, helpers: Iterable[User] = ()) -> Action:
    """Store a new action that its form has cleaned."""
    _assign(action, by, at)
    _keep(action, list(helpers) or None)
    announce_action(Event.ACTION_CREATED, action, at)
    if action.responsible_id:
        announce_action(Event.ACTION_ASSIGNED, action, at)
    return action


@transaction.atomic
def change(*, action: Action, values: Mapping[str, Any], by: User | None, at: datetime) -> Action:
    """Change these fields of the row as it stands now, and no other: what a colleague changed meanwhile stays.

    What says the same as the row is no change, and the history does not grow. Raises ValidationError where both
    together break a rule.
    """
    action, fields = held(action), dict(values)
    helpers = fields.pop("helpers", None)
    before = {name: action.serializable_value(name) for name in fields}
    for name, value in fields.items():
        setattr(action, name, value)
    action.validate_constraints()
    changed = [name for name, old in before.items() if action.serializable_value(name) != old]
    if "responsible" in changed:
        _assign(action, by, at)
    if helpers is not None and set(action.helpers.all()) != set(helpers):
        changed.append("helpers")
    if changed:
        _keep(action, helpers)
        _announce_change(action, changed, at)
    return action


@transaction.atomic
def remove(*, action: Action, at: datetime) -> None:
    """Delete an action that was not meant after all; whoever heard of it hears that it is gone."""
    announce_action(Event.ACTION_REMOVED, action, at)
    action.delete()


def _keep(action: Action, helpers: Iterable[User] | None) -> None:
    """Save the action with its helpers as one change of its history, where each would be a change of its own."""
    if helpers is not None:
        action.skip_history_when_saving = True  # type: ignore[attr-defined]
        action.save()
        action.helpers.set(helpers)
        del action.skip_history_when_saving  # type: ignore[attr-defined]
    action.save()


def _announce_change(action: Action, changed: list[str], at: datetime) -> None:
    announce_action(Event.ACTION_CHANGED, action, at, changed=changed)
    if "responsible" in changed and action.responsible_id:
        announce_action(Event.ACTION_ASSIGNED, action, at)


def _assign(action: Action, by: User | None, at: datetime) -> None:
    action.assigned_at = at if action.responsible_id else None
    action.assigned_by = by
