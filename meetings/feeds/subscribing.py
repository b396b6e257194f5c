"""Making, finding and ending the secret links of calendars."""

from datetime import datetime

from django.db import transaction

from meetings.models import Feed
from teams.models import Membership
from teams.tokens import hash_of, new_token


def subscribe(*, membership: Membership, scope: Feed.Scope, at: datetime) -> str:
    """The secret of a new link, to be shown once; an earlier link of the same scope stops working."""
    token = new_token()
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)  # two clicks are two links in turn
        Feed.objects.filter(membership=membership, scope=scope).delete()
        Feed.objects.create(membership=membership, scope=scope, token_hash=hash_of(token), created_at=at)
    return token


def revoke(*, membership: Membership, scope: Feed.Scope) -> None:
    """End the link; safe to repeat."""
    Feed.objects.filter(membership=membership, scope=scope).delete()


def subscribed(membership: Membership) -> dict[Feed.Scope, Feed]:
    """What a person subscribes to, by scope."""
    return {Feed.Scope(feed.scope): feed for feed in Feed.objects.filter(membership=membership)}


def find(token: str) -> Feed | None:
    """The feed behind a link; None when it was revoked or never existed, or its person may not sign in any more."""
    feeds = Feed.objects.select_related("membership__team", "membership__user")
    return feeds.filter(token_hash=hash_of(token), membership__user__is_active=True).first()
