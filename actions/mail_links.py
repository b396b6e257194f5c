"""Links in mails that do one thing to one action for one person, without signing in.

A link is signed, not stored: a mailing of 20,000 letters with four links each writes no row for them, and what a
thief reads in the database opens nothing. Whoever uses one leaves a row with the hash of its token, which is why it
works once. It ends after `LASTS`, and at once when the person may not change the action any more or has another
address: the mail went to the old one. Looking at a link never uses it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer, b62_decode, b62_encode
from django.db import transaction
from django.urls import reverse

from actions.models import Action, Deed, MailLink
from actions.moving import held
from teams.models import Membership, User
from teams.tokens import hash_of

LASTS = timedelta(days=30)
CODES = {
    Deed.DONE: "d",
    Deed.UNDO: "u",
    Deed.START: "s",
    Deed.GO_ON: "g",
    Deed.POSTPONE: "p",
    Deed.HELP: "h",
    Deed.TAKE_BACK: "t",
    Deed.LEND_A_HAND: "l",
    Deed.SETTLE: "w",
}
"""How a token names its deed, in one letter."""
DEEDS = {code: deed for deed, code in CODES.items()}
SAYS = re.compile(r"(?P<deed>[a-z])-(?P<action>\w{1,10})-(?P<user>\w{1,10})-(?P<moment>\w{1,10})\.[\w-]+", re.ASCII)
"""A token: deed, keys and moment, the numbers in base 62 (ten digits of it fit into a key), then the signature."""


@dataclass(frozen=True)
class Link:
    """What a token says: this deed, on this action, by this person."""

    token_hash: str
    deed: Deed
    action: Action
    user: User
    expires_at: datetime


class LinkUsed(Exception):
    """The link has done already what it was made for."""


def link_for(*, action: Action, user: User, deed: Deed, at: datetime) -> str:
    """The address that lets this person do this deed to this action until 30 days after `at`. Costs no query."""
    numbers = (action.pk, user.pk, int(at.timestamp()))
    token = _signer(user).sign("-".join([CODES[deed], *map(b62_encode, numbers)]))
    return settings.BASE_URL + reverse("mail_link", args=[token])


def opened(token: str, at: datetime) -> Link | None:
    """What a token opens now, used or not; None if it is forged, over, or its person may not do this any more."""
    said = SAYS.fullmatch(token)
    if said is None or said["deed"] not in DEEDS or "_" in token.partition(".")[0]:
        return None
    pk, user = b62_decode(said["action"]), b62_decode(said["user"])
    membership = _membership(action=pk, user=user)
    if membership is None or not _is_signed(token, membership.user):
        return None
    deed, expires_at = DEEDS[said["deed"]], datetime.fromtimestamp(b62_decode(said["moment"]), UTC) + LASTS
    action = membership.team.actions.select_related("team", "responsible").filter(pk=pk).first()
    if action is None or at >= expires_at or not deed.is_open_to(membership, action):
        return None
    return Link(hash_of(token), deed, action, membership.user, expires_at)


def use_of(link: Link) -> MailLink | None:
    """When and for what the link was used; None while it was not."""
    return MailLink.objects.filter(token_hash=link.token_hash).first()


@contextmanager
def using(link: Link, at: datetime) -> Iterator[Action]:
    """The action, held, for the one time that the link works: what fails within leaves it unused. Raises LinkUsed."""
    with transaction.atomic():
        action = held(link.action)
        if use_of(link):
            raise LinkUsed
        yield action
        MailLink.objects.create(
            token_hash=link.token_hash,
            action=action,
            user=link.user,
            deed=link.deed,
            used_at=at,
            expires_at=link.expires_at,
        )


def forget_expired(at: datetime) -> None:
    """Delete the rows of links that would open nothing any more."""
    MailLink.objects.expired(at).delete()


def _signer(user: User) -> Signer:
    """Signs for the address that the mail goes to."""
    return Signer(sep=".", salt=f"actions.mail_links:{user.email}")


def _is_signed(token: str, user: User) -> bool:
    try:
        _signer(user).unsign(token)
    except BadSignature:
        return False
    return True


def _membership(*, action: int, user: int) -> Membership | None:
    found = Membership.objects.select_related("team", "user").filter(user=user, user__is_active=True)
    return found.filter(team__actions=action).first()
