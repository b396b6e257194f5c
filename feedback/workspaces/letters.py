"""The mails that voices cause: to the owner of a case, new or late, to the customer, and to who is praised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from feedback.models import Contact, Feedback, RecoveryCase
from teams.letters import compose, post
from teams.models import Language, Team, User


def case_given(case: RecoveryCase, *, by: User, at: datetime) -> None:
    """Tell the owner that the case is theirs now."""
    if case.owner:
        key = f"case-given:{case.pk}:{case.owner.pk}:{at.timestamp():.6f}"
        _post("case_given", key, case.owner, case.team, at, case=case, by=by, url=_url(case.feedback))


def case_late(case: RecoveryCase, *, at: datetime) -> None:
    """Tell the owner that the deadline has passed; where there is none in the team any more, the leads."""
    for person in _answerable(case):
        key = f"case-late:{case.pk}:{person.pk}:{case.due_at.timestamp():.6f}:{at.timestamp():.6f}"
        _post("case_late", key, person, case.team, at, case=case, url=_url(case.feedback))


def case_answer(case: RecoveryCase, contact: Contact, *, by: User, at: datetime) -> None:
    """Send the customer what they are answered; their reply goes to whoever wrote it."""
    context = {"case": case, "contact": contact, "by": by, "team": case.team}
    message = compose(
        template="case_answer", to=address_of(contact), language=_language_of(case.feedback), context=context
    )
    message.reply_to = [by.email]
    post(key=f"case-answer:{case.pk}:{at.timestamp():.6f}", message=message, at=at, secret=True)


def praise(voice: Feedback, person: User, *, by: User, at: datetime) -> None:
    """Show somebody what a customer was delighted by; once a voice and person."""
    key = f"praise:{voice.pk}:{person.pk}"
    _post("praise", key, person, voice.team, at, voice=voice, by=by, url=_url(voice))


def address_of(contact: Contact | None) -> str:
    """Where the customer can be written to by mail; empty if they left something else or nothing.

    Whoever leaves a contact under a question does it for an answer: that is the consent.
    """
    try:
        validate_email(contact.address if contact else "")
    except ValidationError:
        return ""
    return contact.address if contact else ""


def _answerable(case: RecoveryCase) -> Iterable[User]:
    people = case.team.memberships.select_related("user")
    if owner := people.working().filter(user=case.owner_id).first():
        return [owner.user]
    return [lead.user for lead in people.leads()]


def _post(template: str, key: str, person: User, team: Team, at: datetime, **context: Any) -> None:
    known = {"person": person, "team": team, **context}
    with timezone.override(team.zone):
        message = compose(template=template, to=person.email, language=person.language, context=known)
    post(key=key, message=message, at=at)


def _url(voice: Feedback) -> str:
    return settings.BASE_URL + voice.get_absolute_url()


def _language_of(voice: Feedback) -> str:
    return voice.answer.language if voice.answer else Language.GERMAN
