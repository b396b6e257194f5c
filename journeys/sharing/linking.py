"""Making, finding and ending the links by which people without an account read a journey."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from journeys.models import Journey, Share
from journeys.placing import held
from teams.models import Membership, User
from teams.tokens import hash_of, new_token


@transaction.atomic
def share(
    *, journey: Journey, for_whom: str, days: int, shows_inside: bool, by: User, at: datetime
) -> tuple[Share, str]:
    """A new link, and its secret, which nobody can see again."""
    token = new_token()
    made = Share.objects.create(
        journey=held(journey),
        for_whom=for_whom,
        token_hash=hash_of(token),
        shows_inside=shows_inside,
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return made, token


def revoke(*, share: Share, at: datetime) -> None:
    """Make the link open nothing any more; safe to repeat, the first time counts."""
    Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=at)


def may_revoke(share: Share, membership: Membership) -> bool:
    """Who made the link ends it while they write here, and a lead ends any."""
    return membership.is_lead or (membership.can_write and share.created_by_id == membership.user_id)


def opened(token: str, at: datetime) -> Share | None:
    """The link behind a secret while it is open; None where it ended or never was, and nobody learns which."""
    shares = Share.objects.open(at).select_related("journey__team", "journey__persona")
    return shares.filter(token_hash=hash_of(token)).first()
