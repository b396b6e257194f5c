"""A voice that is good and bad at once becomes two, each with its own words; nothing is added to what was said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from feedback import keeping
from feedback.errors import NoSuchMove
from feedback.models import Contact, Feedback, Polarity, RecoveryCase
from feedback.topics import reading
from teams.models import User

MOST = 60
"""Parts that one voice is offered in; what is left over stands in the last one."""

TURNS = r"aber|doch|jedoch|allerdings|leider|dafür|trotzdem|nur|hingegen|but|however|though|although|unfortunately"
SENTENCES = re.compile(
    rf"(?<=[.!?;:…])\s+|\n+|\s+(?=[–—]\s)|,\s+(?=(?:{TURNS})\b)|\s+(?=(?:aber|jedoch|but|however)\b)", re.IGNORECASE
)
CLAUSES = re.compile(r",\s+|\s+(?=(?:und|and|sowie)\b)", re.IGNORECASE)
KEPT = ("team", "touchpoint", "answer", "via", "said_on", "strength", "source", "reference", "may_quote", "recorded_by")
"""What both halves have in common."""


def parts_of(text: str) -> list[str]:
    """The text in pieces that can be told apart: sentences and what turns within them; clauses where that is one."""
    parts = _pieces(SENTENCES, text)
    parts = parts if len(parts) > 1 else _pieces(CLAUSES, text)
    return parts if len(parts) <= MOST else [*parts[: MOST - 1], " ".join(parts[MOST - 1 :])]


def sign_of(text: str) -> str:
    """Tells whether the words are still those that somebody has looked at."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction.atomic
def split(*, voice: Feedback, sides: Mapping[int, str], seen: str, by: User, at: datetime) -> tuple[Feedback, Feedback]:
    """Make two of a voice, by the side of each of its parts, counted from 0; a part of no side goes to both.

    The voice itself becomes the bad half, or the good one where it is shown as praise already. Both keep source and
    day; contact and case go with what was bad, for that is what wants an answer. Returns the bad and the good half.
    Raises NoSuchMove if one half would be empty, or if the words have another sign than those that were `seen`.
    """
    voice = Feedback.objects.select_for_update(of=("self",)).select_related("team").get(pk=voice.pk)
    words = _halves(voice.text, sides)
    if sign_of(voice.text) != seen or not all(words.values()):
        raise NoSuchMove
    stays = Polarity.POSITIVE if hasattr(voice, "praise") else Polarity.NEGATIVE
    leaves = Polarity.POSITIVE if stays == Polarity.NEGATIVE else Polarity.NEGATIVE
    half = Feedback(**{name: getattr(voice, name) for name in KEPT}, text=words[leaves], polarity=leaves, judged_by=by)
    kept = keeping.keep(half, at=at)
    voice = _halved(voice, words[stays], stays, by, at)
    if stays == Polarity.POSITIVE:
        Contact.objects.filter(feedback=voice).update(feedback=kept)
        RecoveryCase.objects.filter(feedback=voice).update(feedback=kept)
    return (voice, kept) if stays == Polarity.NEGATIVE else (kept, voice)


def _halved(voice: Feedback, words: str, polarity: str, by: User, at: datetime) -> Feedback:
    """The voice with its half of the words; the topics that a person has confirmed stay."""
    voice = keeping.reword(voice, text=words)
    if voice.reason and voice.reason.polarity != polarity:
        voice.reason = None
    voice.marks.filter(is_confirmed=False, by=None).delete()
    reading.propose([voice])
    voice.save(update_fields=["reason", "proposal"])
    reading.mark([voice])
    return keeping.judge(voice, polarity=polarity, touchpoint=voice.touchpoint, by=by, at=at)


def _halves(text: str, sides: Mapping[int, str]) -> dict[str, str]:
    parts = parts_of(text)
    both = Polarity.NEGATIVE, Polarity.POSITIVE
    return {
        side: "\n".join(part for place, part in enumerate(parts) if sides.get(place) in ("", side))
        if side in sides.values()
        else ""
        for side in both
    }


def _pieces(between: re.Pattern[str], text: str) -> list[str]:
    return [piece.strip() for piece in between.split(text) if piece and piece.strip()]
