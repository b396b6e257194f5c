"""Putting right what was typed in, and deleting it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from feedback import keeping, speaking
from feedback.collecting.recording import remember_contact
from feedback.models import Feedback
from teams.models import User

PLAIN = ("via", "said_on", "strength", "reason", "source", "reference", "may_quote")
"""What is stored as it is typed; words, judgement, contact and persona have doors of their own."""


@transaction.atomic
def correct(*, voice: Feedback, values: dict[str, Any], by: User, at: datetime) -> Feedback:
    """Let the voice say what it says now; what `values` does not name stays."""
    voice = _held(voice)
    plain = [name for name in PLAIN if name in values]
    for name in plain:
        setattr(voice, name, values[name])
    voice.save(update_fields=plain)
    if "text" in values and values["text"] != voice.text:
        voice = keeping.reword(voice, text=values["text"])
    polarity, touchpoint = values["polarity"], values["touchpoint"]
    if (polarity, touchpoint) != (voice.polarity, voice.touchpoint):
        voice = keeping.judge(voice, polarity=polarity, touchpoint=touchpoint, by=by, at=at)
    remember_contact(voice, name=values["name"], address=values["address"], at=at)
    speaking.say(voice, values["persona"])
    return voice


@transaction.atomic
def remove(*, voice: Feedback) -> None:
    """Delete a voice with its case, its praise and its contact; what was chosen on a scale stays."""
    Feedback.objects.filter(pk=voice.pk).delete()


def _held(voice: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(no_key=True, of=("self",)).select_related("team").get(pk=voice.pk)
