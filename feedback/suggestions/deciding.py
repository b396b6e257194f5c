"""The one door of a suggestion's state. Whoever decides tells the person: without words nothing is decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from feedback.errors import NeedsAnswer, NoSuchMove, NotAllowed
from feedback.models import Reply, Suggestion, SuggestionState
from feedback.models.suggestion import CLOSED, MOVES
from feedback.suggestions import letters
from teams.models import User
from teams.wording import cleaned


class OwnSuggestion(NotAllowed):
    """Somebody else looks at it."""

    sentence = _("Über den eigenen Vorschlag entscheidet jemand anders.")


@transaction.atomic
def move(
    *,
    suggestion: Suggestion,
    expected: str,
    to: str,
    by: User,
    at: datetime,
    words: str = "",
    kind: str = Reply.Kind.ANSWER,
    thanks: str | None = None,
) -> Suggestion:
    """Bring a suggestion from the expected state into another, and tell the person why.

    `words` are what the person is told, in writing or, by `kind`, in a conversation; only into review it goes without.
    `thanks` is what everyone reads, None for what stands there. Raises NoSuchMove if it is elsewhere meanwhile or the
    way does not exist, OwnSuggestion, NeedsAnswer.
    """
    held = locked(suggestion)
    if held.state != expected or to not in MOVES[held.state]:
        raise NoSuchMove
    if to != SuggestionState.DONE:
        by_somebody_else(held, by)
    if to != SuggestionState.IN_REVIEW:
        _say(held, kind=kind, words=words, by=by, at=at)
    held.state = to
    held.closed_at = at if to in CLOSED else None
    if thanks is not None:
        held.thanks = cleaned(thanks)
    held.public_title = held.public_outcome = ""  # they spoke of the decision before
    held.save(update_fields=["state", "closed_at", "thanks", "answered_at", "public_title", "public_outcome"])
    return held


@transaction.atomic
def answer(*, suggestion: Suggestion, kind: str, words: str, by: User, at: datetime) -> Reply:
    """Tell the person something, or note what was said in a conversation. Raises OwnSuggestion, NeedsAnswer."""
    held = locked(suggestion)
    by_somebody_else(held, by)
    reply = _say(held, kind=kind, words=words, by=by, at=at)
    held.save(update_fields=["answered_at"])
    return reply


@transaction.atomic
def write_back(*, suggestion: Suggestion, words: str, at: datetime) -> Reply:
    """Keep what the person writes; the same words sent twice in a row are one reply.

    Of somebody anonymous the hour is kept alone, as of their suggestion, or the moment of the reply before if later.
    """
    held, words = locked(suggestion), cleaned(words)
    last = held.replies.order_by("-pk").first()
    if last and (last.kind, last.text) == (Reply.Kind.BACK, words):
        return last
    reply: Reply = held.replies.create(kind=Reply.Kind.BACK, text=words, at=_kept_moment(held, last, at))
    letters.wrote_back(held, reply, at=at)
    return reply


def _kept_moment(suggestion: Suggestion, last: Reply | None, at: datetime) -> datetime:
    if not suggestion.is_anonymous:
        return at
    hour = at.replace(minute=0, second=0, microsecond=0)
    return max(hour, last.at) if last else hour


def locked(suggestion: Suggestion) -> Suggestion:
    """The row as it stands, which nobody else changes until the transaction ends."""
    return Suggestion.objects.select_for_update(no_key=True, of=("self",)).select_related("team").get(pk=suggestion.pk)


def by_somebody_else(suggestion: Suggestion, by: User) -> None:
    """Go on unless it is their own. Raises OwnSuggestion."""
    if suggestion.by_id == by.pk:
        raise OwnSuggestion


def _say(held: Suggestion, *, kind: str, words: str, by: User, at: datetime) -> Reply:
    words = cleaned(words)
    if not words:
        raise NeedsAnswer
    reply: Reply = held.replies.create(kind=kind, text=words, by=by, at=at)
    held.answered_at = held.answered_at or at
    letters.answered(held, reply, at=at)
    return reply
