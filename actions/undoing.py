"""Taking back that an action is done: it goes on from where it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actions.errors import NotAllowed
from actions.models import Action, Status
from actions.moving import held, move


@transaction.atomic
def undo_done(*, action: Action, at: datetime) -> Action:
    """Bring a done action back to the status that it had, a block with its reason. A second click is the same step.

    Raises NotAllowed once the team has said what became of it.
    """
    action = held(action)
    if action.settled_at:
        raise NotAllowed(_("Was daraus wurde, steht schon fest. Auf der Seite der Maßnahme lässt sie sich öffnen."))
    if action.status != Status.DONE:
        return action
    before = action.history.exclude(status=Status.DONE).order_by("-history_date", "-history_id").first()
    action = move(action=action, to=Status.RUNNING, at=at)
    if before and before.status in (Status.PLANNED, Status.BLOCKED):
        action = move(action=action, to=Status(before.status), reason=before.blocked_reason, at=at)
    return action
