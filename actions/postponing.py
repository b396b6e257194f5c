"""Giving an action a later last day, with the reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actions.announcing import announce_action
from actions.errors import NotAllowed
from actions.models import Action, Postponement
from actions.moving import held
from teams.models import Event, User

FURTHEST = timedelta(days=5 * 366)
"""Beyond that, a last day is a slip of the keyboard."""


@transaction.atomic
def postpone(*, action: Action, to: date, reason: str, by: User, at: datetime) -> Action:
    """Give an open action a later last day; the one promised first stays. A second click is the same step.

    The follow-up moves along by as many days if it would lie before. Raises NotAllowed.
    """
    action = held(action)
    if action.is_open and action.due_on == to:
        return action
    _refuse(action, to, reason, action.team.today(at))
    from_day, action.due_on = action.due_on, to
    if action.follow_up_on and action.follow_up_on < to:
        action.follow_up_on += max(to - from_day, to - action.follow_up_on)
    action.save(update_fields=["due_on", "follow_up_on"])
    Postponement.objects.create(action=action, from_day=from_day, to_day=to, reason=reason, by=by, at=at)
    announce_action(Event.ACTION_CHANGED, action, at, changed=["due_on"])
    return action


def _refuse(action: Action, to: date, reason: str, today: date) -> None:
    if not action.is_open:
        raise NotAllowed(_("Was nicht mehr offen ist, lässt sich nicht verschieben."))
    if to < today:
        raise NotAllowed(_("Dieser Tag ist schon vorbei."))
    if to <= action.due_on:
        raise NotAllowed(_("Der neue Tag liegt nicht nach dem bisherigen."))
    if to > today + FURTHEST:
        raise NotAllowed(_("Das ist mehr als fünf Jahre hin."))
    if not reason:
        raise NotAllowed(_("Dazu gehört der Grund."))
