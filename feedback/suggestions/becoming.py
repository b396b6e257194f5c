"""What becomes of an accepted suggestion: an action, new or under way already, or a touchpoint that was missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from actions.recording import record
from feedback.errors import NoSuchMove, NotAllowed
from feedback.models import Suggestion, SuggestionState
from feedback.suggestions.deciding import locked
from teams.models import User
from touchpoints.models import Touchpoint


class NotAccepted(NotAllowed):
    """First the decision, then the work."""

    sentence = _("Erst annehmen, dann wird etwas daraus.")


class HasBecome(NotAllowed):
    """Somebody was faster."""

    sentence = _("Daraus ist inzwischen schon etwas geworden.")


class ActionEnded(NotAllowed):
    """Nothing new comes of what has ended."""

    sentence = _("Diese Maßnahme ist inzwischen nicht mehr offen.")


@transaction.atomic
def into_action(
    *, suggestion: Suggestion, action: Action, helpers: Iterable[User], by: User, at: datetime
) -> Suggestion:
    """Record the action and remember what it came of. Raises NotAccepted, HasBecome."""
    held = _to_become(suggestion, "action")
    held.action = record(action=action, by=by, helpers=helpers, at=at)
    held.save(update_fields=["action"])
    return held


@transaction.atomic
def tie(*, suggestion: Suggestion, action: Action) -> Suggestion:
    """Remember that an open action of the team does what was proposed. Raises NotAccepted, HasBecome, ActionEnded."""
    held = _to_become(suggestion, "action")
    still_open = held.team.actions.open().select_for_update(no_key=True, of=("self",)).filter(pk=action.pk).first()
    if still_open is None:
        raise ActionEnded
    held.action = still_open
    held.save(update_fields=["action"])
    return held


@transaction.atomic
def untie(*, suggestion: Suggestion, expected: int) -> Suggestion:
    """Part it from the action of that key, which stays as it is. Raises NotAccepted, NoSuchMove if it has another."""
    held = locked(suggestion)
    if not may_become(held):
        raise NotAccepted
    if held.action_id != expected:
        raise NoSuchMove
    held.action = None
    held.save(update_fields=["action"])
    return held


@transaction.atomic
def into_touchpoint(*, suggestion: Suggestion, make: Callable[[], Touchpoint]) -> Suggestion:
    """Make the touchpoint and remember what it came of. Raises NotAccepted, HasBecome, and then makes none."""
    held = _to_become(suggestion, "became")
    held.became = make()
    held.save(update_fields=["became"])
    return held


def may_become(suggestion: Suggestion) -> bool:
    """Whether something can be made of it now."""
    return suggestion.state == SuggestionState.ACCEPTED


def _to_become(suggestion: Suggestion, what: str) -> Suggestion:
    held = locked(suggestion)
    if not may_become(held):
        raise NotAccepted
    if getattr(held, f"{what}_id") is not None:
        raise HasBecome
    return held
