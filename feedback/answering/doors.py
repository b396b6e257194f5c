"""The links by which customers come to a question: the open one, and those that take one answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from feedback.answering.scales import SCALES
from feedback.asking.offering import valid_ticket
from feedback.models import Question, Ticket
from teams.tokens import hash_of


@dataclass(frozen=True)
class Door:
    """A question and the addresses around it, as they belong to the link by which somebody came."""

    question: Question
    address: str
    thanks: str
    seen: str = ""
    ticket: Ticket | None = None
    is_open: bool = True
    is_used: bool = False
    is_revoked: bool = False


def by_code(code: str) -> Door | None:
    """The door of an open link; None where the code leads nowhere, be it wrong or replaced."""
    question = Question.objects.select_related("team", "metric", "touchpoint").filter(code=code).first()
    if question is None:
        return None
    address, seen, thanks = (reverse(name, args=[code]) for name in ("ask", "ask_seen", "ask_thanks"))
    return Door(question, address, thanks, seen, is_open=question.is_open and question.metric.type in SCALES)


def by_token(token: str, at: datetime) -> Door | None:
    """The door of a one-use link, also of one that is used, taken back or too old; None where there never was one.

    Thanks are said at the same address, which opens nothing any more.
    """
    ticket = valid_ticket(token, at)
    is_open = ticket is not None
    ticket = ticket or _any_ticket(token)
    if ticket is None:
        return None
    question, address = ticket.batch.question, reverse("ask_once", args=[token])
    return Door(
        question,
        address,
        address,
        ticket=ticket,
        is_open=is_open and question.metric.type in SCALES,
        is_used=ticket.is_used,
        is_revoked=ticket.batch.revoked_at is not None,
    )


def _any_ticket(token: str) -> Ticket | None:
    questions = ("batch__question__team", "batch__question__touchpoint", "batch__question__metric")
    return Ticket.objects.select_related(*questions).filter(token_hash=hash_of(token)).first()
