"""Storing what somebody of the team has typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from feedback import keeping, speaking
from feedback.models import Contact, Feedback, Listening, Polarity, Reason
from feedback.models.voice import FeedbackQuerySet
from teams.models import Team, User


class _StoredMeanwhile(Exception):
    """A second click was faster."""


type Sides = dict[str, str]
"""Words by polarity: one entry, or one for each side."""


@dataclass(frozen=True)
class Typed:
    """What was typed: one voice, or two where it is both for and against; `about` belongs to either."""

    sheet: UUID
    words: Sides
    reason: Reason | None
    about: dict[str, Any]
    name: str
    address: str
    persona: int | None


def record(*, team: Team, typed: Typed, by: User, at: datetime) -> tuple[list[Feedback], bool]:
    """Store it, once for each sheet, however often it is sent. Returns the voices, and whether they are new."""
    try:
        with transaction.atomic():
            if not (kept := list(kept_from(team, typed.sheet))):
                return [_record(team, typed, side, by, at) for side in typed.words], True
    except (IntegrityError, _StoredMeanwhile):
        kept = list(kept_from(team, typed.sheet))
        if not kept:
            raise
    return kept, False


def kept_from(team: Team, sheet: UUID) -> FeedbackQuerySet:
    """What was stored from a sheet."""
    return team.voices.filter(key__in=[_key(sheet, ""), _key(sheet, Polarity.POSITIVE)]).order_by("pk")


def contact_of(voice: Feedback) -> Contact | None:
    """How to answer, if that is known and not forgotten yet."""
    return Contact.objects.filter(feedback=voice).first()


def remember_contact(voice: Feedback, *, name: str, address: str, at: datetime) -> None:
    """Keep how to answer, for as long as the team keeps such things; nothing typed, nothing kept."""
    if not name and not address:
        Contact.objects.filter(feedback=voice).delete()
        return
    until = voice.team.today(at) + timedelta(days=Listening.of(voice.team).days_contact_kept)
    values = {"name": name, "address": address}
    Contact.objects.update_or_create(feedback=voice, defaults=values, create_defaults=values | {"forget_on": until})


def _record(team: Team, typed: Typed, side: str, by: User, at: datetime) -> Feedback:
    voice = Feedback(
        team=team,
        text=typed.words[side],
        polarity=side,
        reason=typed.reason if typed.reason and typed.reason.polarity == side else None,
        recorded_by=by,
        judged_by=by if side else None,
        key=_key(typed.sheet, side if len(typed.words) > 1 else ""),
        **typed.about,
    )
    if not keeping.keep_many([voice], at=at):
        raise _StoredMeanwhile
    if typed.name or typed.address:
        remember_contact(voice, name=typed.name, address=typed.address, at=at)
    if typed.persona:
        speaking.say(voice, typed.persona)
    return voice


def _key(sheet: UUID, side: str) -> str:
    """The first or only voice of a sheet has its number, the praise beside a complaint a number of its own."""
    return f"{sheet}+" if side == Polarity.POSITIVE else str(sheet)
