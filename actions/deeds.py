"""Deeds of one click: the form that a deed asks with, and the door that it goes through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from actions.asking_for_help import ask_for_help, lend_a_hand, take_back
from actions.errors import NotAllowed
from actions.models import Action, Deed, Status
from actions.moving import held, move
from actions.my_day.forms import HelpForm, PostponeForm
from actions.postponing import postpone
from actions.settle_form import SettleForm
from actions.settling import settle
from actions.undoing import undo_done
from teams.models import User


def form_of(deed: Deed, data: QueryDict | None, *, action: Action, today: date) -> forms.Form:
    """The small form that a deed asks with, an empty one for the others; several may stand on one page."""
    auto_id = f"id_{action.pk}_{deed}_%s"
    match deed:
        case Deed.POSTPONE:
            return PostponeForm(data, action=action, today=today, auto_id=auto_id)
        case Deed.HELP:
            return HelpForm(data, auto_id=auto_id)
        case Deed.SETTLE:
            return SettleForm(data, action=action, today=today, auto_id=auto_id)
        case _:
            return forms.Form(data)


def do(deed: Deed, *, action: Action, said: Mapping[str, Any], by: User, at: datetime) -> Action:
    """Do it with what the form has cleaned; a second click is the same deed. Raises NotAllowed."""
    match deed:
        case Deed.DONE:
            return move(action=action, to=Status.DONE, at=at)
        case Deed.START | Deed.GO_ON:
            return _get_going(deed, action, at)
        case Deed.UNDO:
            return undo_done(action=action, at=at)
        case Deed.POSTPONE:
            return postpone(action=action, **said, by=by, at=at)
        case Deed.HELP:
            return ask_for_help(action=action, **said, by=by, at=at)
        case Deed.TAKE_BACK:
            return take_back(action=action)
        case Deed.LEND_A_HAND:
            return lend_a_hand(action=action, by=by, at=at)
        case Deed.SETTLE:
            return _settle(action, said, by, at)


@transaction.atomic
def _get_going(deed: Deed, action: Action, at: datetime) -> Action:
    """Let it run, unless it was finished or stopped meanwhile: that is not undone by an old page or mail."""
    action = held(action)
    if action.status != Status.RUNNING and not deed.fits(action):
        raise NotAllowed(_("Inzwischen steht sie auf „%s“.") % action.get_status_display())
    return move(action=action, to=Status.RUNNING, at=at)


@transaction.atomic
def _settle(action: Action, said: Mapping[str, Any], by: User, at: datetime) -> Action:
    """Say what became of it, unless a colleague has said something else meanwhile: who has not read it keeps it.

    What was measured stays where the form does not ask for it.
    """
    action = held(action)
    if action.settled_at and (action.outcome, action.result) != (said["outcome"], said["result"]):
        raise NotAllowed(_("Was daraus wurde, steht inzwischen fest."))
    return settle(action=action, **{"measured_value": action.measured_value, **said}, by=by, at=at)
