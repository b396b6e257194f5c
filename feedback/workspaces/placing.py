"""Saying quickly what a voice is: for or against, where, why and how much is felt."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback import keeping
from feedback.errors import NoSuchMove
from feedback.models import Feedback, Reason
from teams.models import User
from touchpoints.models import Touchpoint


@transaction.atomic
def place(
    *,
    voice: Feedback,
    polarity: str,
    touchpoint: Touchpoint | None,
    reason: Reason | None,
    strength: int | None,
    by: User,
    at: datetime,
) -> Feedback:
    """A person says all of it at once; who decided for or against is noted only where that or the place changes.

    Raises NoSuchMove for a reason of the other side.
    """
    voice = Feedback.objects.select_for_update(of=("self",), no_key=True).get(pk=voice.pk)
    if reason and reason.polarity != polarity:
        raise NoSuchMove
    if (voice.polarity, voice.touchpoint_id) != (polarity, touchpoint.pk if touchpoint else None):
        voice = keeping.judge(voice, polarity=polarity, touchpoint=touchpoint, by=by, at=at)
    voice.reason, voice.strength = reason, strength
    voice.save(update_fields=["reason", "strength"])
    return voice
