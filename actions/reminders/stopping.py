"""Stopping mails by a link in them, without signing in (RFC 8058). Looking (GET) at the link stops nothing.

The link is signed and names the person and the kinds that its mail was made of; it works as long as the account is
there, for who finds an old mail must be able to stop those that still come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from actions.models import ReminderKind
from actions.reminders.moments import wish_of
from actions.reminders.wishing import choose
from teams.models import User

SIGNED = Signer(sep=".", salt="actions.reminders.stopping")


@dataclass(frozen=True)
class Asked:
    """Whose mails of which kinds a link stops; without a person the account is gone, and no mail comes any more."""

    person: User | None
    kinds: list[ReminderKind]


def stop_url(person: User, kinds: Iterable[str]) -> str:
    """The address that stops these kinds of mails to the person."""
    token = SIGNED.sign(f"{person.pk}-{'-'.join(sorted(kinds))}")
    return settings.BASE_URL + reverse("stop_reminders", args=[token])


def stop_headers(url: str) -> dict[str, str]:
    """What makes mail programs show a button that stops such mails."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def opened(token: str) -> Asked | None:
    """What a link asks for; None if it is forged."""
    try:
        pk, *kinds = SIGNED.unsign(token).split("-")
    except BadSignature:
        return None
    person = User.objects.select_related("reminder_wish").filter(pk=int(pk)).first()
    return Asked(person, [kind for kind in ReminderKind if kind in kinds])


def stop(asked: Asked) -> None:
    """Send the person no more mails of these kinds; again is the same."""
    if asked.person:
        wish = wish_of(asked.person)
        unwanted = {*wish.unwanted, *asked.kinds}
        choose(person=asked.person, unwanted=unwanted, at_time=wish.at_time, rests=wish.rests)
