"""What people say about an action; whoever is named in it gets one mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from actions.models import Action, Comment
from actions.moving import held
from actions.reminders.threads import thread_of
from teams.letters import compose, post
from teams.models import Membership, User


@transaction.atomic
def say(
    *, action: Action, text: str, mentions: Iterable[User], by: User, at: datetime, sheet: UUID | None = None
) -> Comment:
    """Add a comment and write to those who are named in it; the same sheet twice is one comment."""
    action = held(action)
    if sheet and (known := action.comments.filter(sheet=sheet).first()):
        return known
    comment = action.comments.create(author=by, text=text, at=at, sheet=sheet)
    _name(comment, mentions, at)
    return comment


@transaction.atomic
def reword(*, comment: Comment, text: str, mentions: Iterable[User], at: datetime) -> None:
    """Give a comment other words; only who is newly named in it gets a mail. Raises DoesNotExist if it is gone."""
    comment = held(comment.action).comments.get(pk=comment.pk)
    if comment.text != text:
        comment.text, comment.edited_at = text, at
        comment.save(update_fields=["text", "edited_at"])
    _name(comment, mentions, at)


def may_reword(comment: Comment, by: Membership) -> bool:
    """Whoever wrote it and still works in the team."""
    return by.can_write and comment.author_id == by.user_id


def may_remove(comment: Comment, by: Membership) -> bool:
    """Whoever wrote it, and leads."""
    return by.is_lead or may_reword(comment, by)


def _name(comment: Comment, people: Iterable[User], at: datetime) -> None:
    named = list(people)
    comment.mentions.set(named)
    for person in named:
        if person.pk != comment.author_id:
            _tell(comment, person, at)


def _tell(comment: Comment, person: User, at: datetime) -> None:
    """One mail a comment and person, however often it is reworded."""
    url = f"{settings.BASE_URL}{comment.action.get_absolute_url()}#comment-{comment.pk}"
    context = {"comment": comment, "action": comment.action, "person": person, "url": url}
    message = compose(template="mention", to=person.email, language=person.language, context=context)
    message.extra_headers |= thread_of(comment.action)
    post(key=f"mention:{comment.pk}:{person.pk}", message=message, at=at)
