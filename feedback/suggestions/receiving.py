"""Taking in what an employee proposes: received at once, with a mail or a code to come back by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from feedback.models import Suggestion
from feedback.suggestions import letters
from feedback.suggestions.receipts import code_for, kept_hash, kept_of
from teams.models import Team, User
from teams.wording import cleaned
from touchpoints.models import Touchpoint


@dataclass(frozen=True)
class Words:
    """What somebody proposes, in their own words."""

    title: str
    text: str = ""
    benefit: str = ""
    touchpoint: Touchpoint | None = None


@dataclass(frozen=True)
class Received:
    """The suggestion as stored; `code` is empty for people who are known by their account."""

    suggestion: Suggestion
    code: str


def receive(*, team: Team, words: Words, sheet: UUID, at: datetime, by: User | None = None, name: str = "") -> Received:
    """Store a suggestion; the same form sent again is the same suggestion and the same code.

    Of whom neither `by` nor `name` is given nothing is kept: the moment of theirs is that of the full hour, so that
    no other record of who was here leads to them.
    """
    code = "" if by else code_for(sheet, team)
    fresh = Suggestion(
        team=team,
        touchpoint=words.touchpoint,
        title=words.title,
        text=cleaned(words.text),
        benefit=cleaned(words.benefit),
        by=by,
        name="" if by else name,
        receipt_hash=kept_hash(code) if code else "",
        sheet=kept_of(sheet),
        received_at=at if by or name else at.replace(minute=0, second=0, microsecond=0),
    )
    return Received(_kept_once(fresh, at), code)


def _kept_once(fresh: Suggestion, at: datetime) -> Suggestion:
    same = Suggestion.objects.filter(team=fresh.team, sheet=fresh.sheet)
    try:
        with transaction.atomic():
            if (known := same.first()) is not None:
                return known
            fresh.save()
            letters.received(fresh, at=at)
            letters.to_answer(fresh, at=at)
            return fresh
    except IntegrityError:
        if (known := same.first()) is not None:
            return known
        if fresh.touchpoint is None:
            raise
    fresh.pk, fresh.touchpoint, fresh._state.adding = None, None, True  # it has just been removed; the words count
    return _kept_once(fresh, at)


def by_code(typed: str) -> Suggestion | None:
    """The suggestion behind a receipt code, however it was typed; None where there is none."""
    found = Suggestion.objects.select_related("team", "touchpoint", "action", "became")
    return found.filter(receipt_hash=kept_hash(typed)).first()
