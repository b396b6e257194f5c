"""The door by which a customer's voice comes in, wherever it was said, and by which it is judged.

What comes in is read by the team's dictionary, found by the search and looked at by the alerts; whoever brings voices
in calls `keep` or `keep_many` and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.alerting import noticing
from feedback.models import Feedback
from feedback.topics import reading
from teams.models import User
from teams.wording import cleaned
from touchpoints.models import Touchpoint


@transaction.atomic
def keep(voice: Feedback, *, at: datetime) -> Feedback:
    """Store one voice and let everyone know who is to know at once. Returns it."""
    return keep_many([voice], at=at)[0]


@transaction.atomic
def keep_many(voices: Sequence[Feedback], *, at: datetime) -> list[Feedback]:
    """Store many voices of one team with a constant number of queries, in the order in which they come.

    What is there already by its `key` is left out. Returns what was stored.
    """
    fresh = _unknown([_tidy(voice, at) for voice in voices]) if voices else []
    if not fresh:
        return []
    reading.propose(fresh)
    kept = Feedback.objects.bulk_create(fresh, batch_size=500)
    reading.mark(kept)
    noticing.notice(kept, at=at)
    return kept


@transaction.atomic
def judge(voice: Feedback, *, polarity: str, touchpoint: Touchpoint | None, by: User, at: datetime) -> Feedback:
    """A person says whether a voice is for or against and where it belongs; the alerts look at it then."""
    voice = Feedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=voice.pk)
    voice.polarity, voice.touchpoint, voice.judged_by, voice.judged_at = polarity, touchpoint, by, at
    voice.save(update_fields=["polarity", "touchpoint", "judged_by", "judged_at"])
    noticing.notice([voice], at=at)
    return voice


@transaction.atomic
def reword(voice: Feedback, *, text: str) -> Feedback:
    """Put other words in place of what was said, as masking does; what stood there is kept nowhere."""
    voice = Feedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=voice.pk)
    voice.text = cleaned(text)
    voice.save(update_fields=["text"])
    return voice


def _tidy(voice: Feedback, at: datetime) -> Feedback:
    voice.text, voice.created_at = cleaned(voice.text), at
    if voice.polarity and not voice.judged_at:
        voice.judged_at = at
    return voice


def _unknown(voices: list[Feedback]) -> list[Feedback]:
    """Each key once, the first that came, and none that is there already."""
    keys = {voice.key for voice in voices} - {""}
    same = Feedback.objects.filter(team=voices[0].team_id, key__in=keys) if keys else Feedback.objects.none()
    seen = set(same.values_list("via", "key"))
    fresh = []
    for voice in voices:
        if not voice.key or (voice.via, voice.key) not in seen:
            seen.add((voice.via, voice.key))
            fresh.append(voice)
    return fresh
