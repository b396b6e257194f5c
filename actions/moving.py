"""Moving an action from one status to another, and holding its row meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actions.announcing import announce_action
from actions.errors import Gone
from actions.models import Action, Status
from teams.models import Event


def held(action: Action) -> Action:
    """The action as it stands now; nobody else changes it before the caller's transaction ends. Raises Gone."""
    found = Action.objects.select_for_update(of=("self",)).select_related("team").filter(pk=action.pk).first()
    if found is None:
        raise Gone(_("Diese Maßnahme gibt es nicht mehr."))
    return found


def move(*, action: Action, to: Status, reason: str = "", at: datetime) -> Action:
    """Bring an action to another status; a second click is the same move. Raises NotAllowed."""
    with transaction.atomic():
        action = held(action)
        if (before := action.status) != to:
            action.move(to, reason=reason, at=at)
            announce_action(Event.ACTION_STATUS_CHANGED, action, at, before=before)
    return action
