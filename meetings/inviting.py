"""Inviting: everyone who should come gets a mail with a calendar file, and another when something changes."""

from collections.abc import Iterable
from datetime import datetime
from email.message import MIMEPart

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import timezone, translation

from meetings.calendar import Method, calendar_file, file_name, page_url, summary
from meetings.models import Meeting
from teams.letters import compose, post
from teams.models import Letter, User


def invited_users(meeting: Meeting) -> QuerySet[User]:
    """The members who are asked to come, by name."""
    return User.objects.filter(participations__in=meeting.participants.invited()).order_by("name")


def invite(*, meeting: Meeting, at: datetime) -> None:
    """Send everyone the round as it stands now; what a person has already is not sent again."""
    _send(meeting=meeting, to=list(invited_users(meeting)), method=Method.REQUEST, at=at)


def call_off(*, meeting: Meeting, people: Iterable[User], at: datetime) -> None:
    """Take the round out of these people's calendars."""
    _send(meeting=meeting, to=list(people), method=Method.CANCEL, at=at)


def _send(*, meeting: Meeting, to: list[User], method: Method, at: datetime) -> None:
    """One letter a person; the calendar file, dear to make, is the same for all who read one language."""
    files = {language: _file(meeting, to, method, language, at) for language in {person.language for person in to}}
    known = _known(meeting)
    for person in to:
        with translation.override(person.language), timezone.override(person.time_zone):
            message = _message(meeting, person, method, is_change=_key(meeting, person) in known)
            message.attach(_attachment(files[person.language], method, file_name(meeting)))
        post(key=f"{_key(meeting, person)}{meeting.sequence}", message=message, at=at)


def _key(meeting: Meeting, person: User) -> str:
    """How the keys of all letters about this round to this person begin."""
    return f"round:{meeting.uid}:{person.pk}:"


def _known(meeting: Meeting) -> set[str]:
    """Beginnings of the keys of everyone who has had a letter about this round."""
    keys = Letter.objects.filter(key__startswith=f"round:{meeting.uid}:").values_list("key", flat=True)
    return {key[: key.rindex(":") + 1] for key in keys}


def _file(meeting: Meeting, people: list[User], method: Method, language: str, at: datetime) -> str:
    with translation.override(language):
        return calendar_file(meeting=meeting, people=people, method=method, at=at)


def _message(meeting: Meeting, to: User, method: Method, *, is_change: bool) -> EmailMessage:
    message = compose(
        template="meeting_cancellation" if method == Method.CANCEL else "meeting_invitation",
        to=to.email,
        language=to.language,
        context={
            "meeting": meeting,
            "person": to,
            "is_change": is_change,
            "url": page_url(meeting),
            "summary": summary(meeting),
        },
    )
    if meeting.moderator:
        message.reply_to = [meeting.moderator.email]
    return message


def _attachment(content: str, method: Method, name: str) -> MIMEPart:
    """The calendar file, with the method in its type: mail programs offer it as an invitation only then."""
    part = MIMEPart()
    part.set_content(
        content,
        subtype="calendar",
        params={"method": method.value},
        disposition="attachment",
        filename=name,
    )
    return part
