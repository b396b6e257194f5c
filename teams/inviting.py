"""Invitations into a team: by mail, for two weeks, for one person, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.addresses import invitations_to
from teams.letters import compose, post
from teams.models import Invitation, Membership, User
from teams.tokens import hash_of, new_token

VALID_FOR = timedelta(days=14)


class InvitationClosedError(Exception):
    """The invitation was accepted, revoked or has expired meanwhile."""

    sentence = _("Diese Einladung gilt nicht mehr.")


def find(token: str) -> Invitation | None:
    """The invitation behind a link, in whatever state; None when it was revoked or never existed."""
    invitations = Invitation.objects.select_related("team", "invited_by")
    return invitations.filter(token_hash=hash_of(token)).first()


def invite(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Store a cleaned invitation and send its link."""
    invitation.invited_by, invitation.created_at = by, at
    return send(invitation=invitation, at=at)


def send(*, invitation: Invitation, at: datetime) -> Invitation:
    """Mail a fresh link that is valid for two weeks from now; an earlier link stops working."""
    token = new_token()
    with transaction.atomic():
        invitation.token_hash, invitation.expires_at = hash_of(token), at + VALID_FOR
        invitation.save()
        message = compose(
            template="invitation",
            to=invitation.email,
            language=_language_of(invitation),
            context={
                "invitation": invitation,
                "team": invitation.team,
                "url": settings.BASE_URL + reverse("invitation", args=[token]),
            },
        )
        post(key=f"invitation:{invitation.token_hash}", message=message, at=at, secret=True)
    return invitation


def revoke(*, invitation: Invitation) -> None:
    """Take back an invitation that nobody has accepted; its link stops working."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()


def accept(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    """Join the team with the invitation's role; who belongs to it already keeps theirs.

    Raises InvitationClosedError when it was accepted, revoked or has expired meanwhile.
    """
    with _used_up(invitation, at):
        membership, _is_new = Membership.objects.get_or_create(
            team=invitation.team,
            user=user,
            defaults={"role": invitation.role, "department_id": invitation.department_id},
        )
    return membership


def accept_as_newcomer(*, invitation: Invitation, name: str, language: str, at: datetime) -> User:
    """Open an account for the invited address, which the mail has proved, and join the team with it.

    Raises InvitationClosedError when it was accepted, revoked or has expired meanwhile.
    """
    with _used_up(invitation, at):
        user = User.objects.create_user(
            invitation.email, name=name, language=language, time_zone=invitation.team.time_zone
        )
        user.memberships.create(team=invitation.team, role=invitation.role, department_id=invitation.department_id)
    return user


def account_of(invitation: Invitation) -> User | None:
    """The account that already has the invited address, be it as a further one that its owner has proved."""
    proved = Q(emailaddress__email__iexact=invitation.email, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=invitation.email) | proved).first()


def waiting_for(user: User, at: datetime) -> list[Invitation]:
    """Open invitations to addresses that are the person's own."""
    open_ones = invitations_to(user).filter(accepted_at=None, expires_at__gt=at)
    return list(open_ones.select_related("team", "invited_by").order_by("created_at"))


@contextmanager
def _used_up(invitation: Invitation, at: datetime) -> Iterator[None]:
    """What happens in the block happens once: the invitation is locked, still open, and accepted with it."""
    with transaction.atomic():
        fresh = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if fresh is None or not fresh.is_open(at):
            raise InvitationClosedError
        yield
        fresh.accepted_at = at
        fresh.save(update_fields=["accepted_at"])


def _language_of(invitation: Invitation) -> str:
    """People with an account read in their language, others in the team's."""
    user = account_of(invitation)
    return user.language if user else invitation.team.language
