"""Mails about suggestions, each once a person. Who proposed something without a name gets none: nobody knows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from feedback.models import Reply, Suggestion
from teams.letters import compose, post
from teams.models import User


def received(suggestion: Suggestion, *, at: datetime) -> None:
    """Tell the person that it has arrived."""
    if suggestion.by:
        _send("suggestion_received", suggestion.by, suggestion, key="received", at=at)


def to_answer(suggestion: Suggestion, *, at: datetime) -> None:
    """Tell those who lead the team that somebody waits for an answer; whoever proposed it knows.

    Of an anonymous one they hear when the next hour begins: the minute of a mail would say who was here.
    """
    moment = _next_hour(at) if suggestion.is_anonymous else at
    for lead in suggestion.team.memberships.leads().exclude(user=suggestion.by_id).select_related("user"):
        _send("suggestion_to_answer", lead.user, suggestion, key=f"lead:{lead.user_id}", at=moment)


def to_rate(suggestion: Suggestion, expert: User, *, at: datetime) -> None:
    """Ask an expert what they think."""
    _send("suggestion_to_rate", expert, suggestion, key=f"expert:{expert.pk}", at=at)


def answered(suggestion: Suggestion, reply: Reply, *, at: datetime) -> None:
    """Bring the person an answer; what was said in a conversation they know already."""
    if suggestion.by and reply.kind == Reply.Kind.ANSWER:
        _send("suggestion_answered", suggestion.by, suggestion, key=f"reply:{reply.pk}", at=at, reply=reply)


def wrote_back(suggestion: Suggestion, reply: Reply, *, at: datetime) -> None:
    """Tell the colleague who answered last that the person has written back; those who have left hear no more.

    Of an anonymous person they hear when the next hour begins.
    """
    working = suggestion.team.memberships.working().values("user")
    last = suggestion.replies.filter(by__in=working).select_related("by").order_by("-pk").first()
    if last and last.by:
        moment = _next_hour(at) if suggestion.is_anonymous else at
        _send("suggestion_wrote_back", last.by, suggestion, key=f"back:{reply.pk}", at=moment, reply=reply)


def _next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _send(template: str, to: User, suggestion: Suggestion, *, key: str, at: datetime, **context: Any) -> None:
    known = {"person": to, "suggestion": suggestion, "url": settings.BASE_URL + suggestion.get_absolute_url()}
    message = compose(template=template, to=to.email, language=to.language, context=known | context)
    post(key=f"suggestion:{suggestion.pk}:{key}", message=message, at=at)
