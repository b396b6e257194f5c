"""Prints the minutes once and mails them to all who took part.

The row is claimed for a while, so that of several workers one prints, and another takes over if it dies.
PDF, hash and letters are stored in one transaction: the minutes are printed once and mailed once.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from meetings.live import announce
from meetings.models import Minutes
from meetings.reading import Record
from teams.letters import compose, post
from teams.models import User
from teams.pdf import print_template
from teams.press import a_turn_some_time

LEASE = timedelta(seconds=60)
"""How long a worker may take before another tries; a print takes about a second."""


def waiting(at: datetime) -> list[int]:
    """Minutes that nobody is printing now."""
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return list(Minutes.objects.filter(unclaimed, state=Minutes.State.WAITING).values_list("pk", flat=True))


def print_minutes(*, minutes_pk: int, at: datetime) -> None:
    """Print and mail, unless that has been done or another worker is at it."""
    if not _claim(minutes_pk, at):
        return
    minutes = Minutes.objects.select_related("meeting__team").get(pk=minutes_pk)
    pdf = render_pdf(minutes)
    with transaction.atomic():
        fresh = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes_pk)
        if fresh.state == Minutes.State.WAITING:
            fresh.keep(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), at=at)
            _mail_to_all(minutes, pdf, at)
            transaction.on_commit(lambda: announce(minutes.meeting_id), robust=True)


def render_pdf(minutes: Minutes) -> bytes:
    """The minutes as they are signed and filed, in the team's language and time zone."""
    with timezone.override(minutes.meeting.team.zone):
        return print_template(
            "meetings/minutes_pdf.html",
            {"record": Record(minutes)},
            language=minutes.language,
            turn=a_turn_some_time,
        )


def file_name(minutes: Minutes) -> str:
    """What the PDF is called when it is saved, in the language of the minutes."""
    day = minutes.meeting.starts_at.astimezone(minutes.meeting.team.zone)
    with translation.override(minutes.language):
        kind = _("Protokoll")
        return f"{kind}-{day:%Y-%m-%d}-{slugify(str(minutes.meeting))}.pdf"


def _claim(minutes_pk: int, at: datetime) -> bool:
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=at)
    waiting = Minutes.objects.filter(unclaimed, pk=minutes_pk, state=Minutes.State.WAITING)
    return waiting.update(claimed_until=at + LEASE) == 1


def _mail_to_all(minutes: Minutes, pdf: bytes, at: datetime) -> None:
    for person in minutes.meeting.participants.in_room().exclude(user=None).select_related("user"):
        if person.user:
            post(key=f"minutes-{minutes.pk}-{person.pk}", message=_letter(minutes, person.user, pdf), at=at)


def _letter(minutes: Minutes, reader: User, pdf: bytes) -> EmailMultiAlternatives:
    context = {
        "record": Record(minutes),
        "reader": reader,
        "url": settings.BASE_URL + minutes.meeting.get_absolute_url(),
    }
    with timezone.override(reader.time_zone):
        letter = compose(template="minutes", to=reader.email, language=reader.language, context=context)
    letter.attach(file_name(minutes), pdf, "application/pdf")
    return letter
