"""Taking in a mail that the mail server hands over: the same mail is one voice, and none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback import keeping
from feedback.collecting.mail_reading import Mail, read
from feedback.collecting.pasted import Letter, letter_of_mail
from feedback.collecting.recording import remember_contact
from feedback.models import Feedback, Via
from feedback.models.voice import LONGEST
from teams.models import Team

OLDEST = timedelta(days=366 * 10)
"""A mail that says it was sent longer ago has a wrong clock."""

MAIL_ONCE = "repeated"


@dataclass(frozen=True)
class Receipt:
    """What became of a mail: a voice, or the reason why there is no new one."""

    voice: Feedback | None
    reason: str = ""


def take_in(*, team: Team, raw: bytes, at: datetime, takes_lists: bool = False) -> Receipt:
    """Store what a mail says as a voice; what machines write is none, and lists only if they are wanted."""
    mail = read(raw)
    if mail.automatic:
        return Receipt(None, mail.automatic)
    if mail.is_from_list and not takes_lists:
        return Receipt(None, "mailing list")
    try:
        with transaction.atomic(), translation.override(team.language):
            voice = _store(team, mail, at)
    except IntegrityError:
        if not team.voices.filter(via=Via.MAIL, key=mail.key).exists():
            raise
        voice = None
    return Receipt(voice, "" if voice else MAIL_ONCE)


def _store(team: Team, mail: Mail, at: datetime) -> Feedback | None:
    letter = letter_of_mail(mail, team.zone)
    voice = Feedback(
        team=team,
        via=Via.MAIL,
        key=mail.key,
        text=_words(letter, mail),
        said_on=_said_on(letter.said_on, team.today(at)),
    )
    if not keeping.keep_many([voice], at=at):
        return None
    if letter.name or letter.address:
        remember_contact(voice, name=letter.name, address=letter.address, at=at)
    return voice


def _words(letter: Letter, mail: Mail) -> str:
    """What was said, and in brackets what of the mail is not there."""
    notes = []
    if letter.history:
        notes.append(_("[Zitierter Verlauf weggelassen]"))
    if mail.attachments:
        said = ngettext("[Ein Anhang, nicht übernommen]", "[%(count)s Anhänge, nicht übernommen]", mail.attachments)
        notes.append(said % {"count": mail.attachments})
    words = letter.words or _("[Ohne Text]")
    room = LONGEST - len("\n".join(["", *notes]))
    if len(words) > room:
        shortened = _("[Gekürzt]")
        words = f"{words[: room - len(shortened) - 1]}\n{shortened}"
    return "\n".join([words, *notes])


def _said_on(told: date | None, today: date) -> date:
    return told if told and today - OLDEST <= told <= today else today
